package org.shanmen.gate.device.serial;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.shanmen.protocol.Decoded;

class Bx5kFrameTest {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();
  private static final String HEAD = "A5 A5 A5 A5 A5 A5 A5 A5 01 00 00 80 00 00 00 00 00 00 FE 02 ";

  @Test
  void theSumIsCrc16Arc() {
    // The check value that every catalogue of CRCs gives for this one.
    assertThat(Bx5kFrame.crc16("123456789".getBytes(US_ASCII), 9)).isEqualTo(0xBB3D);
  }

  @Test
  void thePingIsThatOfTheMakersExample() {
    assertThat(HEX.formatHex(Bx5kFrame.ping())).isEqualTo(HEAD + "05 00 A2 00 01 00 00 68 F8 5A");
  }

  @Test
  void dataIsFramedAsByOthersWhoDriveSuchPanels() {
    // Seen on a panel at work: a line of text at row 12, "\FO000TEMPER:21℃".
    String data =
        "A3 06 02 00 00 00 01 2C 00 00 00 00 0C 00 40 00 0C 00 01 0A 01 02 00 00 00 00 01 01 01 00"
            + " 17 02 11 00 00 00 5C 46 4F 30 30 30 54 45 4D 50 45 52 3A 32 31 A1 E6";
    assertThat(HEX.formatHex(Bx5kFrame.frame(HEX.parseHex(data))))
        .isEqualTo(HEAD + "35 00 " + data + " 82 DA 5A");
  }

  @Test
  void aTextIsOneAreaOfThePanel() {
    assertThat(HEX.formatHex(Bx5kFrame.show("请", 64, 32, false)))
        .startsWith(
            HEAD
                + "26 00 A3 06 02 00 00 00 01 1D 00 00 00 00 00 00 08 00 20 00"
                + " 00 00 01 02 00 00 00 00 02 02 01 00 00 02 02 00 00 00 C7 EB ");
    assertThat(Bx5kFrame.show("请", 64, 32, true)[24]).as("answer, please").isEqualTo((byte) 1);
  }

  @Test
  void whatWouldEndAFrameIsEscaped() {
    // Z is 5A and [ is 5B; in GBK ア is A5 A2 and Δ is A6 A4.
    String frame = HEX.formatHex(Bx5kFrame.show("Z[アΔ", 64, 32, false));
    assertThat(frame).contains(" 06 00 00 00 5B 02 5B 01 A6 02 A2 A6 01 A4 ");
    assertThat(frame.indexOf("5A")).isEqualTo(frame.length() - 2);
  }

  @Test
  void aBackslashIsNoInstruction() {
    assertThat(new String(Bx5kFrame.show("a\\FO001b", 64, 32, false), US_ASCII))
        .contains("a/FO001b");
  }

  @Property
  void everyFrameIsFoundByteByByteAmongGarbage(@ForAll byte[] garbage, @ForAll byte[] data) {
    byte[] frame = Bx5kFrame.frame(Arrays.copyOf(data, Math.min(data.length, 200)));
    var answers = new PanelAnswers();
    answers.received(garbage, garbage.length);
    List<Decoded<Boolean>> found = new ArrayList<>();
    for (byte b : frame) {
      found.addAll(answers.received(new byte[] {b}, 1));
    }
    assertThat(found).containsExactly(new Decoded.Ok<>(true));
  }

  @Property
  void aFrameWithAWrongByteIsNoAnswer(
      @ForAll @IntRange(min = 8, max = 28) int at,
      @ForAll @IntRange(min = 1, max = 255) int change) {
    byte[] frame = Bx5kFrame.ping();
    frame[at] ^= (byte) change;
    assertThat(new PanelAnswers().received(frame, frame.length))
        .noneMatch(Decoded.Ok.class::isInstance);
  }

  @Test
  void anAnswerWithoutEndIsForgotten() {
    var answers = new PanelAnswers();
    byte[] babble = new byte[PanelAnswers.MAX_BYTES + 10];
    babble[0] = (byte) 0xA5;
    assertThat(answers.received(babble, babble.length))
        .containsExactly(new Decoded.Malformed<>("an answer of more than 512 bytes"));
    byte[] ping = Bx5kFrame.ping();
    assertThat(answers.received(ping, ping.length)).containsExactly(new Decoded.Ok<>(true));
  }
}
