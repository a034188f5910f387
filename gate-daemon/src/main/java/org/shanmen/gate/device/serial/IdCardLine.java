package org.shanmen.gate.device.serial;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shanmen.protocol.Decoded;
import org.shanmen.protocol.IdCardNumber;

/**
 * One line of an ID-card reader: the number alone, or among other fields (name, address, dates)
 * with anything but letters and digits around it.
 *
 * <p>A line with no number, with two different ones, or with a wrong check digit is nobody's. No
 * message holds what the line said: it is personal.
 */
final class IdCardLine {
  /** Longest line in bytes: every field that is printed on a card, several times over. */
  static final int MAX_LINE_BYTES = 1024;

  private static final Pattern NUMBER =
      Pattern.compile("(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])");

  private IdCardLine() {}

  /** The number in a line, its X in upper case. */
  static Optional<Decoded<String>> of(byte[] line) {
    // One character for each byte: names may be in any encoding and are of no interest.
    Matcher found = NUMBER.matcher(new String(line, StandardCharsets.ISO_8859_1));
    Set<String> numbers = new LinkedHashSet<>();
    int wrong = 0;
    while (found.find()) {
      String number = found.group().toUpperCase(Locale.ROOT);
      if (IdCardNumber.isSound(number)) {
        numbers.add(number);
      } else {
        wrong++;
      }
    }
    if (numbers.size() == 1) {
      return Optional.of(new Decoded.Ok<>(numbers.iterator().next()));
    }
    return Optional.of(
        new Decoded.Malformed<>(
            "%d ID-card numbers in a line of %d bytes, and %d with a wrong check digit: expected one"
                .formatted(numbers.size(), line.length, wrong)));
  }
}
