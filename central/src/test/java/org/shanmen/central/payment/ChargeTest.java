package org.shanmen.central.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shanmen.central.db.tables.tables.records.ChargeRecord;
import org.shanmen.central.money.Account;
import org.shanmen.central.payment.provider.Closing;
import org.shanmen.central.payment.provider.Creation;
import org.shanmen.central.payment.provider.PaymentProvider;
import org.shanmen.central.web.MetricsText;
import org.shanmen.central.web.Refused;

class ChargeTest {
  private final PaymentRig rig = new PaymentRig();

  @AfterEach
  void booksAreEqualWhateverHappened() {
    rig.requireEqualBooks();
    rig.close();
  }

  @Test
  void aVisitorWhoPaysHasHisTicketsAtOnce() {
    String order = rig.order(2);
    var charge = rig.charge(order);
    assertThat(charge.getState()).isEqualTo("PENDING");
    assertThat(charge.getFen()).isEqualTo(2 * PaymentRig.PRICE_FEN);
    assertThat(charge.getCodeUrl()).startsWith(rig.sandbox.url());
    assertThat(rig.pay(charge)).isEqualTo(200);
    charge = rig.now(charge);
    assertThat(charge.getState()).isEqualTo("PAID");
    assertThat(charge.getTaken()).isTrue();
    assertThat(charge.getNextLookAt()).isNull();
    assertThat(rig.orderNow(order).getString("state")).isEqualTo("PAID");
    assertThat(rig.tickets(order)).hasSize(2);
    assertThat(rig.ledgerFen(Account.QR)).isEqualTo(2 * PaymentRig.PRICE_FEN);
    assertThat(rig.ledgerFen(Account.TICKETS)).isEqualTo(-2 * PaymentRig.PRICE_FEN);
  }

  @Test
  void askedTwiceAnOrderHasOneCharge() {
    String order = rig.order(1);
    var first = rig.charge(order);
    assertThat(rig.charge(order).getNumber()).isEqualTo(first.getNumber());
    assertThat(rig.pay(first)).isEqualTo(200);
    assertThatThrownBy(() -> rig.charge(order)).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> rig.charge("S000000-NONE")).isInstanceOf(Refused.class);
  }

  @Test
  void howeverManyAskAtOnceAnOrderHasOneCharge() {
    String order = rig.order(1);
    var asked =
        IntStream.range(0, 6)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> rig.charge(order).getNumber()))
            .toList();
    assertThat(asked.stream().map(CompletableFuture::join).distinct()).hasSize(1);
  }

  @Test
  void whoseOrderCostsMoreNowPaysTheNewChargeAndNotTheOldOne() {
    String order = rig.order(1);
    var old = rig.charge(order);
    rig.amend(order, 2);
    var now = rig.charge(order);
    assertThat(now.getFen()).isEqualTo(2 * PaymentRig.PRICE_FEN);
    rig.turn();
    assertThat(rig.now(old).getState()).isEqualTo("CLOSED");
    assertThat(rig.pay(old)).isEqualTo(409);
    assertThat(rig.pay(now)).isEqualTo(200);
    assertThat(rig.tickets(order)).hasSize(2);
  }

  @Test
  void aNotificationThatComesTwiceChangesNothing() {
    rig.fault("notifications", "TWICE");
    String order = rig.order(1);
    var charge = rig.charge(order);
    rig.pay(charge);
    assertThat(rig.notifySigned(paid(rig.now(charge)))).isEqualTo(200);
    assertThat(rig.tickets(order)).hasSize(1);
    assertThat(rig.refunds(charge)).isEmpty();
  }

  @Test
  void aLostNotificationIsMadeUpForByAsking() {
    rig.fault("notifications", "LOSE");
    String order = rig.order(1);
    var charge = rig.charge(order);
    rig.pay(charge);
    rig.turn();
    assertThat(rig.now(charge).getState()).isEqualTo("PENDING");
    rig.clock.advance(Duration.ofSeconds(10));
    rig.turn();
    assertThat(rig.now(charge).getState()).isEqualTo("PAID");
    assertThat(rig.tickets(order)).hasSize(1);
  }

  @Test
  void aNotificationMayComeBeforeTheAnswer() {
    rig.through(
        provider ->
            with(
                provider,
                "create",
                real -> {
                  var shown = real.run();
                  rig.pay(withCode(shown));
                  return shown;
                }));
    String order = rig.order(1);
    var charge = rig.charge(order);
    assertThat(charge.getState()).isEqualTo("PAID");
    assertThat(rig.tickets(order)).hasSize(1);
  }

  @Test
  void whatTheProviderDidNotSignDoesNotCount() {
    String order = rig.order(1);
    var charge = rig.charge(order);
    charge.setTransaction("T1");
    charge.setPaidFen(charge.getFen());
    String body = paid(charge).encode();
    String now = String.valueOf(rig.clock.instant().getEpochSecond());
    String old = String.valueOf(rig.clock.instant().getEpochSecond() - 301);
    assertThat(rig.notify(body, now, "")).isEqualTo(403);
    assertThat(rig.notify(body, now, rig.sandbox.sign(now, "n", body + " "))).isEqualTo(403);
    assertThat(rig.notify(body, old, rig.sandbox.sign(now, "n", body))).isEqualTo(403);
    assertThat(rig.notify(body, old, rig.sandbox.sign(old, "n", body))).isEqualTo(403);
    assertThat(rig.now(charge).getState()).isEqualTo("PENDING");
    var text = new MetricsText();
    rig.house().metrics().write(text);
    assertThat(text.toString()).contains("outcome=\"forged\"} 4");
    // Signed, and of a number that we never gave: it is acknowledged, or it would come for days.
    assertThat(rig.notifySigned(paid(charge).put("number", "C999"))).isEqualTo(200);
  }

  @Test
  void anotherAmountThanWasAskedForGoesBackWhole() {
    String order = rig.order(1);
    var charge = rig.charge(order);
    rig.pay(charge, PaymentRig.PRICE_FEN - 1);
    assertThat(rig.now(charge).getTaken()).isFalse();
    assertThat(rig.now(charge).getDetail()).contains("8000").contains("7999");
    assertThat(rig.orderNow(order).getString("state")).isEqualTo("HELD");
    assertThat(rig.ledgerFen(Account.SUSPENSE)).isEqualTo(-7999);
    assertThat(rig.owedFen()).isEqualTo(7999);
    rig.turn();
    assertThat(rig.refunds(charge)).extracting("state").containsExactly("DONE");
    assertThat(rig.sandbox.balanceFen()).isZero();
    assertThat(rig.ledgerFen(Account.SUSPENSE)).isZero();

    // Told once more, it is not owed once more.
    assertThat(rig.notifySigned(paid(rig.now(charge)))).isEqualTo(200);
    rig.turn();
    assertThat(rig.refunds(charge)).hasSize(1);
    assertThat(rig.ledgerFen(Account.SUSPENSE)).isZero();
  }

  @Test
  void moneyForAnOrderThatWasGivenUpGoesBack() {
    String order = rig.order(1);
    var charge = rig.charge(order);
    rig.clerk.post("/orders/" + order + "/cancellation", new JsonObject()).expect(200);
    rig.pay(charge);
    assertThat(rig.now(charge).getTaken()).isFalse();
    rig.turn();
    assertThat(rig.sandbox.balanceFen()).isZero();
    assertThat(rig.tickets(order)).isEmpty();
  }

  @Test
  void whoPaysCashMeanwhileGetsTheOtherMoneyBack() {
    String order = rig.order(1);
    var charge = rig.charge(order);
    rig.clerk
        .post("/orders/" + order + "/payment", new JsonObject().put("payment", "CASH"))
        .expect(200);
    rig.pay(charge);
    rig.turn();
    assertThat(rig.refunds(charge)).extracting("state").containsExactly("DONE");
    assertThat(rig.tickets(order)).hasSize(1);
  }

  @Test
  void aClosedChargeCannotBePaid() {
    var charge = rig.charge(rig.order(1));
    assertThat(rig.end(charge).getState()).isEqualTo("CLOSED");
    assertThat(rig.pay(charge)).isEqualTo(409);
    assertThat(rig.end(charge).getState()).isEqualTo("CLOSED");
  }

  @Test
  void whoPaidBeforeTheClerkGaveUpHasPaid() {
    rig.fault("notifications", "HOLD");
    String order = rig.order(1);
    var charge = rig.charge(order);
    rig.pay(charge);
    assertThat(rig.end(charge).getState()).isEqualTo("PAID");
    rig.release();
    assertThat(rig.tickets(order)).hasSize(1);
    assertThat(rig.refunds(charge)).isEmpty();
  }

  @Test
  void aPaymentThatIsToldAfterTheCloseStillPaysTheOrderThatIsHeld() {
    String order = rig.order(1);
    var charge = rig.charge(order);
    // As some providers do: closed here and, a moment earlier, paid there.
    rig.through(provider -> with(provider, "close", real -> new Closing.Closed()));
    rig.fault("notifications", "HOLD");
    rig.pay(charge);
    assertThat(rig.end(charge).getState()).isEqualTo("CLOSED");
    rig.release();
    assertThat(rig.now(charge).getState()).isEqualTo("PAID");
    assertThat(rig.tickets(order)).hasSize(1);
  }

  @Test
  void aChargeEndsWithItsTime() {
    var charge = rig.charge(rig.order(1));
    rig.clock.advance(Duration.ofMinutes(16));
    rig.turn();
    assertThat(rig.now(charge).getState()).isEqualTo("CLOSED");
    assertThat(rig.now(charge).getNextLookAt()).isNull();
  }

  @Test
  void whenTheAnswerIsLostTheCodeIsAskedForAgain() {
    rig.fault("answers", "LOST");
    var charge = rig.charge(rig.order(1));
    assertThat(charge.getState()).isEqualTo("CREATED");
    assertThat(charge.getCodeUrl()).isNull();
    rig.fault("answers", "GIVEN");
    rig.startAnew();
    rig.clock.advance(Duration.ofSeconds(10));
    rig.turn();
    assertThat(rig.now(charge).getState()).isEqualTo("PENDING");
    assertThat(rig.pay(rig.now(charge))).isEqualTo(200);
    assertThat(rig.now(charge).getTaken()).isTrue();
  }

  @Test
  void aCentreThatDiesBeforeItAsksOrBeforeItKeepsTheAnswerGoesOnAfterwards() {
    for (boolean before : new boolean[] {true, false}) {
      rig.through(
          provider ->
              with(
                  provider,
                  "create",
                  real -> {
                    if (!before) {
                      real.run();
                    }
                    throw new Died();
                  }));
      String order = rig.order(1);
      assertThatThrownBy(() -> rig.charge(order)).isInstanceOf(Died.class);
      rig.startAnew();
      rig.clock.advance(Duration.ofSeconds(61));
      rig.turn();
      var charge = rig.charge(order);
      assertThat(charge.getState()).isEqualTo("PENDING");
      assertThat(rig.pay(charge)).isEqualTo(200);
      assertThat(rig.tickets(order)).hasSize(1);
    }
  }

  private static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static ChargeRecord withCode(Object creation) {
    var charge = new ChargeRecord();
    charge.setCodeUrl(((Creation.Shown) creation).codeUrl());
    return charge;
  }

  private static JsonObject paid(ChargeRecord charge) {
    return new JsonObject()
        .put("event", "charge.paid")
        .put("number", charge.getNumber())
        .put("transaction", charge.getTransaction())
        .put("fen", charge.getPaidFen())
        .put("paid_at", "2026-05-01T00:00:00Z");
  }

  /** One call of a provider, and what becomes of it. */
  interface Twist {
    Object of(Real real);
  }

  /** The provider's own answer. */
  interface Real {
    Object run();
  }

  static PaymentProvider with(PaymentProvider provider, String method, Twist twist) {
    return (PaymentProvider)
        Proxy.newProxyInstance(
            ChargeTest.class.getClassLoader(),
            new Class<?>[] {PaymentProvider.class},
            (proxy, called, arguments) -> {
              Real real =
                  () -> {
                    try {
                      return called.invoke(provider, arguments);
                    } catch (IllegalAccessException | InvocationTargetException e) {
                      throw new IllegalStateException(e);
                    }
                  };
              return called.getName().equals(method) ? twist.of(real) : real.run();
            });
  }
}
