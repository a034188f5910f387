package org.shanmen.gate.device.serial;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Text for devices that speak GBK: one byte for ASCII, two for everything else. Pure. */
final class GbkText {
  private static final Charset GBK = Charset.forName("GBK");

  private GbkText() {}

  /**
   * As much of a text as fits, never half a character. What GBK has no place for becomes a question
   * mark, control characters become spaces.
   */
  static byte[] fitting(String text, int maxBytes) {
    return pieces(text, maxBytes, 1).get(0);
  }

  /**
   * A text cut into pieces, at a space or punctuation mark where the second half of a piece holds
   * one.
   *
   * @param maxPieces what does not fit into so many is left out
   * @return at least one piece, of at most {@code maxBytes} each
   */
  static List<byte[]> pieces(String text, int maxBytes, int maxPieces) {
    List<byte[]> pieces = new ArrayList<>();
    ByteArrayOutputStream piece = new ByteArrayOutputStream();
    int pause = 0;
    for (int character : text.codePoints().toArray()) {
      byte[] bytes = bytes(character);
      if (piece.size() + bytes.length > maxBytes) {
        byte[] whole = piece.toByteArray();
        int cut = maxPieces > 1 && pause > maxBytes / 2 ? pause : whole.length;
        pieces.add(Arrays.copyOf(whole, cut));
        if (pieces.size() == maxPieces) {
          return pieces;
        }
        piece.reset();
        piece.write(whole, cut, whole.length - cut);
        pause = 0;
      }
      piece.writeBytes(bytes);
      if (isPause(character)) {
        pause = piece.size();
      }
    }
    pieces.add(piece.toByteArray());
    return pieces;
  }

  /** How many characters a listener hears or a reader sees. */
  static int characters(byte[] gbk) {
    return new String(gbk, GBK).length();
  }

  private static byte[] bytes(int character) {
    return Character.isISOControl(character)
        ? new byte[] {' '}
        : Character.toString(character).getBytes(GBK);
  }

  private static boolean isPause(int character) {
    return character == ' ' || ",.;:!?,。;:!?、".indexOf(character) >= 0;
  }
}
