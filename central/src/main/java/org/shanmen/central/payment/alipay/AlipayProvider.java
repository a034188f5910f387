package org.shanmen.central.payment.alipay;

import com.alipay.easysdk.payment.common.models.AlipayDataDataserviceBillDownloadurlQueryResponse;
import com.alipay.easysdk.payment.common.models.AlipayTradeFastpayRefundQueryResponse;
import com.alipay.easysdk.payment.common.models.AlipayTradeQueryResponse;
import com.alipay.easysdk.payment.facetoface.models.AlipayTradePrecreateResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.shanmen.central.payment.alipay.AlipayGateway.Answer;
import org.shanmen.central.payment.provider.Bill;
import org.shanmen.central.payment.provider.ChargeRequest;
import org.shanmen.central.payment.provider.Closing;
import org.shanmen.central.payment.provider.Creation;
import org.shanmen.central.payment.provider.Message;
import org.shanmen.central.payment.provider.Notice;
import org.shanmen.central.payment.provider.PayBack;
import org.shanmen.central.payment.provider.PaymentProvider;
import org.shanmen.central.payment.provider.Receipt;
import org.shanmen.central.payment.provider.Reception;
import org.shanmen.central.payment.provider.RefundRequest;
import org.shanmen.central.payment.provider.Standing;

/** Alipay: the visitor scans a code with Alipay (当面付, precreate). */
public final class AlipayProvider implements PaymentProvider {
  private static final String NOT_THERE = "ACQ.TRADE_NOT_EXIST";

  /** What it will never do, however often it is asked; everything else may be different later. */
  private static final Set<String> FINAL =
      Set.of(
          "40001",
          "40002",
          "40006",
          "ACQ.INVALID_PARAMETER",
          "ACQ.ACCESS_FORBIDDEN",
          "ACQ.PARTNER_ERROR",
          "ACQ.CONTEXT_INCONSISTENT",
          "ACQ.TRADE_HAS_CLOSE",
          "ACQ.TOTAL_FEE_EXCEED",
          "isv.invalid-app-id",
          "isv.insufficient-isv-permissions");

  /** The same of a refund. */
  private static final Set<String> FINAL_OF_REFUNDS =
      Set.of(
          NOT_THERE,
          "ACQ.TRADE_STATUS_ERROR",
          "ACQ.TRADE_HAS_FINISHED",
          "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL",
          "ACQ.REASON_TRADE_REFUND_FEE_ERR",
          "ACQ.TRADE_NOT_ALLOW_REFUND",
          "ACQ.DISCORDANT_REPEAT_REQUEST");

  private final InstantSource clock;
  private final AlipayGateway gateway;
  private final AlipayNotice notices;

  public AlipayProvider(AlipaySettings settings, InstantSource clock) {
    this.clock = clock;
    var keys = new AlipayKeys(settings);
    this.gateway = new AlipayGateway(settings, keys, clock);
    this.notices = new AlipayNotice(settings.appId(), keys);
  }

  @Override
  public Creation create(ChargeRequest charge) {
    return ask(
        "alipay.trade.precreate",
        about(charge.number())
            .put("total_amount", AlipayMoney.yuan(charge.fen()))
            .put("subject", charge.subject())
            .put("time_expire", AlipayTimes.text(charge.expiresAt())),
        made -> new Creation.Shown(made.as(new AlipayTradePrecreateResponse()).qrCode),
        refused ->
            FINAL.contains(refused.refusal())
                ? new Creation.Declined(refused.text())
                : new Creation.Unclear(refused.text()),
        Creation.Unclear::new);
  }

  @Override
  public Standing query(String chargeNumber) {
    return ask(
        "alipay.trade.query",
        about(chargeNumber),
        found -> standing(chargeNumber, found.as(new AlipayTradeQueryResponse())),
        refused ->
            refused.refusal().equals(NOT_THERE)
                ? new Standing.Unknown()
                : new Standing.Unclear(refused.text()),
        Standing.Unclear::new);
  }

  private static Standing standing(String chargeNumber, AlipayTradeQueryResponse trade) {
    if (!chargeNumber.equals(trade.outTradeNo)) {
      return new Standing.Unclear("the answer is about " + trade.outTradeNo);
    }
    return switch (trade.tradeStatus) {
      case "TRADE_SUCCESS", "TRADE_FINISHED" -> new Standing.Paid(receipt(trade));
      // Closed is also what was paid and then paid back in full.
      case "TRADE_CLOSED" ->
          trade.sendPayDate == null ? new Standing.Closed() : new Standing.Paid(receipt(trade));
      case "WAIT_BUYER_PAY" -> new Standing.Open();
      default -> new Standing.Unclear("unknown state " + trade.tradeStatus);
    };
  }

  private static Receipt receipt(AlipayTradeQueryResponse trade) {
    return new Receipt(
        trade.tradeNo, AlipayMoney.fen(trade.totalAmount), AlipayTimes.read(trade.sendPayDate));
  }

  /**
   * A code that nobody has scanned is not there to be closed: it ends at the time it was asked for
   * with, and what is paid until then goes back by itself. alipay.trade.cancel would end it at
   * once, but pays back behind our books what somebody has paid in the same moment.
   */
  @Override
  public Closing close(String chargeNumber) {
    return ask(
        "alipay.trade.close",
        about(chargeNumber),
        closed -> new Closing.Closed(),
        refused ->
            refused.refusal().equals(NOT_THERE) ? new Closing.Closed() : notClosed(chargeNumber),
        Closing.Unclear::new);
  }

  /** That it cannot be closed says that it is paid, or closed already, or neither. */
  private Closing notClosed(String chargeNumber) {
    var standing = query(chargeNumber);
    if (standing instanceof Standing.Paid) {
      return new Closing.Paid();
    }
    return standing instanceof Standing.Closed
        ? new Closing.Closed()
        : new Closing.Unclear("not closed, and then " + standing);
  }

  /**
   * That a request was taken says little; how it went is what the query says. Asked again with the
   * same number, Alipay pays nothing twice.
   */
  @Override
  public PayBack refund(RefundRequest refund) {
    return ask(
        "alipay.trade.refund",
        about(refund.chargeNumber())
            .put("out_request_no", refund.number())
            .put("refund_amount", AlipayMoney.yuan(refund.fen())),
        taken -> refundNow(refund),
        refused ->
            FINAL.contains(refused.refusal()) || FINAL_OF_REFUNDS.contains(refused.refusal())
                ? new PayBack.Declined(refused.text())
                : new PayBack.Unclear(refused.text()),
        PayBack.Unclear::new);
  }

  private PayBack refundNow(RefundRequest refund) {
    return ask(
        "alipay.trade.fastpay.refund.query",
        about(refund.chargeNumber())
            .put("out_request_no", refund.number())
            .put("query_options", new JsonArray().add("gmt_refund_pay")),
        found -> payBack(refund, found.as(new AlipayTradeFastpayRefundQueryResponse())),
        refused -> new PayBack.Unclear(refused.text()),
        PayBack.Unclear::new);
  }

  private PayBack payBack(RefundRequest asked, AlipayTradeFastpayRefundQueryResponse found) {
    // Without a number it has heard of no such refund yet.
    if (!asked.number().equals(found.outRequestNo)
        || !"REFUND_SUCCESS".equals(found.refundStatus)) {
      return new PayBack.UnderWay();
    }
    if (AlipayMoney.fen(found.refundAmount) != asked.fen()) {
      return new PayBack.Declined("Alipay has paid back " + found.refundAmount + " yuan");
    }
    var at = found.gmtRefundPay == null ? clock.instant() : AlipayTimes.read(found.gmtRefundPay);
    return new PayBack.Done(found.tradeNo, at);
  }

  @Override
  public Notice read(Message message) {
    return notices.read(message.body());
  }

  @Override
  public Reception reception(boolean kept) {
    return kept
        ? new Reception(200, "text/plain", "success")
        : new Reception(503, "text/plain", "fail");
  }

  @Override
  public Bill bill(LocalDate day) {
    return ask(
        "alipay.data.dataservice.bill.downloadurl.query",
        new JsonObject().put("bill_type", "trade").put("bill_date", day.toString()),
        ready ->
            fetched(
                ready.as(new AlipayDataDataserviceBillDownloadurlQueryResponse()).billDownloadUrl),
        refused ->
            // On a day without any trade there is no bill.
            refused.refusal().equals("isp.bill_not_exist")
                ? new Bill.Lines(List.of())
                : new Bill.NotNow(refused.text()),
        Bill.NotNow::new);
  }

  private Bill fetched(String address) {
    try {
      return AlipayBill.read(gateway.download(address));
    } catch (IOException e) {
      return new Bill.NotNow(e.getMessage());
    }
  }

  private static JsonObject about(String chargeNumber) {
    return new JsonObject().put("out_trade_no", chargeNumber);
  }

  /** What goes wrong on the way, or is not verified, is as if nothing had been said. */
  private <T> T ask(
      String method,
      JsonObject about,
      Function<Answer, T> done,
      Function<Answer, T> refused,
      Function<String, T> nothingSaid) {
    try {
      var answer = gateway.ask(method, about);
      return answer.done() ? done.apply(answer) : refused.apply(answer);
    } catch (IOException e) {
      return nothingSaid.apply(e.getMessage());
    } catch (RuntimeException e) {
      // Signed, but not as the documentation has it: a field is missing, or is no number.
      return nothingSaid.apply(e.toString());
    }
  }
}
