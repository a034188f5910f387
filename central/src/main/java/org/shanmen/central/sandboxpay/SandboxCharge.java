package org.shanmen.central.sandboxpay;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** One request for money, as the sandbox knows it. Guarded by its {@link SandboxBook}. */
final class SandboxCharge {
  /** Where it stands. */
  enum State {
    OPEN,
    PAID,
    CLOSED
  }

  final String number;
  final String token;
  final long fen;
  final String subject;
  final Instant expiresAt;
  final String notifyUrl;
  State state = State.OPEN;
  String transaction = "";
  long paidFen;
  long refundedFen;
  Instant paidAt = Instant.EPOCH;

  SandboxCharge(
      String number, String token, long fen, String subject, Instant expiresAt, String notifyUrl) {
    this.number = number;
    this.token = token;
    this.fen = fen;
    this.subject = subject;
    this.expiresAt = expiresAt;
    this.notifyUrl = notifyUrl;
  }

  JsonObject json() {
    var json = new JsonObject().put("number", number).put("state", state.name());
    if (state == State.PAID) {
      json.put("transaction", transaction).put("fen", paidFen).put("paid_at", paidAt.toString());
    }
    return json;
  }
}
