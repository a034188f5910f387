package org.shanmen.central.payment.alipay;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.shanmen.central.payment.provider.Notice;
import org.shanmen.central.payment.provider.PayBack;
import org.shanmen.central.payment.provider.Receipt;

/**
 * Reads notifications: a signed form. One of a refund is one of its trade that names the refund.
 * Alipay repeats one for a day until it is acknowledged, so an old one is as good as a new one.
 */
final class AlipayNotice {
  /** Finished: paid, and too long ago to be paid back. */
  private static final Set<String> PAID = Set.of("TRADE_SUCCESS", "TRADE_FINISHED");

  private final String appId;
  private final AlipayKeys keys;

  AlipayNotice(String appId, AlipayKeys keys) {
    this.appId = appId;
    this.keys = keys;
  }

  Notice read(byte[] body) {
    Map<String, String> fields;
    try {
      fields = fields(new String(body, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return new Notice.Forged("not a form: " + e.getMessage());
    }
    if (!keys.signedNotification(fields)) {
      return new Notice.Forged("not signed by Alipay");
    }
    // Alipay's key is the same for every merchant.
    if (!appId.equals(fields.get("app_id"))) {
      return new Notice.Forged("it is about application " + fields.get("app_id"));
    }
    try {
      return meaning(fields);
    } catch (RuntimeException e) {
      return new Notice.Other("signed, but not understood: " + e.getMessage());
    }
  }

  private static Notice meaning(Map<String, String> fields) {
    String state = fields.getOrDefault("trade_status", "");
    String refund = fields.getOrDefault("out_biz_no", "");
    if (!refund.isEmpty() && fields.containsKey("gmt_refund")) {
      var at = AlipayTimes.read(fields.get("gmt_refund"));
      return new Notice.RefundEnded(refund, new PayBack.Done(fields.get("trade_no"), at));
    }
    // Of a refund that Alipay's own pages made, the trade's payment was told before.
    if (PAID.contains(state) && !fields.containsKey("refund_fee")) {
      return new Notice.ChargePaid(
          fields.get("out_trade_no"),
          new Receipt(
              fields.get("trade_no"),
              AlipayMoney.fen(fields.get("total_amount")),
              AlipayTimes.read(fields.get("gmt_payment"))));
    }
    return new Notice.Other(state);
  }

  /** A name that comes twice would let the signature cover one and us read the other. */
  private static Map<String, String> fields(String form) {
    var fields = new HashMap<String, String>();
    for (String pair : form.split("&", -1)) {
      int at = pair.indexOf('=');
      if (at < 1) {
        throw new IllegalArgumentException("a part without a name");
      }
      String name = decoded(pair.substring(0, at));
      if (fields.put(name, decoded(pair.substring(at + 1))) != null) {
        throw new IllegalArgumentException(name + " twice");
      }
    }
    return fields;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
