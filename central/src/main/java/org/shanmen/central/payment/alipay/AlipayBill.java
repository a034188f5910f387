package org.shanmen.central.payment.alipay;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipInputStream;
import org.shanmen.central.payment.provider.Bill;

/**
 * A day's trades: a zip, in which one table lists them and another sums them up. Both are CSV in
 * GBK, between lines that begin with #; values are padded with tabs and never quoted; amounts are
 * in yuan, those of refunds below 0. Pure.
 */
final class AlipayBill {
  private static final Charset GBK = Charset.forName("GBK");
  private static final int MOST_BYTES = 1 << 26;
  private static final String FIRST = "支付宝交易号";
  private static final String OUR_NUMBER = "商户订单号";
  private static final String KIND = "业务类型";
  private static final String SUBJECT = "商品名称";
  private static final String AMOUNT = "订单金额（元）";
  private static final String OUR_REFUND = "退款批次号/请求号";

  private AlipayBill() {}

  /**
   * @throws IOException if it is no zip
   * @throws IllegalArgumentException if it is no such bill
   */
  static Bill.Lines read(byte[] zip) throws IOException {
    int left = MOST_BYTES;
    try (var files = new ZipInputStream(new ByteArrayInputStream(zip), GBK)) {
      while (files.getNextEntry() != null) {
        byte[] file = files.readNBytes(left + 1);
        left -= file.length;
        if (left < 0) {
          throw new IllegalArgumentException("the bill is larger than " + MOST_BYTES + " bytes");
        }
        var rows =
            new String(file, GBK)
                .lines()
                .filter(row -> !row.isBlank() && !row.startsWith("#"))
                .toList();
        if (!rows.isEmpty() && rows.get(0).startsWith(FIRST)) {
          return lines(rows);
        }
      }
    }
    throw new IllegalArgumentException("the bill has no list of trades");
  }

  private static Bill.Lines lines(List<String> rows) {
    var names = List.of(rows.get(0).split(",", -1)).stream().map(String::strip).toList();
    var lines = new ArrayList<Bill.Line>();
    for (String row : rows.subList(1, rows.size())) {
      lines.add(line(new Row(names, row.split(",", -1))));
    }
    return new Bill.Lines(lines);
  }

  private static Bill.Line line(Row row) {
    long fen = AlipayMoney.fen(row.value(AMOUNT));
    return switch (row.value(KIND)) {
      case "交易" -> new Bill.Line(Bill.Subject.CHARGE, row.value(OUR_NUMBER), fen);
      case "退款" -> new Bill.Line(Bill.Subject.REFUND, row.value(OUR_REFUND), Math.abs(fen));
      default -> throw new IllegalArgumentException("unknown kind in the bill: " + row.value(KIND));
    };
  }

  /** A subject may hold commas: what stands behind it is counted from the end. */
  private record Row(List<String> names, String[] values) {
    Row {
      if (values.length < names.size()) {
        throw new IllegalArgumentException(
            values.length + " values for " + names.size() + " columns");
      }
    }

    String value(String name) {
      int at = names.indexOf(name);
      if (at < 0) {
        throw new IllegalArgumentException("the bill has no column " + name);
      }
      boolean behind = at > names.indexOf(SUBJECT);
      return values[behind ? at + values.length - names.size() : at].strip();
    }
  }
}
