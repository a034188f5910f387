package org.shanmen.central.paper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Tickets of one type at one price, as a receipt lists them. */
record ReceiptLine(Words type, long priceFen, int quantity) {
  private record Key(Words type, long priceFen) {}

  /** In the order of the tickets. */
  static List<ReceiptLine> of(PrintedOrder order) {
    var counts = new LinkedHashMap<Key, Integer>();
    order
        .tickets()
        .forEach(
            ticket -> counts.merge(new Key(ticket.type(), ticket.priceFen()), 1, Integer::sum));
    var lines = new ArrayList<ReceiptLine>();
    counts.forEach((key, count) -> lines.add(new ReceiptLine(key.type(), key.priceFen(), count)));
    return lines;
  }
}
