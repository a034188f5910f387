package org.shanmen.central.paper;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.io.IOException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;

/**
 * A page that is being drawn. Places are millimetres from its upper left corner, letters are in
 * points. Not thread-safe.
 */
final class Canvas implements AutoCloseable {
  static final double POINTS = 72 / 25.4;

  /** Where a text is put of the place that is given. */
  enum Align {
    LEFT,
    CENTRE,
    RIGHT
  }

  private final Typeface typeface;
  private final PDPageContentStream content;
  private final double height;

  private Canvas(Typeface typeface, PDPageContentStream content, double height) {
    this.typeface = typeface;
    this.content = content;
    this.height = height;
  }

  /** Adds a page to a document. */
  static Canvas page(PDDocument document, Typeface typeface, double widthMm, double heightMm)
      throws IOException {
    var page = new PDPage(new PDRectangle((float) (widthMm * POINTS), (float) (heightMm * POINTS)));
    document.addPage(page);
    return new Canvas(typeface, new PDPageContentStream(document, page), heightMm * POINTS);
  }

  /** One line, cut if it is wider than it may be. */
  void text(String text, double xMm, double baselineMm, double size, Align align, double widthMm)
      throws IOException {
    String fitted = typeface.fitted(text, size, widthMm * POINTS);
    double wide = typeface.width(fitted, size);
    double x =
        xMm * POINTS
            - switch (align) {
              case LEFT -> 0;
              case CENTRE -> wide / 2;
              case RIGHT -> wide;
            };
    content.beginText();
    content.setFont(typeface.font(), (float) size);
    content.newLineAtOffset((float) x, (float) (height - baselineMm * POINTS));
    content.showText(fitted);
    content.endText();
  }

  /** The same with thicker strokes. */
  void bold(String text, double xMm, double baselineMm, double size, Align align, double widthMm)
      throws IOException {
    content.saveGraphicsState();
    content.setRenderingMode(RenderingMode.FILL_STROKE);
    content.setLineWidth((float) (size / 40));
    text(text, xMm, baselineMm, size, align, widthMm);
    content.restoreGraphicsState();
  }

  void line(double x1Mm, double y1Mm, double x2Mm, double y2Mm) throws IOException {
    content.setLineWidth(0.4f);
    content.moveTo((float) (x1Mm * POINTS), (float) (height - y1Mm * POINTS));
    content.lineTo((float) (x2Mm * POINTS), (float) (height - y2Mm * POINTS));
    content.stroke();
  }

  /** A grey ground. */
  void ground(double xMm, double yMm, double widthMm, double heightMm, double grey)
      throws IOException {
    content.setNonStrokingColor((float) grey);
    rectangle(xMm, yMm, widthMm, heightMm);
    content.fill();
    content.setNonStrokingColor(0f);
  }

  /** Marks at the corners of a piece that is cut out. */
  void cropMarks(double xMm, double yMm, double widthMm, double heightMm) throws IOException {
    double mark = 3;
    for (double x : new double[] {xMm, xMm + widthMm}) {
      for (double y : new double[] {yMm, yMm + heightMm}) {
        line(x - mark / 2, y, x + mark / 2, y);
        line(x, y - mark / 2, x, y + mark / 2);
      }
    }
  }

  /**
   * A QR code as squares, sharp at any size. The ground around it must be white for four modules.
   *
   * @param sizeMm of the code without that ground
   * @throws IllegalArgumentException if no QR code holds so much
   */
  void qr(String code, double xMm, double yMm, double sizeMm) throws IOException {
    var modules = modules(code);
    double module = sizeMm / modules.getWidth();
    for (int y = 0; y < modules.getHeight(); y++) {
      int x = 0;
      while (x < modules.getWidth()) {
        int dark = x;
        while (dark < modules.getWidth() && modules.get(dark, y) == 1) {
          dark++;
        }
        if (dark > x) {
          rectangle(xMm + x * module, yMm + y * module, (dark - x) * module, module);
        }
        x = dark + 1;
      }
    }
    content.fill();
  }

  private static ByteMatrix modules(String code) {
    try {
      return Encoder.encode(code, ErrorCorrectionLevel.M).getMatrix();
    } catch (WriterException e) {
      throw new IllegalArgumentException("no QR code holds " + code.length() + " characters", e);
    }
  }

  private void rectangle(double xMm, double yMm, double widthMm, double heightMm)
      throws IOException {
    content.addRect(
        (float) (xMm * POINTS),
        (float) (height - (yMm + heightMm) * POINTS),
        (float) (widthMm * POINTS),
        (float) (heightMm * POINTS));
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
