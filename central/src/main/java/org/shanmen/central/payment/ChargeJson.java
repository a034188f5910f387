package org.shanmen.central.payment;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import org.shanmen.central.db.tables.tables.records.ChargeRecord;
import org.shanmen.central.db.tables.tables.records.ChargeRefundRecord;

/**
 * Charges and refunds as openapi.yaml shows them.
 *
 * @param qrModules what a QR code that says a text looks like
 */
record ChargeJson(Function<String, JsonArray> qrModules) {
  JsonObject charge(ChargeRecord row, List<ChargeRefundRecord> refunds) {
    var back = new JsonArray();
    refunds.forEach(refund -> back.add(refund(refund)));
    return head(row)
        .put("code_url", row.getCodeUrl())
        .put("modules", modules(row))
        .put("transaction", row.getTransaction())
        .put("paid_at", text(row.getPaidAt()))
        .put("paid_fen", row.getPaidFen())
        .put("taken", row.getTaken())
        .put("refunds", back);
  }

  /** One that nobody knows the end of. */
  static JsonObject overdue(ChargeRecord row) {
    return head(row).put("looks", row.getLooks());
  }

  private static JsonObject head(ChargeRecord row) {
    return new JsonObject()
        .put("number", row.getNumber())
        .put("order", row.getOrderNumber())
        .put("provider", row.getProvider())
        .put("fen", row.getFen())
        .put("state", row.getState())
        .put("created_at", text(row.getCreatedAt()))
        .put("expires_at", text(row.getExpiresAt()))
        .put("detail", row.getDetail());
  }

  /** Only of what can be paid now. */
  private JsonArray modules(ChargeRecord row) {
    boolean shown = row.getState().equals(ChargeState.PENDING.name()) && row.getCodeUrl() != null;
    return shown ? qrModules.apply(row.getCodeUrl()) : null;
  }

  static JsonObject refund(ChargeRefundRecord row) {
    return new JsonObject()
        .put("number", row.getNumber())
        .put("fen", row.getFen())
        .put("cause", row.getCause())
        .put("state", row.getState())
        .put("requested_at", text(row.getRequestedAt()))
        .put("done_at", text(row.getDoneAt()))
        .put("tries", row.getTries())
        .put("detail", row.getDetail());
  }

  private static String text(OffsetDateTime at) {
    return at == null ? null : at.toInstant().toString();
  }
}
