package org.shanmen.central.paper;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * The whole Noto Sans SC in one document; what is used of it is embedded. Rare characters of names
 * are in it; for what is not, 〓 stands, as printers do. Not thread-safe.
 */
final class Typeface {
  private static final String FILE = "NotoSansSC-Regular.ttf";
  private static final int UNKNOWN = '〓';
  private static final double UNITS = 1000;

  private final PDFont font;
  private final CmapLookup characters;

  private Typeface(PDFont font, CmapLookup characters) {
    this.font = font;
    this.characters = characters;
  }

  static Typeface in(PDDocument document) throws IOException {
    try (var file = Typeface.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IOException(FILE + " is not on the classpath");
      }
      var parsed = new TTFParser().parse(RandomAccessReadBuffer.createBufferFromStream(file));
      return new Typeface(PDType0Font.load(document, parsed, true), parsed.getUnicodeCmapLookup());
    }
  }

  PDFont font() {
    return font;
  }

  /** The text as it can be printed, on one line. */
  String printable(String text) {
    var printable = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isWhitespace(c) ? ' ' : c)
        .filter(c -> !Character.isISOControl(c))
        .map(c -> characters.getGlyphId(c) == 0 ? UNKNOWN : c)
        .forEach(printable::appendCodePoint);
    return printable.toString();
  }

  /**
   * How wide a text is, in points.
   *
   * @param text printable
   */
  double width(String text, double size) {
    try {
      return font.getStringWidth(text) / UNITS * size;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A text cut so that it fits, with an ellipsis where something is missing. */
  String fitted(String text, double size, double points) {
    String printable = printable(text);
    if (width(printable, size) <= points) {
      return printable;
    }
    int length = printable.codePointCount(0, printable.length());
    while (length > 0) {
      length--;
      String cut = printable.substring(0, printable.offsetByCodePoints(0, length)) + "…";
      if (width(cut, size) <= points) {
        return cut;
      }
    }
    return "";
  }
}
