package org.shanmen.central.paper;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Bytes for a thermal printer of 80 mm: ESC/POS as Epson's reference describes it and Chinese
 * printers take it, texts in GB18030. Not thread-safe.
 *
 * <pre>
 *   ESC @           begin anew          ESC a n     0 left, 1 in the middle
 *   FS &            Chinese characters  ESC E n     1 bold
 *   GS ! n          n = (width-1) << 4 | (height-1)
 *   GS ( k pL pH 49 fn ...              a QR code: model, size of a module in dots, correction,
 *                                       data, print; pL + 256 pH bytes follow
 *   ESC d n         feed n lines        GS V 66 0   feed to the knife and cut
 * </pre>
 */
final class EscPos {
  /** Letters on a line; a Chinese character takes two. */
  static final int COLUMNS = 48;

  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final int ESC = 0x1B;
  private static final int FS = 0x1C;
  private static final int GS = 0x1D;
  private static final int QR = 49;
  private static final int DOTS = 6;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  EscPos() {
    put(ESC, '@', FS, '&');
  }

  EscPos middle() {
    return put(ESC, 'a', 1);
  }

  EscPos left() {
    return put(ESC, 'a', 0);
  }

  /**
   * @param width and
   * @param height 1 to 8 times the usual
   */
  EscPos size(int width, int height) {
    return put(GS, '!', (width - 1) << 4 | (height - 1));
  }

  EscPos bold(boolean on) {
    return put(ESC, 'E', on ? 1 : 0);
  }

  /** One line; what is no letter is left out, so that no text commands the printer. */
  EscPos line(String text) {
    var printable = new StringBuilder();
    text.codePoints().filter(c -> !Character.isISOControl(c)).forEach(printable::appendCodePoint);
    bytes.writeBytes(printable.toString().getBytes(GB18030));
    return put('\n');
  }

  /** Two texts at the ends of a line, the first cut if there is no room. */
  EscPos pair(String name, String value) {
    int room = COLUMNS - columns(value) - 1;
    String cut = name;
    while (columns(cut) > room && !cut.isEmpty()) {
      cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
    }
    return line(cut + " ".repeat(Math.max(1, COLUMNS - columns(cut) - columns(value))) + value);
  }

  EscPos rule() {
    return line("-".repeat(COLUMNS));
  }

  /**
   * @param code ASCII
   */
  EscPos qr(String code) {
    byte[] data = code.getBytes(StandardCharsets.US_ASCII);
    int length = data.length + 3;
    put(GS, '(', 'k', 4, 0, QR, 65, 50, 0);
    put(GS, '(', 'k', 3, 0, QR, 67, DOTS);
    put(GS, '(', 'k', 3, 0, QR, 69, 49);
    put(GS, '(', 'k', length & 0xFF, length >> 8, QR, 80, 48);
    bytes.writeBytes(data);
    return put(GS, '(', 'k', 3, 0, QR, 81, 48);
  }

  EscPos cut() {
    return put(ESC, 'd', 3, GS, 'V', 66, 0);
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  private static int columns(String text) {
    return text.codePoints().map(c -> c < 0x80 ? 1 : 2).sum();
  }

  private EscPos put(int... codes) {
    for (int code : codes) {
      bytes.write(code);
    }
    return this;
  }
}
