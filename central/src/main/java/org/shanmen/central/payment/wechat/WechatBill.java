package org.shanmen.central.payment.wechat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.shanmen.central.payment.provider.Bill;

/**
 * The trade bill of WeChat Pay, type ALL: CSV with a line of Chinese column names, each value
 * behind a backquote, amounts in yuan, and two lines of sums at the end. Pure.
 */
final class WechatBill {
  private static final String OUR_NUMBER = "商户订单号";
  private static final String STATE = "交易状态";
  private static final String CHARGED = "订单金额";
  private static final String OUR_REFUND = "商户退款单号";
  private static final String REFUNDED = "申请退款金额";
  private static final String SUMS = "总交易单数";

  private WechatBill() {}

  /**
   * @throws IllegalArgumentException if it is no such bill
   */
  static Bill.Lines read(String csv) {
    var rows = csv.replace("\uFEFF", "").lines().filter(row -> !row.isBlank()).toList();
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("the bill is empty");
    }
    var names = List.of(rows.get(0).split(","));
    var lines = new ArrayList<Bill.Line>();
    for (String row : rows.subList(1, rows.size())) {
      if (row.startsWith(SUMS)) {
        break;
      }
      lines.add(line(names, row.replaceFirst("^`", "").split(",`", -1)));
    }
    return new Bill.Lines(lines);
  }

  private static Bill.Line line(List<String> names, String[] values) {
    if (values.length != names.size()) {
      throw new IllegalArgumentException(
          values.length + " values for " + names.size() + " columns");
    }
    return switch (value(names, values, STATE)) {
      case "SUCCESS" ->
          new Bill.Line(
              Bill.Subject.CHARGE,
              value(names, values, OUR_NUMBER),
              fen(value(names, values, CHARGED)));
      case "REFUND", "REVOKED" ->
          new Bill.Line(
              Bill.Subject.REFUND,
              value(names, values, OUR_REFUND),
              fen(value(names, values, REFUNDED)));
      default -> throw new IllegalArgumentException("unknown state in the bill");
    };
  }

  private static String value(List<String> names, String[] values, String name) {
    int at = names.indexOf(name);
    if (at < 0) {
      throw new IllegalArgumentException("the bill has no column " + name);
    }
    return values[at].strip();
  }

  private static long fen(String yuan) {
    return new BigDecimal(yuan).movePointRight(2).longValueExact();
  }
}
