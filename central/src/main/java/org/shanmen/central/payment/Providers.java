package org.shanmen.central.payment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.shanmen.central.payment.provider.PaymentProvider;
import org.shanmen.central.web.Refused;

/**
 * The providers that the configuration names, by their codes: WECHAT, ALIPAY, SANDBOX. Immutable.
 */
public final class Providers {
  private final Map<String, PaymentProvider> byCode;

  public Providers(Map<String, PaymentProvider> byCode) {
    this.byCode = new TreeMap<>(byCode);
  }

  /** In order. */
  List<String> codes() {
    return List.copyOf(byCode.keySet());
  }

  Optional<PaymentProvider> find(String code) {
    return Optional.ofNullable(byCode.get(code));
  }

  /**
   * @throws Refused if there is none with this code
   */
  PaymentProvider get(String code) {
    return find(code)
        .orElseThrow(
            () ->
                Refused.notFound(
                    "未配置支付渠道 " + code, "payment provider " + code + " is not configured"));
  }
}
