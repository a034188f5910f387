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
  void aCodeEndsWithCarriageReturn() {
    assertThat(new String(CodeFrame.of("T-1"), StandardCharsets.US_ASCII)).isEqualTo("T-1\r");
  }

  @Test
  void theCheckSumIsTheOneOfModbus() {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);

    assertThat(Crc16.modbus(digits, digits.length)).isEqualTo(0x4B37);
  }
}
