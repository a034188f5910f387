package org.shanmen.central.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shanmen.central.db.tables.tables.records.ChargeRecord;
import org.shanmen.central.money.Account;

class ChargeRefundTest {
  private final PaymentRig rig = new PaymentRig();

  @AfterEach
  void booksAreEqualWhateverHappened() {
    rig.requireEqualBooks();
    rig.close();
  }

  @Test
  void aTicketThatIsGivenBackIsPaidBackByTheProvider() {
    var charge = paid(2);
    giveBack(charge, 0);
    assertThat(rig.ledgerFen(Account.SUSPENSE)).isEqualTo(-PaymentRig.PRICE_FEN);
    assertThat(rig.sandbox.balanceFen()).isEqualTo(2 * PaymentRig.PRICE_FEN);
    rig.turn();
    assertThat(rig.refunds(charge)).extracting("state").containsExactly("DONE");
    assertThat(rig.sandbox.balanceFen()).isEqualTo(PaymentRig.PRICE_FEN);
    giveBack(charge, 1);
    rig.turn();
    assertThat(rig.sandbox.balanceFen()).isZero();
    assertThat(rig.ledgerFen(Account.QR)).isZero();
    assertThat(rig.ledgerFen(Account.SUSPENSE)).isZero();
  }

  /** The provider cannot pay back what it never had: the difference came, and goes, in cash. */
  @Test
  void noMoreIsPaidBackThroughAProviderThanWasPaidThroughIt() {
    rig.clerk.post("/shifts", new JsonObject().put("float_fen", 0)).expect(201);
    var charge = paid(1);
    String path = "/tickets/" + rig.tickets(charge.getOrderNumber()).get(0);
    String dearer =
        rig.centre.newTicketType(new JsonObject().put("price_fen", PaymentRig.PRICE_FEN + 40_00));
    var wanted = new JsonObject().put("ticket_type", dearer).put("payment", "CASH");
    rig.clerk.post(path + "/exchange", wanted).expect(200);
    assertThat(drawerFen()).isEqualTo(40_00);
    giveBack(charge, 0);
    rig.turn();
    assertThat(rig.refunds(charge))
        .singleElement()
        .satisfies(
            refund -> {
              assertThat(refund.getFen()).isEqualTo(PaymentRig.PRICE_FEN);
              assertThat(refund.getState()).isEqualTo("DONE");
            });
    assertThat(rig.sandbox.balanceFen()).isZero();
    assertThat(drawerFen()).isZero();
  }

  /** Nobody asks the provider for it, so it must not be booked as if it had come. */
  @Test
  void aDifferenceIsNotBookedAsIfTheProviderHadTakenIt() {
    var charge = paid(1);
    String path = "/tickets/" + rig.tickets(charge.getOrderNumber()).get(0) + "/exchange";
    String dearer =
        rig.centre.newTicketType(new JsonObject().put("price_fen", PaymentRig.PRICE_FEN + 40_00));
    var wanted = new JsonObject().put("ticket_type", dearer);
    rig.clerk.post(path, wanted).expect(422);
    rig.clerk.post(path, wanted.copy().put("payment", "QR")).expect(422);
    rig.clerk.post(path, wanted.copy().put("payment", "CARD")).expect(200);
  }

  @Test
  void whatACheaperTicketCostsLessGoesBackThroughTheProvider() {
    var charge = paid(1);
    String path = "/tickets/" + rig.tickets(charge.getOrderNumber()).get(0);
    String cheaper =
        rig.centre.newTicketType(new JsonObject().put("price_fen", PaymentRig.PRICE_FEN - 30_00));
    rig.clerk.post(path + "/exchange", new JsonObject().put("ticket_type", cheaper)).expect(200);
    rig.clock.advance(Duration.ofMinutes(1));
    rig.turn();
    assertThat(rig.refunds(charge)).extracting("fen").containsExactly(30_00L);
    assertThat(rig.sandbox.balanceFen()).isEqualTo(PaymentRig.PRICE_FEN - 30_00);
    giveBack(charge, 0);
    rig.turn();
    assertThat(rig.sandbox.balanceFen()).isZero();
  }

  /** What must be left in the drawer of the clerk's shift. */
  private long drawerFen() {
    return rig.clerk.get("/shifts").expect(200).json().getJsonArray("shifts").stream()
        .map(JsonObject.class::cast)
        .filter(shift -> shift.getString("person").equals(rig.clerkName))
        .findFirst()
        .orElseThrow()
        .getLong("expected_fen");
  }

  @Test
  void whatCouldNotBeLeftIsNotAskedForTwice() {
    var charge = paid(2);
    String order = charge.getOrderNumber();
    var now = rig.clock.instant();
    rig.database.transact(
        tx -> {
          assertThat(ChargeRefunds.request(tx, order, 100_00, now).orElseThrow().fen())
              .isEqualTo(100_00);
          assertThat(ChargeRefunds.request(tx, order, 100_00, now).orElseThrow().fen())
              .isEqualTo(60_00);
          assertThat(ChargeRefunds.request(tx, order, 1, now)).isEmpty();
          // Nothing of this is booked, so nothing of it stays.
          tx.execute("delete from charge_refund where charge_id = ?", charge.getId());
          return null;
        });
  }

  @Test
  void whatTheProviderIsStillAtIsAskedForUntilItIsDone() {
    var charge = paid(1);
    rig.fault("refunds", "HELD");
    giveBack(charge, 0);
    rig.turn();
    assertThat(rig.refunds(charge)).extracting("state").containsExactly("SENT");
    rig.fault("notifications", "LOSE");
    rig.release();
    rig.turn();
    assertThat(rig.refunds(charge)).extracting("state").containsExactly("SENT");
    rig.clock.advance(Duration.ofMinutes(1));
    rig.turn();
    assertThat(rig.refunds(charge)).extracting("state").containsExactly("DONE");
  }

  @Test
  void theProviderMaySayByItselfThatARefundIsDone() {
    var charge = paid(1);
    rig.fault("refunds", "HELD");
    giveBack(charge, 0);
    rig.turn();
    rig.fault("notifications", "TWICE");
    rig.release();
    assertThat(rig.refunds(charge)).extracting("state").containsExactly("DONE");
  }

  @Test
  void aRefundWhoseAnswerIsLostIsPaidBackOnce() {
    var charge = paid(1);
    giveBack(charge, 0);
    rig.fault("answers", "LOST");
    rig.turn();
    assertThat(rig.refunds(charge)).extracting("state").containsExactly("REQUESTED");
    assertThat(rig.sandbox.balanceFen()).isZero();
    rig.fault("answers", "GIVEN");
    rig.startAnew();
    rig.clock.advance(Duration.ofMinutes(2));
    rig.turn();
    assertThat(rig.refunds(charge)).extracting("state").containsExactly("DONE");
    assertThat(rig.sandbox.balanceFen()).isZero();
  }

  @Test
  void whatAProviderDeclinesIsShownUntilSomebodyTriesAgain() {
    var charge = paid(1);
    rig.fault("refunds", "DECLINED");
    giveBack(charge, 0);
    rig.turn();
    var refund = rig.refunds(charge).get(0);
    assertThat(refund.getState()).isEqualTo("FAILED");
    assertThat(rig.clerk.get("/charge-refunds").expect(200).json().encode())
        .contains(refund.getNumber());
    rig.fault("refunds", "DONE");
    String retry = "/charge-refunds/" + refund.getNumber() + "/retry";
    rig.clerk.post(retry, new JsonObject()).expect(200);
    rig.clock.advance(Duration.ofMinutes(1));
    rig.turn();
    assertThat(rig.refunds(charge)).extracting("state").containsExactly("DONE");
    assertThat(rig.clerk.post(retry, new JsonObject()).status()).isEqualTo(409);
    assertThat(rig.clerk.get("/charge-refunds").json().encode()).doesNotContain(refund.getNumber());
  }

  private ChargeRecord paid(int tickets) {
    var charge = rig.charge(rig.order(tickets));
    assertThat(rig.pay(charge)).isEqualTo(200);
    return rig.now(charge);
  }

  private void giveBack(ChargeRecord charge, int index) {
    String ticket = rig.tickets(charge.getOrderNumber()).get(index);
    rig.clerk.post("/tickets/" + ticket + "/refund", new JsonObject()).expect(200);
    // The whole centre's clock goes on while the rig's stands still.
    rig.clock.advance(Duration.ofMinutes(1));
  }
}
