package org.shanmen.central.payment.alipay;

import java.math.BigDecimal;

/** Alipay counts in yuan with two decimals. */
final class AlipayMoney {
  private AlipayMoney() {}

  static String yuan(long fen) {
    return BigDecimal.valueOf(fen, 2).toPlainString();
  }

  /**
   * @throws ArithmeticException if it is not a whole number of fen
   * @throws NumberFormatException if it is no number
   */
  static long fen(String yuan) {
    return new BigDecimal(yuan.strip()).movePointRight(2).longValueExact();
  }
}
