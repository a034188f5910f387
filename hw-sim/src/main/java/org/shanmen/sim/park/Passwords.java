package org.shanmen.sim.park;

import java.security.SecureRandom;

/** Passwords for the people of a park that lives for minutes. */
public final class Passwords {
  // Without characters that look alike.
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int LENGTH = 14;

  private Passwords() {}

  /** Letters and digits, 70 random bits. */
  public static String random() {
    var random = new SecureRandom();
    var text = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }
}
