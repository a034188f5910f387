package org.shanmen.central.payment.wechat;

import com.wechat.pay.java.core.RSAPublicKeyConfig;
import com.wechat.pay.java.core.exception.ServiceException;
import com.wechat.pay.java.core.notification.NotificationParser;
import com.wechat.pay.java.core.notification.RequestParam;
import com.wechat.pay.java.service.billdownload.BillDownloadService;
import com.wechat.pay.java.service.billdownload.model.BillType;
import com.wechat.pay.java.service.billdownload.model.GetTradeBillRequest;
import com.wechat.pay.java.service.payments.model.Transaction;
import com.wechat.pay.java.service.payments.nativepay.NativePayService;
import com.wechat.pay.java.service.payments.nativepay.model.Amount;
import com.wechat.pay.java.service.payments.nativepay.model.CloseOrderRequest;
import com.wechat.pay.java.service.payments.nativepay.model.PrepayRequest;
import com.wechat.pay.java.service.payments.nativepay.model.QueryOrderByOutTradeNoRequest;
import com.wechat.pay.java.service.refund.RefundService;
import com.wechat.pay.java.service.refund.model.AmountReq;
import com.wechat.pay.java.service.refund.model.CreateRequest;
import com.wechat.pay.java.service.refund.model.RefundNotification;
import com.wechat.pay.java.service.refund.model.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
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

/** WeChat Pay: the visitor scans a code with WeChat (Native payment). */
public final class WechatProvider implements PaymentProvider {
  /** Its days begin at these midnights, wherever the park is. */
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  /** A notification that is older, or from the future, is somebody else's copy. */
  private static final Duration WINDOW = Duration.ofMinutes(5);

  private static final String CURRENCY = "CNY";

  /** What it will never do, however often it is asked; everything else may be different later. */
  private static final Set<String> FINAL =
      Set.of(
          "PARAM_ERROR", "INVALID_REQUEST", "NO_AUTH", "APPID_MCHID_NOT_MATCH", "MCH_NOT_EXISTS");

  private final WechatSettings settings;
  private final InstantSource clock;
  private final NativePayService charges;
  private final RefundService refunds;
  private final BillDownloadService bills;
  private final BoundedHttp http;
  private final NotificationParser notifications;

  public WechatProvider(WechatSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    var config =
        new RSAPublicKeyConfig.Builder()
            .merchantId(settings.merchantId())
            .merchantSerialNumber(settings.merchantSerial())
            .privateKey(settings.privateKey())
            .publicKey(settings.publicKey())
            .publicKeyId(settings.publicKeyId())
            .apiV3Key(settings.apiV3Key())
            .build();
    this.http = new BoundedHttp(config, settings.url());
    this.charges = new NativePayService.Builder().httpClient(http).build();
    this.refunds = new RefundService.Builder().httpClient(http).build();
    this.bills =
        new BillDownloadService.Builder()
            .httpClient(http)
            .decryptor(config.createDecryptor())
            .build();
    this.notifications = new NotificationParser(config);
  }

  @Override
  public Creation create(ChargeRequest charge) {
    var amount = new Amount();
    amount.setTotal(Math.toIntExact(charge.fen()));
    amount.setCurrency(CURRENCY);
    var request = new PrepayRequest();
    request.setAppid(settings.appId());
    request.setMchid(settings.merchantId());
    request.setDescription(charge.subject());
    request.setOutTradeNo(charge.number());
    request.setTimeExpire(
        charge
            .expiresAt()
            .truncatedTo(ChronoUnit.SECONDS)
            .atZone(ZONE)
            .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME));
    request.setNotifyUrl(settings.notifyUrl());
    request.setAmount(amount);
    return ask(
        () -> new Creation.Shown(charges.prepay(request).getCodeUrl()),
        refused ->
            FINAL.contains(refused.getErrorCode())
                ? new Creation.Declined(text(refused))
                : new Creation.Unclear(text(refused)),
        Creation.Unclear::new);
  }

  @Override
  public Standing query(String chargeNumber) {
    var request = new QueryOrderByOutTradeNoRequest();
    request.setMchid(settings.merchantId());
    request.setOutTradeNo(chargeNumber);
    return ask(
        () -> standing(charges.queryOrderByOutTradeNo(request)),
        refused -> notThere(refused) ? new Standing.Unknown() : new Standing.Unclear(text(refused)),
        Standing.Unclear::new);
  }

  private static Standing standing(Transaction transaction) {
    return switch (transaction.getTradeState()) {
      // Paid back, all or some, is paid too.
      case SUCCESS, REFUND -> new Standing.Paid(receipt(transaction));
      case CLOSED, REVOKED, PAYERROR -> new Standing.Closed();
      default -> new Standing.Open();
    };
  }

  @Override
  public Closing close(String chargeNumber) {
    var request = new CloseOrderRequest();
    request.setMchid(settings.merchantId());
    request.setOutTradeNo(chargeNumber);
    return ask(
        () -> {
          charges.closeOrder(request);
          return new Closing.Closed();
        },
        refused -> {
          if (refused.getErrorCode().equals("ORDERPAID")) {
            return new Closing.Paid();
          }
          return notThere(refused) || refused.getErrorCode().equals("ORDER_CLOSED")
              ? new Closing.Closed()
              : new Closing.Unclear(text(refused));
        },
        Closing.Unclear::new);
  }

  /** Asking again with the same number tells how it went. */
  @Override
  public PayBack refund(RefundRequest refund) {
    var amount = new AmountReq();
    amount.setRefund(refund.fen());
    amount.setTotal(refund.chargeFen());
    amount.setCurrency(CURRENCY);
    var request = new CreateRequest();
    request.setOutTradeNo(refund.chargeNumber());
    request.setOutRefundNo(refund.number());
    request.setNotifyUrl(settings.notifyUrl());
    request.setAmount(amount);
    return ask(
        () -> {
          var made = refunds.create(request);
          return payBack(made.getStatus(), made.getRefundId(), made.getSuccessTime());
        },
        refused ->
            FINAL.contains(refused.getErrorCode())
                ? new PayBack.Declined(text(refused))
                : new PayBack.Unclear(text(refused)),
        PayBack.Unclear::new);
  }

  private static PayBack payBack(Status status, String transaction, String at) {
    return switch (status) {
      case SUCCESS -> new PayBack.Done(transaction, time(at));
      case PROCESSING -> new PayBack.UnderWay();
      // Closed: it was given up. Abnormal: the visitor's account takes nothing.
      case CLOSED, ABNORMAL -> new PayBack.Declined(status.name());
    };
  }

  @Override
  public Notice read(Message message) {
    var request =
        new RequestParam.Builder()
            .serialNumber(message.header("wechatpay-serial"))
            .timestamp(message.header("wechatpay-timestamp"))
            .nonce(message.header("wechatpay-nonce"))
            .signature(message.header("wechatpay-signature"))
            .signType(message.header("wechatpay-signature-type"))
            .body(new String(message.body(), StandardCharsets.UTF_8))
            .build();
    try {
      // The SDK verifies before it decrypts. Charge and refund are told apart by what is inside.
      var transaction = notifications.parse(request, Transaction.class);
      var sent = Instant.ofEpochSecond(Long.parseLong(message.header("wechatpay-timestamp")));
      if (Duration.between(sent, clock.instant()).abs().compareTo(WINDOW) > 0) {
        return new Notice.Forged("it was sent at " + sent);
      }
      var refund = notifications.parse(request, RefundNotification.class);
      return refund.getRefundStatus() == null ? charge(transaction) : ended(refund);
    } catch (RuntimeException e) {
      // The SDK throws many kinds, those of its JSON library among them.
      return new Notice.Forged(String.valueOf(e.getMessage()));
    }
  }

  private static Notice charge(Transaction transaction) {
    return transaction.getTradeState() == Transaction.TradeStateEnum.SUCCESS
        ? new Notice.ChargePaid(transaction.getOutTradeNo(), receipt(transaction))
        : new Notice.Other(String.valueOf(transaction.getTradeState()));
  }

  private static Notice ended(RefundNotification refund) {
    return new Notice.RefundEnded(
        refund.getOutRefundNo(),
        payBack(refund.getRefundStatus(), refund.getRefundId(), refund.getSuccessTime()));
  }

  @Override
  public Reception reception(boolean kept) {
    return kept
        ? new Reception(200, "application/json", "{\"code\":\"SUCCESS\"}")
        : new Reception(503, "application/json", "{\"code\":\"FAIL\",\"message\":\"not kept\"}");
  }

  @Override
  public Bill bill(LocalDate day) {
    var request = new GetTradeBillRequest();
    request.setBillDate(day.toString());
    request.setBillType(BillType.ALL);
    return ask(
        () -> {
          String url = bills.getTradeBill(request).getDownloadUrl();
          try (var bill = http.download(url)) {
            return WechatBill.read(new String(bill.readAllBytes(), StandardCharsets.UTF_8));
          } catch (IOException e) {
            return new Bill.NotNow(e.toString());
          }
        },
        refused ->
            // On a day without any trade there is no bill.
            refused.getErrorCode().equals("NO_STATEMENT_EXIST")
                ? new Bill.Lines(List.of())
                : new Bill.NotNow(text(refused)),
        Bill.NotNow::new);
  }

  private static Receipt receipt(Transaction transaction) {
    return new Receipt(
        transaction.getTransactionId(),
        transaction.getAmount().getTotal(),
        time(transaction.getSuccessTime()));
  }

  private static Instant time(String rfc3339) {
    return OffsetDateTime.parse(rfc3339).toInstant();
  }

  private static boolean notThere(ServiceException refused) {
    return Set.of("ORDER_NOT_EXIST", "RESOURCE_NOT_EXISTS").contains(refused.getErrorCode());
  }

  private static String text(ServiceException refused) {
    return refused.getErrorCode() + " " + refused.getErrorMessage();
  }

  /** What goes wrong on the way, or is not verified, is as if nothing had been said. */
  private static <T> T ask(
      Supplier<T> call, Function<ServiceException, T> refused, Function<String, T> nothingSaid) {
    try {
      return call.get();
    } catch (ServiceException e) {
      return e.getErrorCode() == null ? nothingSaid.apply(e.toString()) : refused.apply(e);
    } catch (RuntimeException e) {
      // Of the way, of a signature, or of the SDK's JSON library: it throws many kinds.
      return nothingSaid.apply(e.toString());
    }
  }
}
