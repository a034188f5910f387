package org.shanmen.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class IdCardNumberTest {
  /** The standard's own examples. */
  @Test
  void theStandardsExamplesAreSound() {
    assertThat(IdCardNumber.isSound("11010519491231002X")).isTrue();
    assertThat(IdCardNumber.isSound("440524188001010014")).isTrue();
  }

  @Test
  void aPassportsNumberHasNotTheForm() {
    assertThat(IdCardNumber.hasForm("E12345678")).isFalse();
    assertThat(IdCardNumber.hasForm("11010519491231002x")).as("not normalised").isFalse();
    assertThat(IdCardNumber.hasForm("11010519491231002X1")).isFalse();
    assertThat(IdCardNumber.isSound("E12345678")).isFalse();
  }

  /**
   * ISO 7064 in its own words: the characters, weighted by powers of 2, leave 1 when divided by 11.
   */
  @Property
  void theCheckDigitIsThatOfIso7064(
      @ForAll @LongRange(min = 0, max = 99_999_999_999_999_999L) long number) {
    String first = "%017d".formatted(number);
    long sum = Character.digit(IdCardNumber.checkDigit(first), 10);
    sum = sum < 0 ? 10 : sum;
    for (int i = 0; i < first.length(); i++) {
      sum += (long) (first.charAt(i) - '0') << (17 - i);
    }
    assertThat(sum % 11).isEqualTo(1);
  }

  /** ISO 7064 MOD 11-2 finds every single wrong digit and every swap of neighbours. */
  @Property
  void oneWrongDigitAndTwoSwappedAreNoticed(
      @ForAll @LongRange(min = 0, max = 99_999_999_999_999_999L) long number,
      @ForAll @IntRange(min = 0, max = 16) int at,
      @ForAll @IntRange(min = 1, max = 9) int by) {
    String first = "%017d".formatted(number);
    String sound = first + IdCardNumber.checkDigit(first);
    assertThat(IdCardNumber.isSound(sound)).isTrue();

    var wrong = new StringBuilder(sound);
    wrong.setCharAt(at, (char) ('0' + (sound.charAt(at) - '0' + by) % 10));
    assertThat(IdCardNumber.isSound(wrong.toString())).isFalse();

    if (at < 16 && sound.charAt(at) != sound.charAt(at + 1)) {
      var swapped = new StringBuilder(sound);
      swapped.setCharAt(at, sound.charAt(at + 1));
      swapped.setCharAt(at + 1, sound.charAt(at));
      assertThat(IdCardNumber.isSound(swapped.toString())).isFalse();
    }
  }
}
