package org.shanmen.central.ticketing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.shanmen.central.db.tables.tables.records.TicketRecord;
import org.shanmen.central.money.Payment;
import org.shanmen.central.payment.ChargeRefunds;

/**
 * What refunds of tickets of one order would pay back, one after the other, and by which way.
 * Changes nothing. Blocks; not thread-safe.
 */
final class RefundQuote {
  private final DSLContext tx;
  private final Map<Payment, Long> byHand = new EnumMap<>(Payment.class);
  private Optional<String> provider = Optional.empty();
  private long byProvider;
  private long kept;

  RefundQuote(DSLContext tx) {
    this.tx = tx;
  }

  /**
   * Adds a ticket of the order.
   *
   * @param feeFen what the park keeps of it
   */
  void add(TicketRecord ticket, long feeFen) {
    kept += feeFen;
    long fen = ticket.getPriceFen() - feeFen;
    MoneyBack.byHand(tx, ticket, fen, left -> throughProvider(ticket, left))
        .forEach((means, back) -> byHand.merge(means, back, Long::sum));
  }

  /** A provider pays back no more than it has left after the tickets before. */
  private long throughProvider(TicketRecord ticket, long fen) {
    var charge = ChargeRefunds.left(tx, MoneyBack.orderOf(tx, ticket));
    provider = charge.map(ChargeRefunds.Left::provider);
    long paid = Math.min(fen, charge.map(ChargeRefunds.Left::fen).orElse(0L) - byProvider);
    byProvider += paid;
    return paid;
  }

  /** As openapi.yaml shows it. */
  JsonObject json() {
    var back = new JsonArray();
    byHand.forEach((means, fen) -> back.add(part(means, null, fen)));
    if (byProvider > 0) {
      back.add(part(Payment.QR, provider.orElseThrow(), byProvider));
    }
    long refunded = byProvider + byHand.values().stream().mapToLong(Long::longValue).sum();
    return new JsonObject().put("refunded_fen", refunded).put("kept_fen", kept).put("back", back);
  }

  private static JsonObject part(Payment means, String provider, long fen) {
    return new JsonObject().put("payment", means.name()).put("provider", provider).put("fen", fen);
  }
}
