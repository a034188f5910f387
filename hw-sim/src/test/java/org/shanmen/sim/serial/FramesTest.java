package org.shanmen.sim.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FramesTest {
  @Test
  void theCardOfTheManualGivesTheManualsBytes() {
    byte[] uid = HexFormat.of().parseHex("06008e6d5d");

    assertThat(HexFormat.of().formatHex(CardFrame.of(uid))).isEqualTo("020a0206008e6d5db003");
  }

  @Test
  void aUidHasFourToTenBytes() {
    assertThat(CardFrame.of(new byte[4])).hasSize(9);
    assertThat(CardFrame.of(new byte[10])).hasSize(15);
    assertThatThrownBy(() -> CardFrame.of(new byte[3]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CardFrame.of(new byte[11]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anRfk101SendsDigitsAndALrc() {
    byte[] uid = HexFormat.of().parseHex("7186a61e");

    assertThat(HexFormat.of().formatHex(HexFrame.of(uid))).isEqualTo("023731383641363145030a");
  }

  @Test
  void aWiegandConverterSendsTheManualsBits() {
    byte[] uid = HexFormat.of().parseHex("89d41b81");

    assertThat(text(WiegandLine.of(uid, 3))).isEqualTo("11101010000011011100000010\r\n");
    assertThat(text(WiegandLine.of(uid, 4))).isEqualTo("1100010011101010000011011100000011\r\n");
  }

  @Test
  void wiegandCutsALongUidShort() {
    byte[] uid = HexFormat.of().parseHex("0487a1b2c3d4e5");

    // Parity, 88 04 87, parity.
    assertThat(text(WiegandLine.of(uid, 3))).isEqualTo("01000100000000100100001110\r\n");
  }

  @Test
  void aCodeEndsWithItsSuffixAndMayBeginWithAMarker() {
    assertThat(text(CodeFrame.of("T-1", CodeFrame.Suffix.CR))).isEqualTo("T-1\r");
    assertThat(text(CodeFrame.of("T-1", CodeFrame.Suffix.CRLF, true))).isEqualTo("\\000026T-1\r\n");
    assertThat(text(CodeFrame.of("T-1", CodeFrame.Suffix.NONE))).isEqualTo("T-1");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  @Test
  void theCheckSumIsTheOneOfModbus() {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);

    assertThat(Crc16.modbus(digits, digits.length)).isEqualTo(0x4B37);
  }
}
