package org.shanmen.gate.device.serial;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * How a reader that has nothing to read tells that it lives.
 *
 * @param ask what it is asked, at most {@link #MAX_BYTES}; empty: it says so by itself
 * @param answer what it says then, 1 to {@link #MAX_BYTES}; no code and no card begins with it
 * @param withinMillis when nothing at all came for so long, it is missed; 300 or more
 */
public record LifeSign(byte[] ask, byte[] answer, int withinMillis) {
  public static final int MAX_BYTES = 32;

  /** An answer may go astray, and the one after that too, before a reader is missed. */
  private static final int ASKED_MEANWHILE = 3;

  /** Between two questions. */
  int askMillis() {
    return withinMillis / ASKED_MEANWHILE;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LifeSign sign
        && Arrays.equals(ask, sign.ask)
        && Arrays.equals(answer, sign.answer)
        && withinMillis == sign.withinMillis;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(answer);
  }

  @Override
  public String toString() {
    var hex = HexFormat.of().withUpperCase();
    return "%s, answered %s within %d ms"
        .formatted(hex.formatHex(ask), hex.formatHex(answer), withinMillis);
  }
}
