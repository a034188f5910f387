package org.shanmen.gate.device.serial;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PanelFrameTest {
  private static final Charset GBK = Charset.forName("GBK");
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

  @Test
  void theSumIsCrc16Modbus() {
    // The check value that every catalogue of CRCs gives for this one.
    assertThat(PanelFrame.crc16("123456789".getBytes(US_ASCII), 9)).isEqualTo(0x4B37);
  }

  @Test
  void aTextIsOneFrame() {
    assertThat(HEX.formatHex(PanelFrame.show("OK"))).isEqualTo("DA 01 00 00 01 02 4F 4B 09 D3");
    assertThat(HEX.formatHex(PanelFrame.show("请通行")))
        .startsWith("DA 01 00 00 01 06 C7 EB CD A8 D0 D0 ");
  }

  @Test
  void whatGbkHasNoPlaceForIsAQuestionMarkAndALineBreakIsASpace() {
    assertThat(shown(PanelFrame.show("票😀\n喆"))).isEqualTo("票? 喆");
  }

  @Test
  void aLongTextIsCutBetweenCharacters() {
    assertThat(shown(PanelFrame.show("票".repeat(200)))).isEqualTo("票".repeat(127));
  }

  @Property
  void everyTextFitsAndItsBeginningIsShown(@ForAll("texts") String text) {
    byte[] frame = PanelFrame.show(text);
    assertThat(frame.length).isLessThanOrEqualTo(6 + 255 + 2);
    assertThat(frame[5] & 0xFF).isEqualTo(frame.length - 8);
    assertThat(PanelFrame.crc16(frame, frame.length)).as("a sum over its own sum").isZero();
    assertThat(text).startsWith(shown(frame));
  }

  @Property
  void noTextBreaksTheFrame(@ForAll String text) {
    byte[] frame = PanelFrame.show(text);
    assertThat(frame[5] & 0xFF).isEqualTo(frame.length - 8);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("票次卡剩余请通行已使用喆 .:0123456789ABCxyz").ofMaxLength(300);
  }

  private static String shown(byte[] frame) {
    return new String(Arrays.copyOfRange(frame, 6, frame.length - 2), GBK);
  }
}
