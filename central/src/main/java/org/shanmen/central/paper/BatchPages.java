package org.shanmen.central.paper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.shanmen.central.paper.Canvas.Align;

/** Pre-printed tickets for the printer's: 24 on a sheet of A4, with marks to cut along. */
public final class BatchPages {
  private static final int ACROSS = 3;
  private static final int DOWN = 8;
  private static final double WIDTH_MM = 63;
  private static final double HEIGHT_MM = 35;
  private static final double LEFT_MM = 10.5;
  private static final double TOP_MM = 8.5;
  private static final double QR_MM = 23;

  private BatchPages() {}

  /**
   * @param tickets each with a code
   */
  public static byte[] of(String title, List<PrintedTicket> tickets) {
    var bytes = new ByteArrayOutputStream();
    try (var document = new PDDocument()) {
      var typeface = Typeface.in(document);
      for (int first = 0; first < tickets.size(); first += ACROSS * DOWN) {
        try (var canvas = Canvas.page(document, typeface, 210, 297)) {
          int last = Math.min(tickets.size(), first + ACROSS * DOWN);
          for (int i = first; i < last; i++) {
            int at = i - first;
            piece(
                canvas,
                LEFT_MM + at % ACROSS * WIDTH_MM,
                TOP_MM + at / ACROSS * HEIGHT_MM,
                tickets.get(i));
          }
        }
      }
      document.getDocumentInformation().setTitle(title);
      document.save(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("nothing is written to but memory", e);
    }
    return bytes.toByteArray();
  }

  private static void piece(Canvas canvas, double x, double y, PrintedTicket ticket)
      throws IOException {
    canvas.cropMarks(x, y, WIDTH_MM, HEIGHT_MM);
    canvas.qr(ticket.code().orElseThrow(), x + 5, y + 6, QR_MM);
    double text = x + QR_MM + 9;
    double wide = WIDTH_MM - QR_MM - 12;
    canvas.bold(ticket.type().zh(), text, y + 12, 10, Align.LEFT, wide);
    canvas.text(ticket.type().en(), text, y + 17, 7, Align.LEFT, wide);
    int cut = ticket.number().lastIndexOf('-');
    canvas.text(ticket.number().substring(0, cut), text, y + 24, 7, Align.LEFT, wide);
    canvas.text(ticket.number().substring(cut), text, y + 28, 9, Align.LEFT, wide);
  }
}
