package org.shanmen.central.payment.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shanmen.central.payment.provider.Bill;
import org.shanmen.central.payment.provider.ChargeRequest;
import org.shanmen.central.payment.provider.Closing;
import org.shanmen.central.payment.provider.Creation;
import org.shanmen.central.payment.provider.Notice;
import org.shanmen.central.payment.provider.PayBack;
import org.shanmen.central.payment.provider.Receipt;
import org.shanmen.central.payment.provider.RefundRequest;
import org.shanmen.central.payment.provider.Standing;

/** The SDK's real requests, signatures and decryption, against what the documentation says. */
class WechatProviderTest {
  private static final Instant PAID_AT = Instant.parse("2026-05-01T02:30:00Z");
  private static final String NUMBER = "C260501ABCDEFGHJKMNPQ";

  private final WechatService service = new WechatService();
  private final Instant now = Instant.now();
  private final WechatProvider provider =
      new WechatProvider(service.settings(), InstantSource.fixed(now));

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void aChargeIsAskedForInFenAndSigned() {
    service.answers(
        "POST",
        "/v3/pay/transactions/native",
        200,
        "{\"code_url\":\"weixin://wxpay/bizpayurl?pr=x\"}");
    var charge = new ChargeRequest(NUMBER, 160_00, "门票", Instant.parse("2026-05-01T02:45:00.123Z"));
    assertThat(provider.create(charge))
        .isEqualTo(new Creation.Shown("weixin://wxpay/bizpayurl?pr=x"));
    var asked = service.asked.get(0);
    assertThat(asked.signed()).isTrue();
    assertThat(asked.body().getJsonObject("amount").getInteger("total")).isEqualTo(160_00);
    assertThat(asked.body().getString("out_trade_no")).isEqualTo(NUMBER);
    assertThat(asked.body().getString("mchid")).isEqualTo("1900000001");
    assertThat(asked.body().getString("time_expire")).isEqualTo("2026-05-01T10:45:00+08:00");
    assertThat(asked.body().getString("notify_url")).endsWith("/WECHAT");
  }

  @Test
  void whatIsRefusedForGoodAndWhatIsNotAreToldApart() {
    var charge = new ChargeRequest(NUMBER, 1, "门票", now);
    service.answers("POST", "/v3/pay/transactions/native", 400, error("PARAM_ERROR"));
    assertThat(provider.create(charge)).isInstanceOf(Creation.Declined.class);
    service.answers("POST", "/v3/pay/transactions/native", 500, error("SYSTEM_ERROR"));
    assertThat(provider.create(charge)).isInstanceOf(Creation.Unclear.class);
    service.close();
    assertThat(provider.create(charge)).isInstanceOf(Creation.Unclear.class);
  }

  @Test
  void howItStandsWithAChargeIsRead() {
    String path = "/v3/pay/transactions/out-trade-no/" + NUMBER + "?mchid=1900000001";
    service.answers("GET", path, 200, transaction("SUCCESS").encode());
    assertThat(provider.query(NUMBER))
        .isEqualTo(new Standing.Paid(new Receipt("4200", 160_00, PAID_AT)));
    service.answers("GET", path, 200, transaction("NOTPAY").encode());
    assertThat(provider.query(NUMBER)).isEqualTo(new Standing.Open());
    service.answers("GET", path, 200, transaction("CLOSED").encode());
    assertThat(provider.query(NUMBER)).isEqualTo(new Standing.Closed());
    service.answers("GET", path, 404, error("ORDER_NOT_EXIST"));
    assertThat(provider.query(NUMBER)).isEqualTo(new Standing.Unknown());
  }

  @Test
  void closingMeetsTheOneWhoPaidFirst() {
    String path = "/v3/pay/transactions/out-trade-no/" + NUMBER + "/close";
    service.answers("POST", path, 204, "");
    assertThat(provider.close(NUMBER)).isEqualTo(new Closing.Closed());
    service.answers("POST", path, 400, error("ORDERPAID"));
    assertThat(provider.close(NUMBER)).isEqualTo(new Closing.Paid());
  }

  @Test
  void aRefundIsDoneUnderWayOrDeclined() {
    var refund = new RefundRequest("R1", NUMBER, 80_00, 160_00);
    String path = "/v3/refund/domestic/refunds";
    service.answers("POST", path, 200, refund("SUCCESS", "status").encode());
    assertThat(provider.refund(refund)).isEqualTo(new PayBack.Done("5000", PAID_AT));
    var amount = service.asked.get(0).body().getJsonObject("amount");
    assertThat(amount.getLong("refund")).isEqualTo(80_00);
    assertThat(amount.getLong("total")).isEqualTo(160_00);
    service.answers("POST", path, 200, refund("PROCESSING", "status").encode());
    assertThat(provider.refund(refund)).isEqualTo(new PayBack.UnderWay());
    service.answers("POST", path, 200, refund("ABNORMAL", "status").encode());
    assertThat(provider.refund(refund)).isInstanceOf(PayBack.Declined.class);
    service.answers("POST", path, 403, error("NOT_ENOUGH"));
    assertThat(provider.refund(refund)).isInstanceOf(PayBack.Unclear.class);
  }

  @Test
  void aNotificationIsVerifiedDecryptedAndRead() {
    var paid = transaction("SUCCESS");
    assertThat(provider.read(service.notification("TRANSACTION.SUCCESS", paid, now)))
        .isEqualTo(new Notice.ChargePaid(NUMBER, new Receipt("4200", 160_00, PAID_AT)));
    var back = refund("SUCCESS", "refund_status");
    assertThat(provider.read(service.notification("REFUND.SUCCESS", back, now)))
        .isEqualTo(new Notice.RefundEnded("R1", new PayBack.Done("5000", PAID_AT)));
  }

  @Test
  void aNotificationOfAnybodyElseIsForged() {
    var paid = transaction("SUCCESS");
    assertThat(provider.read(service.forged("TRANSACTION.SUCCESS", paid, now)))
        .isInstanceOf(Notice.Forged.class);
    assertThat(
            provider.read(service.notification("TRANSACTION.SUCCESS", paid, now.minusSeconds(301))))
        .isInstanceOf(Notice.Forged.class);
    var unsigned =
        new org.shanmen.central.payment.provider.Message(java.util.Map.of(), new byte[0]);
    assertThat(provider.read(unsigned)).isInstanceOf(Notice.Forged.class);
  }

  @Test
  void aDaysBillIsFetchedAndRead() {
    service.answers(
        "GET",
        "/v3/bill/tradebill?bill_date=2026-05-01&bill_type=ALL",
        200,
        new JsonObject()
            .put("hash_type", "SHA1")
            .put("hash_value", "0")
            .put("download_url", service.url() + "/v3/billdownload/file?token=t")
            .encode());
    service.answers("GET", "/v3/billdownload/file?token=t", 200, BILL);
    assertThat(provider.bill(LocalDate.of(2026, 5, 1)))
        .isEqualTo(
            new Bill.Lines(
                java.util.List.of(
                    new Bill.Line(Bill.Subject.CHARGE, NUMBER, 160_00),
                    new Bill.Line(Bill.Subject.REFUND, "R1", 80_00))));
    assertThat(provider.bill(LocalDate.of(2026, 5, 2))).isInstanceOf(Bill.NotNow.class);
  }

  private static final String BILL =
      """
      \uFEFF交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注
      `2026-05-01 10:30:00,`wx1,`1900000001,`0,`,`4200,`C260501ABCDEFGHJKMNPQ,`o1,`NATIVE,`SUCCESS,`OTHERS,`CNY,`160.00,`0.00,`0,`0,`0.00,`0.00,`,`,`门票,成人,`,`0.96000,`0.60%,`160.00,`0.00,`
      `2026-05-01 11:00:00,`wx1,`1900000001,`0,`,`4200,`C260501ABCDEFGHJKMNPQ,`o1,`NATIVE,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`5000,`R1,`80.00,`0.00,`ORIGINAL,`SUCCESS,`门票,成人,`,`-0.48000,`0.60%,`0.00,`80.00,`
      总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额
      `2,`160.00,`80.00,`0.00,`0.48000,`160.00,`80.00
      """;

  private static JsonObject transaction(String state) {
    return new JsonObject()
        .put("mchid", "1900000001")
        .put("out_trade_no", NUMBER)
        .put("transaction_id", "4200")
        .put("trade_state", state)
        .put("success_time", "2026-05-01T10:30:00+08:00")
        .put("amount", new JsonObject().put("total", 160_00).put("currency", "CNY"));
  }

  private static JsonObject refund(String status, String name) {
    return new JsonObject()
        .put("out_trade_no", NUMBER)
        .put("out_refund_no", "R1")
        .put("refund_id", "5000")
        .put("transaction_id", "4200")
        .put("success_time", "2026-05-01T10:30:00+08:00")
        .put("amount", new JsonObject().put("total", 160_00).put("refund", 80_00))
        .put(name, status);
  }

  private static String error(String code) {
    return new JsonObject().put("code", code).put("message", "不行").encode();
  }
}
