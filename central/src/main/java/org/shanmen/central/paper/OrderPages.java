package org.shanmen.central.paper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.shanmen.central.paper.Canvas.Align;

/** Tickets and receipts as PDF, in both languages. Thread-safe. */
public final class OrderPages {
  private static final double WIDTH_MM = 80;
  private static final double HEIGHT_MM = 150;
  private static final double QR_MM = 46;
  private static final double A4_WIDTH_MM = 210;
  private static final double A4_HEIGHT_MM = 297;

  /** Where tickets stand on a sheet of A4: upper left corners. */
  private static final double[][] A4_PLACES = {{20, 2}, {110, 2}, {20, 149}, {110, 149}};

  private static final double A4_TICKET_HEIGHT_MM = 146;
  private static final double TEXT_MM = WIDTH_MM - 8;

  private OrderPages() {}

  /** What draws pages of a document. */
  private interface Drawing {
    void on(PDDocument document, Typeface typeface) throws IOException;
  }

  /** Each ticket on a page of 80 x 150 mm. */
  public static byte[] tickets(PrintedOrder order) {
    return pdf(order, (document, typeface) -> ticketPages(document, typeface, order));
  }

  /** A receipt on paper of 80 mm, as long as it must be, and then each ticket. */
  public static byte[] receiptAndTickets(PrintedOrder order) {
    return pdf(
        order,
        (document, typeface) -> {
          receipt(document, typeface, order);
          ticketPages(document, typeface, order);
        });
  }

  /** Four tickets on each sheet of A4, with marks to cut along. */
  public static byte[] sheets(PrintedOrder order) {
    return pdf(
        order,
        (document, typeface) -> {
          var tickets = order.tickets();
          for (int first = 0; first < tickets.size(); first += A4_PLACES.length) {
            try (var canvas = Canvas.page(document, typeface, A4_WIDTH_MM, A4_HEIGHT_MM)) {
              int last = Math.min(tickets.size(), first + A4_PLACES.length);
              for (int i = first; i < last; i++) {
                double[] place = A4_PLACES[i - first];
                canvas.cropMarks(place[0], place[1], WIDTH_MM, A4_TICKET_HEIGHT_MM);
                ticket(canvas, place[0], place[1], order, tickets.get(i));
              }
            }
          }
        });
  }

  private static byte[] pdf(PrintedOrder order, Drawing drawing) {
    var bytes = new ByteArrayOutputStream();
    try (var document = new PDDocument()) {
      drawing.on(document, Typeface.in(document));
      document.getDocumentInformation().setTitle(order.number());
      document.save(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("nothing is written to but memory", e);
    }
    return bytes.toByteArray();
  }

  private static void ticketPages(PDDocument document, Typeface typeface, PrintedOrder order)
      throws IOException {
    for (var ticket : order.tickets()) {
      try (var canvas = Canvas.page(document, typeface, WIDTH_MM, HEIGHT_MM)) {
        ticket(canvas, 0, 0, order, ticket);
      }
    }
  }

  private static void ticket(
      Canvas canvas, double left, double top, PrintedOrder order, PrintedTicket ticket)
      throws IOException {
    double middle = left + WIDTH_MM / 2;
    canvas.bold(order.park().zh(), middle, top + 12, 13, Align.CENTRE, TEXT_MM);
    canvas.text(order.park().en(), middle, top + 17, 9, Align.CENTRE, TEXT_MM);
    canvas.bold(ticket.type().zh(), middle, top + 28, 17, Align.CENTRE, TEXT_MM);
    canvas.text(ticket.type().en(), middle, top + 34, 10, Align.CENTRE, TEXT_MM);
    if (ticket.code().isPresent()) {
      canvas.qr(ticket.code().get(), middle - QR_MM / 2, top + 42, QR_MM);
    } else {
      canvas.text("请出示手机上的电子票", middle, top + 62, 11, Align.CENTRE, TEXT_MM);
      canvas.text("Show the e-ticket on your phone", middle, top + 68, 9, Align.CENTRE, TEXT_MM);
    }
    canvas.text(ticket.number(), middle, top + 97, 10, Align.CENTRE, TEXT_MM);
    double y = top + 107;
    y = pair(canvas, left, y, "有效期 Valid", ticket.days());
    if (ticket.people() > 1) {
      y = pair(canvas, left, y, "人数 People", String.valueOf(ticket.people()));
    }
    y = pair(canvas, left, y, "票价 Price", "¥" + PrintedTicket.yuan(ticket.priceFen()));
    y = pair(canvas, left, y, "订单 Order", order.number());
    pair(canvas, left, y, "售出 Sold", order.soldAt());
    canvas.text("凭此码入园，请妥善保管", middle, top + 139, 8, Align.CENTRE, TEXT_MM);
    canvas.text("Show this code at the gate", middle, top + 143, 7, Align.CENTRE, TEXT_MM);
  }

  private static double pair(Canvas canvas, double left, double y, String name, String value)
      throws IOException {
    canvas.text(name, left + 6, y, 9, Align.LEFT, 26);
    canvas.text(value, left + WIDTH_MM - 6, y, 9, Align.RIGHT, 42);
    return y + 5.6;
  }

  private static void receipt(PDDocument document, Typeface typeface, PrintedOrder order)
      throws IOException {
    var lines = ReceiptLine.of(order);
    double height = 62 + 10 * lines.size();
    double middle = WIDTH_MM / 2;
    try (var canvas = Canvas.page(document, typeface, WIDTH_MM, height)) {
      canvas.bold(order.park().zh(), middle, 10, 13, Align.CENTRE, TEXT_MM);
      canvas.text(order.park().en(), middle, 15, 9, Align.CENTRE, TEXT_MM);
      double y = pair(canvas, 0, 23, "订单 Order", order.number());
      y = pair(canvas, 0, y, "售出 Sold", order.soldAt());
      if (order.seller().isPresent()) {
        y = pair(canvas, 0, y, "收款员 Cashier", order.seller().get());
      }
      canvas.line(5, y - 2, WIDTH_MM - 5, y - 2);
      y = lines(canvas, lines, y + 3);
      canvas.line(5, y - 2, WIDTH_MM - 5, y - 2);
      canvas.bold("合计 Total", 6, y + 4, 11, Align.LEFT, 30);
      canvas.bold(
          "¥" + PrintedTicket.yuan(order.totalFen()), WIDTH_MM - 6, y + 4, 11, Align.RIGHT, 40);
      if (order.payment().isPresent()) {
        var payment = order.payment().get();
        pair(canvas, 0, y + 11, "支付 Paid", payment.zh() + " " + payment.en());
      }
    }
  }

  private static double lines(Canvas canvas, List<ReceiptLine> lines, double from)
      throws IOException {
    double y = from;
    for (var line : lines) {
      canvas.text(line.type().zh() + " " + line.type().en(), 6, y, 9, Align.LEFT, TEXT_MM - 4);
      canvas.text(
          line.quantity() + " × " + PrintedTicket.yuan(line.priceFen()),
          6,
          y + 4.5,
          9,
          Align.LEFT,
          36);
      canvas.text(
          PrintedTicket.yuan(line.priceFen() * line.quantity()),
          WIDTH_MM - 6,
          y + 4.5,
          9,
          Align.RIGHT,
          36);
      y += 10;
    }
    return y;
  }
}
