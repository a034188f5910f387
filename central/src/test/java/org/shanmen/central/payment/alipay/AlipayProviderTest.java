package org.shanmen.central.payment.alipay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shanmen.central.payment.provider.Bill;
import org.shanmen.central.payment.provider.ChargeRequest;
import org.shanmen.central.payment.provider.Closing;
import org.shanmen.central.payment.provider.Creation;
import org.shanmen.central.payment.provider.Message;
import org.shanmen.central.payment.provider.Notice;
import org.shanmen.central.payment.provider.PayBack;
import org.shanmen.central.payment.provider.Receipt;
import org.shanmen.central.payment.provider.Reception;
import org.shanmen.central.payment.provider.RefundRequest;
import org.shanmen.central.payment.provider.Standing;

/** The SDK's real signatures and shapes, over HTTP, against what the documentation says. */
class AlipayProviderTest {
  private static final Instant NOW = Instant.parse("2026-05-01T02:30:00Z");
  private static final String NUMBER = "C260501ABCDEFGHJKMNPQ";
  private static final String TRADE = "2026" + NUMBER;
  private static final ChargeRequest CHARGE =
      new ChargeRequest(NUMBER, 160_00, "门票,成人 2 张", Instant.parse("2026-05-01T02:45:00.123Z"));

  private final AlipayModel model = new AlipayModel(InstantSource.fixed(NOW));
  private final AlipayProvider provider =
      new AlipayProvider(
          model.settings("https://tickets.example/api/v1/payment/notifications/ALIPAY"),
          InstantSource.fixed(NOW));

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void aChargeIsAskedForInYuanAndSigned() {
    assertThat(provider.create(CHARGE))
        .isEqualTo(new Creation.Shown("https://qr.alipay.com/" + NUMBER));
    var asked = model.asked.get(0);
    assertThat(asked).containsEntry("timestamp", "2026-05-01 10:30:00");
    assertThat(asked.get("notify_url")).endsWith("/ALIPAY");
    assertThat(new JsonObject(asked.get("biz_content")))
        .isEqualTo(
            new JsonObject()
                .put("out_trade_no", NUMBER)
                .put("total_amount", "160.00")
                .put("subject", "门票,成人 2 张")
                .put("time_expire", "2026-05-01 10:45:00"));
  }

  @Test
  void whatIsRefusedForGoodAndWhatIsNotAreToldApart() {
    model.refuse("alipay.trade.precreate", "ACQ.INVALID_PARAMETER");
    assertThat(provider.create(CHARGE)).isInstanceOf(Creation.Declined.class);
    model.refuse("alipay.trade.precreate", "ACQ.SYSTEM_ERROR");
    assertThat(provider.create(CHARGE)).isInstanceOf(Creation.Unclear.class);
    model.close();
    assertThat(provider.create(CHARGE)).isInstanceOf(Creation.Unclear.class);
  }

  @Test
  void anAnswerThatAlipayHasNotSignedIsNone() {
    provider.create(CHARGE);
    model.pay(NUMBER);
    model.answersAreForged();
    assertThat(provider.query(NUMBER))
        .isInstanceOfSatisfying(
            Standing.Unclear.class, unclear -> assertThat(unclear.why()).contains("not signed"));
    assertThat(provider.refund(new RefundRequest("R1", NUMBER, 1, 160_00)))
        .isInstanceOf(PayBack.Unclear.class);
  }

  @Test
  void howItStandsWithAChargeIsRead() {
    assertThat(provider.query(NUMBER)).isEqualTo(new Standing.Unknown());
    provider.create(CHARGE);
    assertThat(provider.query(NUMBER)).isEqualTo(new Standing.Unknown());
    model.scan(NUMBER);
    assertThat(provider.query(NUMBER)).isEqualTo(new Standing.Open());
    model.pay(NUMBER);
    var paid = new Standing.Paid(new Receipt(TRADE, 160_00, NOW));
    assertThat(provider.query(NUMBER)).isEqualTo(paid);
    provider.refund(new RefundRequest("R1", NUMBER, 160_00, 160_00));
    assertThat(provider.query(NUMBER)).isEqualTo(paid);
    model.refuse("alipay.trade.query", "ACQ.SYSTEM_ERROR");
    assertThat(provider.query(NUMBER)).isInstanceOf(Standing.Unclear.class);
  }

  @Test
  void closingMeetsTheOneWhoPaidFirst() {
    provider.create(CHARGE);
    assertThat(provider.close(NUMBER)).isEqualTo(new Closing.Closed());
    model.scan(NUMBER);
    assertThat(provider.close(NUMBER)).isEqualTo(new Closing.Closed());
    assertThat(provider.query(NUMBER)).isEqualTo(new Standing.Closed());
    assertThat(provider.close(NUMBER)).isEqualTo(new Closing.Closed());
    model.pay(NUMBER);
    assertThat(provider.close(NUMBER)).isEqualTo(new Closing.Paid());
  }

  @Test
  void aRefundIsDoneUnderWayOrDeclined() {
    provider.create(CHARGE);
    model.pay(NUMBER);
    model.holdRefunds(true);
    var some = new RefundRequest("R1", NUMBER, 80_00, 160_00);
    assertThat(provider.refund(some)).isEqualTo(new PayBack.UnderWay());
    model.holdRefunds(false);
    assertThat(provider.refund(some)).isEqualTo(new PayBack.Done(TRADE, NOW));
    assertThat(provider.refund(some)).isEqualTo(new PayBack.Done(TRADE, NOW));
    assertThat(model.balanceFen()).isEqualTo(80_00);
    assertThat(provider.refund(new RefundRequest("R2", NUMBER, 80_01, 160_00)))
        .isInstanceOf(PayBack.Declined.class);
    assertThat(provider.refund(new RefundRequest("R3", NUMBER, 80_00, 160_00)))
        .isEqualTo(new PayBack.Done(TRADE, NOW));
    model.refuse("alipay.trade.refund", "ACQ.SELLER_BALANCE_NOT_ENOUGH");
    assertThat(provider.refund(some)).isInstanceOf(PayBack.Unclear.class);
  }

  @Test
  void aNotificationIsVerifiedAndRead() {
    provider.create(CHARGE);
    model.pay(NUMBER);
    assertThat(read(model.signed(model.paid(NUMBER))))
        .isEqualTo(new Notice.ChargePaid(NUMBER, new Receipt(TRADE, 160_00, NOW)));
    provider.refund(new RefundRequest("R1", NUMBER, 80_00, 160_00));
    assertThat(read(model.signed(model.refunded(NUMBER, "R1"))))
        .isEqualTo(new Notice.RefundEnded("R1", new PayBack.Done(TRADE, NOW.plusMillis(320))));
    var closed = model.paid(NUMBER);
    closed.put("trade_status", "TRADE_CLOSED");
    assertThat(read(model.signed(closed))).isInstanceOf(Notice.Other.class);
    closed.put("trade_status", "TRADE_SUCCESS");
    closed.put("total_amount", "much");
    assertThat(read(model.signed(closed))).isInstanceOf(Notice.Other.class);
  }

  @Test
  void aNotificationOfAnybodyElseIsForged() {
    provider.create(CHARGE);
    model.pay(NUMBER);
    var paid = model.paid(NUMBER);
    String form = model.signed(paid);
    assertThat(read(model.forged(paid))).isInstanceOf(Notice.Forged.class);
    assertThat(read(form.replace("160.00", "160.01"))).isInstanceOf(Notice.Forged.class);
    assertThat(read(form + "&out_trade_no=C2")).isInstanceOf(Notice.Forged.class);
    assertThat(read(form.replaceAll("&sign=[^&]*", "&sign=AAAA")))
        .isInstanceOf(Notice.Forged.class);
    assertThat(read(form.replaceAll("&sign=[^&]*", ""))).isInstanceOf(Notice.Forged.class);
    assertThat(read("%")).isInstanceOf(Notice.Forged.class);
    assertThat(read("")).isInstanceOf(Notice.Forged.class);
    // Alipay signs for every merchant with one key.
    paid.put("app_id", "2021000000000002");
    assertThat(read(model.signed(paid))).isInstanceOf(Notice.Forged.class);
  }

  @Test
  void whatIsKeptIsAcknowledgedInAlipaysWord() {
    assertThat(provider.reception(true)).isEqualTo(new Reception(200, "text/plain", "success"));
    assertThat(provider.reception(false).body()).isNotEqualTo("success");
  }

  @Test
  void aDaysBillIsFetchedAndRead() {
    provider.create(CHARGE);
    model.pay(NUMBER);
    provider.refund(new RefundRequest("R1", NUMBER, 80_00, 160_00));
    assertThat(provider.bill(LocalDate.of(2026, 5, 1)))
        .isEqualTo(
            new Bill.Lines(
                java.util.List.of(
                    new Bill.Line(Bill.Subject.CHARGE, NUMBER, 160_00),
                    new Bill.Line(Bill.Subject.REFUND, "R1", 80_00))));
    assertThat(provider.bill(LocalDate.of(2026, 5, 2)))
        .isEqualTo(new Bill.Lines(java.util.List.of()));
    model.refuse("alipay.data.dataservice.bill.downloadurl.query", "isp.unknow-error");
    assertThat(provider.bill(LocalDate.of(2026, 5, 1))).isInstanceOf(Bill.NotNow.class);
  }

  private Notice read(String form) {
    return provider.read(new Message(Map.of(), form.getBytes(StandardCharsets.UTF_8)));
  }
}
