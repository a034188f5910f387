package org.shanmen.central.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shanmen.central.db.tables.Tables.CHARGE;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shanmen.central.WholeCentre;
import org.shanmen.central.db.tables.tables.records.ChargeRecord;
import org.shanmen.central.payment.provider.Bill;
import org.shanmen.central.web.Refused;

class ReconciliationTest {
  private final PaymentRig rig = new PaymentRig();
  private final LocalDate day = LocalDate.ofInstant(rig.clock.instant(), WholeCentre.ZONE);

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aDayOnWhichAllIsWellHasNoDifferences() {
    var charge = paid();
    rig.pay(rig.charge(rig.order(2)));
    refund(charge);
    var done = tomorrow();
    assertThat(done.getJsonArray("differences")).isEmpty();
    assertThat(done.getJsonObject("here"))
        .isEqualTo(done.getJsonObject("there"))
        .isEqualTo(
            new JsonObject()
                .put("charges", 2)
                .put("charged_fen", 3L * PaymentRig.PRICE_FEN)
                .put("refunds", 1)
                .put("refunded_fen", (long) PaymentRig.PRICE_FEN));
  }

  @Test
  void eachPlantedDifferenceIsFoundAndStaysAcknowledged() {
    var left = paid();
    var other = paid();
    rig.billOtherwise(left.getNumber(), null);
    rig.billOtherwise(other.getNumber(), 1L);
    rig.fault("notifications", "LOSE");
    var unheard = rig.charge(rig.order(1));
    rig.pay(unheard);

    var found = tomorrow().getJsonArray("differences");
    assertThat(kinds(found))
        .containsExactlyInAnyOrder(
            "MISSING_THERE " + left.getNumber() + " 8000 null",
            "OTHER_AMOUNT " + other.getNumber() + " 8000 1",
            "MISSING_HERE " + unheard.getNumber() + " null 8000");
    for (var difference : found) {
      acknowledge((JsonObject) difference, 200);
      acknowledge((JsonObject) difference, 409);
    }
    // What was not heard of is asked for at once, and taken on its day.
    rig.turn();
    assertThat(rig.now(unheard).getState()).isEqualTo("PAID");
    var again = rig.house().reconciliation().run(rig.provider, day).getJsonArray("differences");
    assertThat(kinds(again))
        .containsExactlyInAnyOrder(
            "MISSING_THERE " + left.getNumber() + " 8000 null",
            "OTHER_AMOUNT " + other.getNumber() + " 8000 1");
    assertThat(again)
        .allSatisfy(
            difference -> assertThat(((JsonObject) difference).getString("note")).isEqualTo("查过了"));
    assertThat(rig.clerk.get("/reconciliations").expect(200).json().encode())
        .contains(rig.provider);
  }

  @Test
  void aRefundThatTheProviderPaidAndNobodyHereAskedForIsFound() {
    var charge = paid();
    rig.refundAtTheProvider("R-STRANGER", charge.getNumber(), 1_00);
    assertThat(kinds(tomorrow().getJsonArray("differences")))
        .containsExactly("MISSING_HERE R-STRANGER null 100");
  }

  @Test
  void anotherDifferenceThanTheOneThatWasAcknowledgedIsNew() {
    var charge = paid();
    rig.billOtherwise(charge.getNumber(), 1L);
    acknowledge(tomorrow().getJsonArray("differences").getJsonObject(0), 200);
    rig.billOtherwise(charge.getNumber(), 2L);
    var again = rig.house().reconciliation().run(rig.provider, day).getJsonArray("differences");
    assertThat(kinds(again)).containsExactly("OTHER_AMOUNT " + charge.getNumber() + " 8000 2");
    assertThat(again.getJsonObject(0).getValue("acknowledged_at")).isNull();
  }

  /** Half past midnight in Shanghai, and the half hour before, are of one day elsewhere. */
  @Test
  void aDayOfTheBillIsADayOfTheParksZone() {
    var early = paid();
    var late = paid();
    paidAt(early, day.atTime(0, 30));
    paidAt(late, day.minusDays(1).atTime(23, 59, 59));
    rig.through(
        provider ->
            ChargeTest.with(
                provider,
                "bill",
                real ->
                    new Bill.Lines(
                        List.of(
                            new Bill.Line(
                                Bill.Subject.CHARGE, early.getNumber(), PaymentRig.PRICE_FEN)))));
    assertThat(tomorrow().getJsonArray("differences")).isEmpty();
  }

  @Test
  void aRefundIsOfTheDayOnWhichItWasPaidNotOfItsCharges() {
    var charge = paid();
    toTomorrowAtTen();
    refund(charge);
    var first = rig.house().reconciliation().run(rig.provider, day);
    assertThat(first.getJsonArray("differences")).isEmpty();
    assertThat(first.getJsonObject("here").getInteger("refunds")).isZero();
    rig.clock.advance(Duration.ofDays(1));
    var second = rig.house().reconciliation().run(rig.provider, day.plusDays(1));
    assertThat(second.getJsonArray("differences")).isEmpty();
    assertThat(second.getJsonObject("here").getInteger("charges")).isZero();
    assertThat(second.getJsonObject("here").getInteger("refunds")).isEqualTo(1);
  }

  private void paidAt(ChargeRecord charge, LocalDateTime local) {
    var at = ChargeRows.utc(local.atZone(WholeCentre.ZONE).toInstant());
    rig.database.transact(
        tx ->
            tx.update(CHARGE)
                .set(CHARGE.PAID_AT, at)
                .where(CHARGE.NUMBER.eq(charge.getNumber()))
                .execute());
  }

  @Test
  void theBillOfYesterdayIsFetchedByItselfOnceItIsReady() {
    paid();
    rig.turn();
    assertThat(reconciled()).isFalse();
    toTomorrowAtTen();
    rig.turn();
    assertThat(reconciled()).isTrue();
  }

  @Test
  void aBillThatCannotBeHadIsFetchedLater() {
    toTomorrowAtTen();
    rig.through(
        provider -> ChargeTest.with(provider, "bill", real -> new Bill.NotNow("not ready")));
    rig.turn();
    assertThat(reconciled()).isFalse();
    rig.startAnew();
    rig.turn();
    assertThat(reconciled()).isTrue();
  }

  @Test
  void aDayThatIsNotOverHasNoBill() {
    assertThatThrownBy(() -> rig.house().reconciliation().run(rig.provider, day))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("not over");
    assertThatThrownBy(() -> rig.house().reconciliation().run("NOBODY", day))
        .isInstanceOf(Refused.class);
  }

  private boolean reconciled() {
    return rig.database.query(sql -> rig.house().reconciliations().done(sql, rig.provider, day));
  }

  private void toTomorrowAtTen() {
    var ten = day.plusDays(1).atTime(10, 0).atZone(WholeCentre.ZONE).toInstant();
    rig.clock.advance(Duration.between(rig.clock.instant(), ten));
  }

  private JsonObject tomorrow() {
    toTomorrowAtTen();
    return rig.house().reconciliation().run(rig.provider, day);
  }

  private ChargeRecord paid() {
    var charge = rig.charge(rig.order(1));
    rig.pay(charge);
    return rig.now(charge);
  }

  private void refund(ChargeRecord charge) {
    String ticket = rig.tickets(charge.getOrderNumber()).get(0);
    rig.clerk.post("/tickets/" + ticket + "/refund", new JsonObject()).expect(200);
    rig.clock.advance(Duration.ofSeconds(30));
    rig.turn();
  }

  private void acknowledge(JsonObject difference, int status) {
    String path = "/reconciliations/differences/" + difference.getLong("id") + "/acknowledgement";
    rig.clerk.post(path, new JsonObject().put("note", "查过了")).expect(status);
  }

  private static List<String> kinds(JsonArray differences) {
    return differences.stream()
        .map(JsonObject.class::cast)
        .map(
            difference ->
                "%s %s %s %s"
                    .formatted(
                        difference.getString("kind"),
                        difference.getString("number"),
                        difference.getValue("here_fen"),
                        difference.getValue("there_fen")))
        .toList();
  }
}
