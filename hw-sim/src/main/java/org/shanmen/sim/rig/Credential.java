package org.shanmen.sim.rig;

import java.util.Locale;

/**
 * What a visitor shows to the lane.
 *
 * @param value QR: the code's text; IC: the card's UID in hexadecimal, 4 to 10 bytes; FACE: the
 *     person's number
 */
public record Credential(Kind kind, String value) {
  /** The longest text of a QR code that a scanner reads. */
  public static final int MAX_LENGTH = 4296;

  /** How it is shown. */
  public enum Kind {
    QR,
    IC,
    FACE,
    /** The number of an ID card. */
    ID
  }

  public Credential {
    if (value.isEmpty() || value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "value has " + value.length() + " characters: expected 1 to " + MAX_LENGTH);
    }
    if (value.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw new IllegalArgumentException("value: control characters cannot be shown");
    }
    if (kind == Kind.IC && !value.toLowerCase(Locale.ROOT).matches("([0-9a-f]{2}){4,10}")) {
      throw new IllegalArgumentException(
          "value = \"" + value + "\": expected a card's UID, 8 to 20 hexadecimal digits");
    }
  }

  public static Credential qr(String code) {
    return new Credential(Kind.QR, code);
  }

  public static Credential ic(String uid) {
    return new Credential(Kind.IC, uid);
  }

  /**
   * @param number as it stands on the card
   */
  public static Credential id(String number) {
    return new Credential(Kind.ID, number);
  }

  public static Credential face(String person) {
    return new Credential(Kind.FACE, person);
  }
}
