package org.shanmen.central.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shanmen.central.WholeCentre;
import org.shanmen.central.db.tables.tables.records.ChargeRecord;
import org.shanmen.central.money.Account;
import org.shanmen.central.payment.alipay.AlipayForms;
import org.shanmen.central.payment.alipay.AlipayModel;
import org.shanmen.central.payment.alipay.AlipayProvider;

/** Orders, tickets and ledger behind Alipay, as played by a model of it. */
class AlipayPaymentTest {
  private final PaymentRig rig = new PaymentRig();
  private final AlipayModel alipay = new AlipayModel(rig.clock);
  private final LocalDate day = LocalDate.ofInstant(rig.clock.instant(), WholeCentre.ZONE);

  AlipayPaymentTest() {
    rig.through(sandbox -> new AlipayProvider(alipay.settings(rig.notifyUrl()), rig.clock));
  }

  @AfterEach
  void booksAreEqualWhateverHappened() {
    assertThat(rig.ledgerFen(Account.QR)).isEqualTo(alipay.balanceFen());
    assertThat(-rig.ledgerFen(Account.SUSPENSE)).isEqualTo(rig.owedFen());
    alipay.close();
    rig.close();
  }

  @Test
  void aNotificationPaysTheOrderOnceHoweverOftenItComes() {
    var charge = rig.charge(rig.order(2));
    alipay.pay(charge.getNumber());
    String form = alipay.signed(alipay.paid(charge.getNumber()));
    assertThat(AlipayForms.send(rig.notifyUrl(), form)).isEqualTo("200 success");
    assertThat(AlipayForms.send(rig.notifyUrl(), form)).isEqualTo("200 success");
    assertThat(rig.now(charge).getState()).isEqualTo("PAID");
    assertThat(rig.tickets(charge.getOrderNumber())).hasSize(2);
    assertThat(rig.ledgerFen(Account.QR)).isEqualTo(2 * PaymentRig.PRICE_FEN);
  }

  @Test
  void aForgedNotificationPaysNothing() {
    var charge = rig.charge(rig.order(1));
    alipay.pay(charge.getNumber());
    String form = alipay.forged(alipay.paid(charge.getNumber()));
    assertThat(AlipayForms.send(rig.notifyUrl(), form)).startsWith("403");
    assertThat(rig.now(charge).getState()).isEqualTo("PENDING");
    // Nobody told, so somebody asks.
    rig.clock.advance(Duration.ofMinutes(1));
    rig.turn();
    assertThat(rig.now(charge).getState()).isEqualTo("PAID");
  }

  @Test
  void anotherAmountGoesBackAndTheOrderStaysUnpaid() {
    var charge = rig.charge(rig.order(1));
    alipay.pay(charge.getNumber(), PaymentRig.PRICE_FEN - 1);
    String form = alipay.signed(alipay.paid(charge.getNumber()));
    assertThat(AlipayForms.send(rig.notifyUrl(), form)).isEqualTo("200 success");
    assertThat(rig.tickets(charge.getOrderNumber())).isEmpty();
    assertThat(rig.owedFen()).isEqualTo(PaymentRig.PRICE_FEN - 1);
    rig.turn();
    assertThat(alipay.balanceFen()).isZero();
    assertThat(rig.refunds(charge)).extracting("state").containsExactly("DONE");
  }

  @Test
  void ticketsAreGivenBackOneByOne() {
    var charge = paid(3);
    giveBack(charge, 0);
    rig.turn();
    assertThat(alipay.balanceFen()).isEqualTo(2 * PaymentRig.PRICE_FEN);
    alipay.holdRefunds(true);
    giveBack(charge, 1);
    rig.turn();
    assertThat(rig.refunds(charge)).extracting("state").containsExactly("DONE", "SENT");
    alipay.holdRefunds(false);
    rig.clock.advance(Duration.ofMinutes(2));
    rig.turn();
    giveBack(charge, 2);
    rig.turn();
    assertThat(rig.refunds(charge)).extracting("state").containsExactly("DONE", "DONE", "DONE");
    assertThat(alipay.balanceFen()).isZero();
    var last = rig.refunds(charge).get(2).getNumber();
    String form = alipay.signed(alipay.refunded(charge.getNumber(), last));
    assertThat(AlipayForms.send(rig.notifyUrl(), form)).isEqualTo("200 success");
  }

  @Test
  void whoScansACodeThatNobodyHadScannedAndPaysTwiceHasHisMoneyBack() {
    var charge = rig.charge(rig.order(1));
    rig.end(charge);
    assertThat(rig.now(charge).getState()).isEqualTo("CLOSED");
    String payment = "/orders/" + charge.getOrderNumber() + "/payment";
    rig.clerk.post(payment, new JsonObject().put("payment", "CASH")).expect(200);
    // There was no trade yet that Alipay could have closed.
    alipay.pay(charge.getNumber());
    String form = alipay.signed(alipay.paid(charge.getNumber()));
    assertThat(AlipayForms.send(rig.notifyUrl(), form)).isEqualTo("200 success");
    rig.turn();
    assertThat(alipay.balanceFen()).isZero();
    assertThat(rig.tickets(charge.getOrderNumber())).hasSize(1);
  }

  @Test
  void theBillIsComparedAndEachDifferenceIsFound() {
    var well = paid(2);
    giveBack(well, 0);
    rig.turn();
    var left = paid(1);
    var other = paid(1);
    alipay.billOtherwise(left.getNumber(), null);
    alipay.billOtherwise(other.getNumber(), 1L);
    var ten = day.plusDays(1).atTime(10, 0).atZone(WholeCentre.ZONE).toInstant();
    rig.clock.advance(Duration.between(rig.clock.instant(), ten));
    var differences =
        rig.house().reconciliation().run(rig.provider, day).getJsonArray("differences");
    assertThat(differences.stream().map(each -> kind((JsonObject) each)))
        .containsExactlyInAnyOrder(
            "MISSING_THERE " + left.getNumber(), "OTHER_AMOUNT " + other.getNumber());
  }

  private static String kind(JsonObject difference) {
    return difference.getString("kind") + " " + difference.getString("number");
  }

  private ChargeRecord paid(int tickets) {
    var charge = rig.charge(rig.order(tickets));
    alipay.pay(charge.getNumber());
    String form = alipay.signed(alipay.paid(charge.getNumber()));
    assertThat(AlipayForms.send(rig.notifyUrl(), form)).isEqualTo("200 success");
    return rig.now(charge);
  }

  private void giveBack(ChargeRecord charge, int index) {
    String ticket = rig.tickets(charge.getOrderNumber()).get(index);
    rig.clerk.post("/tickets/" + ticket + "/refund", new JsonObject()).expect(200);
    // The whole centre's clock goes on while the rig's stands still.
    rig.clock.advance(Duration.ofMinutes(1));
  }
}
