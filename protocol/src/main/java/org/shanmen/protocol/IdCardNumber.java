package org.shanmen.protocol;

import java.util.regex.Pattern;

/**
 * The number of a resident's ID card (GB 11643). What other papers call their number has no such
 * form, and nothing to check.
 *
 * <pre>
 *  0 ..   5   6 ..      13   14 .. 16   17
 * +---------+---------------+---------+---+
 * | region  | born YYYYMMDD | serial  | c |       c by ISO 7064 MOD 11-2: 0 to 9, or X for 10
 * +---------+---------------+---------+---+
 *   11010519491231002X
 * </pre>
 */
public final class IdCardNumber {
  private static final Pattern FORM = Pattern.compile("[0-9]{17}[0-9X]");
  private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  private static final String CHECKS = "10X98765432";

  private IdCardNumber() {}

  /** Whether it looks like one, whatever its check digit says; the X is in upper case. */
  public static boolean hasForm(String number) {
    return FORM.matcher(number).matches();
  }

  /** Whether it looks like one and its check digit agrees: not mistyped, not misread. */
  public static boolean isSound(String number) {
    return hasForm(number) && checkDigit(number) == number.charAt(WEIGHTS.length);
  }

  /**
   * The last character of the number that begins so.
   *
   * @param number begins with 17 digits; what follows them does not matter
   */
  public static char checkDigit(String number) {
    int sum = 0;
    for (int i = 0; i < WEIGHTS.length; i++) {
      sum += (number.charAt(i) - '0') * WEIGHTS[i];
    }
    return CHECKS.charAt(sum % CHECKS.length());
  }
}
