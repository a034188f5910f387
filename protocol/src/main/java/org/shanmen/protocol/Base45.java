package org.shanmen.protocol;

import java.io.ByteArrayOutputStream;

/**
 * Base45 (RFC 9285): bytes in the alphabet of a QR code's alphanumeric mode, two bytes in three
 * characters.
 */
final class Base45 {
  private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

  private Base45() {}

  static String encode(byte[] bytes) {
    var text = new StringBuilder((bytes.length / 2) * 3 + 2);
    for (int i = 0; i < bytes.length; i += 2) {
      boolean pair = i + 1 < bytes.length;
      int n = pair ? (bytes[i] & 0xFF) << 8 | (bytes[i + 1] & 0xFF) : bytes[i] & 0xFF;
      text.append(ALPHABET.charAt(n % 45)).append(ALPHABET.charAt(n / 45 % 45));
      if (pair) {
        text.append(ALPHABET.charAt(n / 2025));
      }
    }
    return text.toString();
  }

  static Decoded<byte[]> decode(String text) {
    if (text.length() % 3 == 1) {
      return new Decoded.Malformed<>(
          "base45 of " + text.length() + " characters: one is left over");
    }
    var bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i += 3) {
      int width = Math.min(3, text.length() - i);
      int n = 0;
      for (int k = width - 1; k >= 0; k--) {
        int digit = ALPHABET.indexOf(text.charAt(i + k));
        if (digit < 0) {
          return new Decoded.Malformed<>("base45: no such character at offset " + (i + k));
        }
        n = n * 45 + digit;
      }
      if (n > (width == 3 ? 0xFFFF : 0xFF)) {
        return new Decoded.Malformed<>("base45: value too large at offset " + i);
      }
      if (width == 3) {
        bytes.write(n >>> 8);
      }
      bytes.write(n);
    }
    return new Decoded.Ok<>(bytes.toByteArray());
  }
}
