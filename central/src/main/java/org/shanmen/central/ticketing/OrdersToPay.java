package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.TICKET_ORDER;

import java.util.Optional;
import org.jooq.DSLContext;
import org.shanmen.central.money.Payment;
import org.shanmen.central.payment.PaidOrders;
import org.shanmen.central.web.Refused;

/** Orders as payment providers are asked for their money. Thread-safe. */
public final class OrdersToPay implements PaidOrders {
  private final Orders orders;

  public OrdersToPay(Orders orders) {
    this.orders = orders;
  }

  @Override
  public PaidOrders.Due due(DSLContext tx, String orderNumber) {
    var due = orders.due(tx, orderNumber);
    if (!due.payable() || due.fen() == 0) {
      throw Refused.conflict(
          "订单 %s 无需付款".formatted(orderNumber),
          "there is nothing to be paid for order " + orderNumber);
    }
    var heldUntil =
        tx.select(TICKET_ORDER.HELD_UNTIL)
            .from(TICKET_ORDER)
            .where(TICKET_ORDER.ID.eq(due.orderId()))
            .fetchSingle(TICKET_ORDER.HELD_UNTIL);
    return new PaidOrders.Due(due.fen(), "门票 " + orderNumber, heldUntil.toInstant());
  }

  @Override
  public Optional<String> take(DSLContext tx, String orderNumber, PaidOrders.Paid payment) {
    var taken =
        new Taken(
            Optional.of(Payment.QR),
            payment.till(),
            Optional.of(payment.reference()),
            Optional.of(payment.charge()));
    return switch (orders.paid(tx, orderNumber, taken, payment.fen())) {
      case PAID -> Optional.empty();
      case ALREADY_PAID -> Optional.of("订单已付款 / the order was paid before");
      case TOO_LATE ->
          Optional.of("订单已取消或过期且余票不足 / the order was given up, or lapsed and is sold out");
      case WRONG_AMOUNT -> Optional.of("金额不符 / it is not what the order costs");
    };
  }

  @Override
  public void committed() {
    orders.published();
  }
}
