package org.shanmen.sim.wire;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One line on the wires' socket: US-ASCII, ended by LF.
 *
 * <pre>
 *   out 17 1     controller to lane: pin 17 is driven high
 *   in 5 0       lane to controller: pin 5 reads low
 *   ready        lane to controller: all inputs have been told
 * </pre>
 */
sealed interface WireLine {
  /** Longer ones are not ours. */
  int MAX_LENGTH = 32;

  record Out(int pin, boolean high) implements WireLine {}

  record In(int pin, boolean high) implements WireLine {}

  record Ready() implements WireLine {}

  /** The line without its LF. */
  default String text() {
    if (this instanceof Out out) {
      return "out " + out.pin + (out.high ? " 1" : " 0");
    }
    if (this instanceof In in) {
      return "in " + in.pin + (in.high ? " 1" : " 0");
    }
    return "ready";
  }

  /** Empty if the text is no line of ours. */
  static Optional<WireLine> parse(String text) {
    if (text.equals("ready")) {
      return Optional.of(new Ready());
    }
    var matcher = Syntax.LEVEL.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int pin = Integer.parseInt(matcher.group(2));
    boolean high = matcher.group(3).equals("1");
    return Optional.of(matcher.group(1).equals("out") ? new Out(pin, high) : new In(pin, high));
  }

  /** How a level is written. */
  final class Syntax {
    private static final Pattern LEVEL = Pattern.compile("(out|in) ([0-9]{1,4}) ([01])");

    private Syntax() {}
  }
}
