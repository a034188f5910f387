package org.shanmen.gate.device.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class Syn6288FrameTest {
  private static final Charset GBK = Charset.forName("GBK");
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

  @Test
  void theManualsFrameSaysPleasePass() {
    assertThat(HEX.formatHex(Syn6288Frame.speak("请通过".getBytes(GBK))))
        .isEqualTo("FD 00 09 01 01 C7 EB CD A8 B9 FD F9");
  }

  @Test
  void stopAndStatusAreFramesWithoutText() {
    assertThat(HEX.formatHex(VoiceProtocol.SYN6288.stop())).isEqualTo("FD 00 02 02 FD");
    assertThat(HEX.formatHex(VoiceProtocol.SYN6288.status())).isEqualTo("FD 00 02 21 DE");
  }

  @Test
  void aLongPromptIsCutAtAPause() {
    String first = "票".repeat(80) + "。";
    String rest = "卡".repeat(40);
    assertThat(texts(first + rest)).containsExactly(first, rest);
  }

  @Test
  void aLongPromptWithoutPauseIsCutBetweenCharacters() {
    assertThat(texts("票".repeat(101))).containsExactly("票".repeat(100), "票");
  }

  @Test
  void aPromptWithoutEndIsCutOff() {
    assertThat(VoiceProtocol.SYN6288.texts("票".repeat(10_000))).hasSize(Syn6288Frame.MAX_FRAMES);
  }

  @Test
  void aTextThatTheModuleWouldRefuseIsAMistakeOfTheCaller() {
    assertThatThrownBy(() -> Syn6288Frame.speak(new byte[201]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("text of 201 bytes: at most 200");
  }

  @Property
  void everyPromptIsSaidWholeInFramesThatFit(@ForAll @StringLength(max = 300) String prompt) {
    var said = new ByteArrayOutputStream();
    for (byte[] text : VoiceProtocol.SYN6288.texts(prompt)) {
      byte[] frame = Syn6288Frame.speak(text);
      byte xor = 0;
      for (byte b : frame) {
        xor ^= b;
      }
      assertThat(xor).as("an xor over its own xor").isZero();
      assertThat((frame[1] & 0xFF) << 8 | frame[2] & 0xFF).isEqualTo(frame.length - 3);
      said.writeBytes(text);
    }
    String expected =
        prompt.codePoints().mapToObj(Syn6288FrameTest::spoken).collect(Collectors.joining());
    assertThat(said.toString(GBK)).isEqualTo(expected);
  }

  private static String spoken(int character) {
    return Character.isISOControl(character)
        ? " "
        : new String(Character.toString(character).getBytes(GBK), GBK);
  }

  private static List<String> texts(String prompt) {
    return VoiceProtocol.SYN6288.texts(prompt).stream().map(text -> new String(text, GBK)).toList();
  }
}
