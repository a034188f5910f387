package org.shanmen.central.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.db.tables.Tables.CHARGE;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shanmen.central.db.tables.tables.records.ChargeRecord;

/** QR payments that nobody knows the end of. */
class OverdueChargeTest {
  private final PaymentRig rig = new PaymentRig();

  @AfterEach
  void booksAreEqualWhateverHappened() {
    rig.requireEqualBooks();
    rig.close();
  }

  /** The whole centre does not know the rig's provider, as after a change of its configuration. */
  @Test
  void whatIsNotEndedIsListedUntilItIsAndAskedForAgainByHand() {
    var charge = rig.charge(rig.order(1));
    assertThat(listed(charge)).isEmpty();
    over(charge, Duration.ofSeconds(90));
    assertThat(listed(charge)).isEmpty();
    over(charge, Duration.ofHours(3));
    var listed = listed(charge).orElseThrow();
    assertThat(listed.getString("order")).isEqualTo(charge.getOrderNumber());
    assertThat(listed.getString("provider")).isEqualTo(rig.provider);
    assertThat(listed.getLong("fen")).isEqualTo(PaymentRig.PRICE_FEN);
    assertThat(listed.getString("state")).isEqualTo("PENDING");

    String path = "/orders/" + charge.getOrderNumber() + "/charges/" + charge.getNumber();
    var asked = rig.clerk.post(path + "/closing", new JsonObject()).expect(200).json();
    assertThat(asked.getString("state")).isEqualTo("PENDING");
    var still = listed(charge).orElseThrow();
    assertThat(still.getString("expires_at")).isEqualTo(listed.getString("expires_at"));
    assertThat(still.getString("detail")).isEqualTo("the provider is not configured");

    rig.clock.advance(Duration.ofMinutes(2));
    rig.turn();
    assertThat(rig.now(charge).getState()).isEqualTo("CLOSED");
    assertThat(listed(charge)).isEmpty();
  }

  /** Its time has been over for so long. */
  private void over(ChargeRecord charge, Duration ago) {
    var at = ChargeRows.utc(Instant.now().minus(ago));
    rig.database.transact(
        tx ->
            tx.update(CHARGE)
                .set(CHARGE.EXPIRES_AT, at)
                .where(CHARGE.ID.eq(charge.getId()))
                .execute());
  }

  private Optional<JsonObject> listed(ChargeRecord charge) {
    return rig.clerk.get("/overdue-charges").expect(200).json().getJsonArray("charges").stream()
        .map(JsonObject.class::cast)
        .filter(one -> one.getString("number").equals(charge.getNumber()))
        .findFirst();
  }
}
