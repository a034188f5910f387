package org.shanmen.central.catalogue;

import java.util.Set;
import org.shanmen.central.money.Payment;
import org.shanmen.central.web.Refused;

/** Over which way an order came; the names are those of the database and the interface. */
public enum Channel {
  /** A clerk at a ticket window. */
  WINDOW(Payment.CASH, Payment.CARD, Payment.QR),
  /** The park's own web shop, whose visitors pay through a payment provider. */
  WEB(),
  /** A machine in the park at which visitors buy and collect. */
  KIOSK(Payment.CASH, Payment.CARD),
  /** Somebody who sells for the park and settles with it (OTA). */
  PARTNER(Payment.PARTNER);

  private final Set<Payment> takes;

  Channel(Payment... takes) {
    this.takes = Set.of(takes);
  }

  /**
   * @throws Refused if money of this kind does not come in over this channel's own requests
   */
  public void requireTakes(Payment means) {
    if (!takes.contains(means)) {
      throw Refused.unprocessable(
          "渠道 %s 不能用 %s 收款".formatted(this, means),
          "%s takes no %s by itself".formatted(this, means));
    }
  }
}
