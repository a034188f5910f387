package org.shanmen.central.ticketing;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jooq.DSLContext;
import org.shanmen.central.money.Payment;
import org.shanmen.central.money.Shifts;
import org.shanmen.central.web.Actor;
import org.shanmen.central.web.Refused;

/**
 * The window's short way: an order that is placed and paid in one transaction. Methods take that
 * transaction and block. Thread-safe.
 */
record SaleDesk(OrderDesk orders) {
  /**
   * Sells, or finds the sale that an earlier request with the same key made.
   *
   * @return the sale as openapi.yaml shows it
   * @throws Refused if it cannot be sold, or the key was used for something else
   */
  JsonObject sell(DSLContext tx, Actor seller, Order order, Payment payment) {
    var till = Shifts.tillOf(tx, seller);
    var placed = orders.place(tx, Buyer.atWindow(seller, till), order, Optional.empty());
    if (placed.isRepeated()) {
      return TicketReader.sale(tx, placed.row());
    }
    CollectionDesk.handedOutAtOnce(placed.row(), till);
    var changed = orders.finish(tx, seller, placed, Taken.by(till, payment));
    var answer = TicketReader.sale(tx, placed.row());
    orders.tell(tx, changed);
    return answer;
  }
}
