package org.shanmen.central.gatelink;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One visitor whom a lane holds for a member of staff, as the gate's heartbeat names him.
 *
 * @param number tells this holding from all others of the gate; 0 from a gate that is older than
 *     such numbers
 */
public record Holding(long right, long number) {
  private static final Pattern TEXT = Pattern.compile("([0-9a-f]{16})-([0-9]{1,20})");

  /** The spelling in the API and the database, such as {@code 000000000000002a-5001}. */
  public String text() {
    return "%016x-%s".formatted(right, Long.toUnsignedString(number));
  }

  /** Empty if the text names nobody. */
  public static Optional<Holding> of(String text) {
    var parts = TEXT.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Holding(
              Long.parseUnsignedLong(parts.group(1), 16), Long.parseUnsignedLong(parts.group(2))));
    } catch (NumberFormatException e) {
      return Optional.empty(); // more than 64 bits
    }
  }
}
