package org.shanmen.central.ticketing;

import org.shanmen.central.web.Refused;

/** How an order stands; the names are those of the database and the interface. */
enum OrderState {
  /** Its stock is taken until a moment, and nothing is paid. */
  HELD("待付款"),
  /** Its tickets exist. What becomes of them, refunds too, is said by the tickets' own states. */
  PAID("已付款"),
  /** Given up before it was paid; for good. */
  CANCELLED("已取消"),
  /** Not paid in time: its stock was given back. A payment on its way may still find some. */
  EXPIRED("已过期");

  private final String zh;

  OrderState(String zh) {
    this.zh = zh;
  }

  /** Whether an order may go on from this state to that one. */
  boolean mayBecome(OrderState next) {
    return switch (this) {
      case HELD -> next != HELD;
      case EXPIRED -> next == PAID;
      case PAID, CANCELLED -> false;
    };
  }

  /**
   * @param number of the order, for the message
   * @throws Refused if it may not become that
   */
  void requireMayBecome(OrderState next, String number) {
    if (!mayBecome(next)) {
      throw Refused.conflict(
          "订单 %s %s，不能改为%s".formatted(number, zh, next.zh),
          "order %s is %s and cannot become %s".formatted(number, this, next));
    }
  }
}
