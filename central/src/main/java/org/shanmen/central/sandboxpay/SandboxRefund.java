package org.shanmen.central.sandboxpay;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** Money paid back, as the sandbox knows it. Guarded by its {@link SandboxBook}. */
final class SandboxRefund {
  /** Where it stands. */
  enum State {
    UNDER_WAY,
    DONE,
    DECLINED
  }

  final String number;
  final String charge;
  final long fen;
  State state = State.UNDER_WAY;
  String transaction = "";
  Instant at = Instant.EPOCH;

  SandboxRefund(String number, String charge, long fen) {
    this.number = number;
    this.charge = charge;
    this.fen = fen;
  }

  JsonObject json() {
    var json = new JsonObject().put("number", number).put("state", state.name());
    if (state == State.DONE) {
      json.put("transaction", transaction).put("at", at.toString());
    }
    return json;
  }
}
