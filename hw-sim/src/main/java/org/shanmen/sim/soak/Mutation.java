package org.shanmen.sim.soak;

import java.util.Arrays;
import java.util.Random;

/** Small changes of bytes and texts, as a line, a fool or a thief makes them. */
final class Mutation {
  private static final int MOST = 4;
  private static final int LONG = 5_000;
  private static final String ODD = "\u0000\n\r\u001b票ÄıİſK\ud83d%_'\"\\{}<> ";

  private Mutation() {}

  /** A changed copy; now and then it comes out as it was. */
  static byte[] of(byte[] bytes, Random random) {
    byte[] changed = bytes.clone();
    for (int i = random.nextInt(MOST); i >= 0; i--) {
      changed =
          switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(changed, random.nextInt(changed.length + 1));
            case 1 -> Arrays.copyOf(changed, changed.length + random.nextInt(64));
            case 2 -> without(changed, random);
            default -> flipped(changed, random);
          };
    }
    return changed;
  }

  private static byte[] flipped(byte[] bytes, Random random) {
    if (bytes.length > 0) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  /** Some bytes in the middle are missing. */
  private static byte[] without(byte[] bytes, Random random) {
    int from = random.nextInt(bytes.length + 1);
    int until = from + random.nextInt(bytes.length - from + 1);
    byte[] rest = Arrays.copyOf(bytes, bytes.length - (until - from));
    System.arraycopy(bytes, until, rest, from, bytes.length - until);
    return rest;
  }

  /** A changed text; it may be very long, empty or in no alphabet of ours. */
  static String of(String text, Random random) {
    int at = random.nextInt(text.length() + 1);
    return switch (random.nextInt(7)) {
      case 0 -> text.substring(0, at);
      case 1 -> text + text.substring(at);
      case 2 ->
          text.substring(0, at) + ODD.charAt(random.nextInt(ODD.length())) + text.substring(at);
      case 3 -> text.repeat(1 + LONG / Math.max(1, text.length()));
      case 4 -> new StringBuilder(text).reverse().toString();
      default -> {
        var changed = new StringBuilder(text);
        for (int i = random.nextInt(MOST); i >= 0 && !text.isEmpty(); i--) {
          changed.setCharAt(random.nextInt(text.length()), (char) ('0' + random.nextInt(43)));
        }
        yield changed.toString();
      }
    };
  }
}
