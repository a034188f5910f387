package org.shanmen.gate.device.serial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shanmen.protocol.Decoded;

class IdCardLineTest {
  /** The standard's own example. */
  private static final String NUMBER = "11010519491231002X";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "11010519491231002X",
        " 11010519491231002x ",
        "张三|男|汉|19491231|北京市朝阳区|11010519491231002X|20150101-20350101",
        "11010519491231002X,11010519491231002X"
      })
  void theNumberIsFoundAmongTheOtherFields(String line) {
    assertThat(read(line)).contains(new Decoded.Ok<>(NUMBER));
  }

  @Test
  void aWrongCheckDigitIsNobodyAndIsNotTold() {
    assertThat(read("110105194912310021"))
        .contains(
            new Decoded.Malformed<>(
                "0 ID-card numbers in a line of 18 bytes, and 1 with a wrong check digit: expected one"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A11010519491231002X",
        "111010519491231002X",
        "11010519491231002X1",
        "hello",
        "11010519491231002X 440524188001010014"
      })
  void whatHoldsNoNumberOrTwoIsNobody(String line) {
    assertThat(read(line)).get().isInstanceOf(Decoded.Malformed.class);
  }

  @Property
  void oneWrongDigitIsNobody(
      @ForAll @IntRange(min = 0, max = 16) int at,
      @ForAll @CharRange(from = '0', to = '9') char digit) {
    String line = NUMBER.substring(0, at) + digit + NUMBER.substring(at + 1);
    assertThat(read(line).orElseThrow() instanceof Decoded.Ok).isEqualTo(line.equals(NUMBER));
  }

  @Property
  void noLineBreaksIt(@ForAll byte[] line) {
    assertThat(IdCardLine.of(line)).isPresent();
  }

  private static Optional<Decoded<String>> read(String line) {
    return IdCardLine.of(line.getBytes(Charset.forName("GBK")));
  }
}
