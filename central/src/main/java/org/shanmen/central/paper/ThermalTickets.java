package org.shanmen.central.paper;

/** Tickets and receipts as bytes for a thermal printer of 80 mm, in both languages. Pure. */
public final class ThermalTickets {
  private ThermalTickets() {}

  /** Each ticket, cut off after it. */
  public static byte[] tickets(PrintedOrder order) {
    var printer = new EscPos();
    order.tickets().forEach(ticket -> ticket(printer, order, ticket));
    return printer.bytes();
  }

  /** A receipt, and then each ticket. */
  public static byte[] receiptAndTickets(PrintedOrder order) {
    var printer = new EscPos();
    receipt(printer, order);
    order.tickets().forEach(ticket -> ticket(printer, order, ticket));
    return printer.bytes();
  }

  private static void receipt(EscPos printer, PrintedOrder order) {
    head(printer, order);
    printer.left().pair("订单 Order", order.number()).pair("售出 Sold", order.soldAt());
    order.seller().ifPresent(seller -> printer.pair("收款员 Cashier", seller));
    printer.rule();
    for (var line : ReceiptLine.of(order)) {
      printer
          .line(line.type().zh() + " " + line.type().en())
          .pair(
              "  " + line.quantity() + " x " + PrintedTicket.yuan(line.priceFen()),
              PrintedTicket.yuan(line.priceFen() * line.quantity()));
    }
    printer.rule().bold(true).pair("合计 Total", PrintedTicket.yuan(order.totalFen())).bold(false);
    order
        .payment()
        .ifPresent(payment -> printer.pair("支付 Paid", payment.zh() + " " + payment.en()));
    printer.cut();
  }

  private static void head(EscPos printer, PrintedOrder order) {
    printer
        .middle()
        .bold(true)
        .size(2, 2)
        .line(order.park().zh())
        .size(1, 1)
        .bold(false)
        .line(order.park().en());
  }

  private static void ticket(EscPos printer, PrintedOrder order, PrintedTicket ticket) {
    head(printer, order);
    printer.line("").size(2, 2).line(ticket.type().zh()).size(1, 1).line(ticket.type().en());
    ticket
        .code()
        .ifPresentOrElse(
            code -> printer.line("").qr(code).line(""),
            () -> printer.line("请出示手机上的电子票").line("Show the e-ticket on your phone"));
    printer.line(ticket.number()).left().pair("有效期 Valid", ticket.days());
    if (ticket.people() > 1) {
      printer.pair("人数 People", String.valueOf(ticket.people()));
    }
    printer
        .pair("票价 Price", PrintedTicket.yuan(ticket.priceFen()))
        .pair("订单 Order", order.number())
        .pair("售出 Sold", order.soldAt())
        .middle()
        .line("凭此码入园，请妥善保管")
        .line("Show this code at the gate")
        .cut();
  }
}
