package org.shanmen.central.payment.alipay;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * What Alipay's documentation says of its gateway, played: trades that come to be when a code is
 * scanned, refunds in parts, signed answers and notifications, a bill. It shares no code with the
 * room that calls it.
 */
public final class AlipayModel implements AutoCloseable {
  private static final String APP = "2021000000000001";
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private static final class Trade {
    String subject;
    long askedFen;
    long fen;
    String state = "";
    Instant paidAt;
    final Map<String, Long> refunds = new LinkedHashMap<>();
    final Map<String, Instant> refundedAt = new HashMap<>();

    long left() {
      return fen - refunds.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  private static final class No extends Exception {
    private static final long serialVersionUID = 1L;

    No(String code) {
      super(code);
    }
  }

  /** What was asked, in order; each was rightly signed. */
  public final List<Map<String, String>> asked = new ArrayList<>();

  private final KeyPair application = AlipayForms.keys();
  private final KeyPair alipay = AlipayForms.keys();
  private final Map<String, Trade> trades = new LinkedHashMap<>();
  private final Map<String, String> refusals = new HashMap<>();
  private final Map<String, Long> billedOtherwise = new HashMap<>();
  private final InstantSource clock;
  private final HttpServer server;
  private PrivateKey answersBy = alipay.getPrivate();
  private boolean refundsHeld;

  public AlipayModel(InstantSource clock) {
    this.clock = clock;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/gateway.do", this::gateway);
    server.createContext("/bill", this::bill);
    server.start();
  }

  public AlipaySettings settings(String notifyUrl) {
    return new AlipaySettings(
        URI.create(root() + "/gateway.do"),
        APP,
        application.getPrivate(),
        alipay.getPublic(),
        notifyUrl);
  }

  private String root() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** From now on a method is answered with this code; null: as it should be. */
  public synchronized void refuse(String method, String code) {
    refusals.put(method, code);
  }

  /** From now on somebody else answers. */
  public synchronized void answersAreForged() {
    answersBy = application.getPrivate();
  }

  /** From now on refunds are taken and not yet made. */
  public synchronized void holdRefunds(boolean held) {
    refundsHeld = held;
  }

  /** The bill says something else of a number; null: nothing at all. */
  public synchronized void billOtherwise(String number, Long fen) {
    billedOtherwise.put(number, fen);
  }

  /** A visitor scans the code: only now there is a trade. */
  public synchronized void scan(String number) {
    trades.get(number).state = "WAIT_BUYER_PAY";
  }

  /** He pays what was asked for. */
  public synchronized void pay(String number) {
    pay(number, trades.get(number).askedFen);
  }

  /** He pays something else, which Alipay would not let him. */
  public synchronized void pay(String number, long fen) {
    var trade = trades.get(number);
    trade.fen = fen;
    trade.state = "TRADE_SUCCESS";
    trade.paidAt = clock.instant();
  }

  /** What is left with it: paid, less paid back. */
  public synchronized long balanceFen() {
    return trades.values().stream().mapToLong(Trade::left).sum();
  }

  /** The fields of the notification that a trade was paid. */
  public synchronized Map<String, String> paid(String number) {
    var trade = trades.get(number);
    var fields = new TreeMap<String, String>();
    fields.put("notify_type", "trade_status_sync");
    fields.put("notify_id", "ac05099524730693a8b330c5ecf72da9786");
    fields.put("notify_time", time(clock.instant()));
    fields.put("charset", "utf-8");
    fields.put("version", "1.0");
    fields.put("app_id", APP);
    fields.put("out_trade_no", number);
    fields.put("trade_no", "2026" + number);
    fields.put("trade_status", trade.state);
    fields.put("subject", trade.subject);
    fields.put("total_amount", yuan(trade.fen));
    fields.put("receipt_amount", yuan(trade.fen));
    fields.put("gmt_payment", time(trade.paidAt));
    return fields;
  }

  /** The fields of the notification that a refund was made. */
  public synchronized Map<String, String> refunded(String number, String refund) {
    var fields = paid(number);
    var trade = trades.get(number);
    fields.put("out_biz_no", refund);
    fields.put("refund_fee", yuan(trade.fen - trade.left()));
    fields.put("gmt_refund", time(trade.refundedAt.get(refund)) + ".320");
    return fields;
  }

  /** The form that Alipay sends. */
  public String signed(Map<String, String> fields) {
    return AlipayForms.form(fields, alipay.getPrivate());
  }

  /** The same of somebody who has another key. */
  public String forged(Map<String, String> fields) {
    return AlipayForms.form(fields, application.getPrivate());
  }

  private synchronized void gateway(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var form = AlipayForms.read(body);
    String method = form.get("method");
    JsonObject said;
    try {
      if (!AlipayForms.signed(form, application.getPublic()) || !APP.equals(form.get("app_id"))) {
        throw new No("isv.invalid-signature");
      }
      asked.add(form);
      if (refusals.get(method) != null) {
        throw new No(refusals.get(method));
      }
      said = answer(method, new JsonObject(form.get("biz_content")));
      said.put("code", "10000").put("msg", "Success");
    } catch (No e) {
      said = new JsonObject().put("code", "40004").put("msg", "Business Failed");
      said.put("sub_code", e.getMessage()).put("sub_msg", "不行 {\"sign\":\"}");
    }
    String node = method.replace('.', '_') + "_response";
    String text = said.encode();
    end(
        exchange,
        "{\"%s\":%s,\"sign\":\"%s\"}"
            .formatted(node, text, AlipayForms.sign(text, answersBy))
            .getBytes(UTF_8));
  }

  private static final Charset UTF_8 = StandardCharsets.UTF_8;

  private JsonObject answer(String method, JsonObject about) throws No {
    String number = about.getString("out_trade_no", "");
    return switch (method) {
      case "alipay.trade.precreate" -> precreate(number, about);
      case "alipay.trade.query" -> query(number);
      case "alipay.trade.close" -> close(number);
      case "alipay.trade.refund" -> refund(number, about);
      case "alipay.trade.fastpay.refund.query" -> refundQuery(number, about);
      case "alipay.data.dataservice.bill.downloadurl.query" -> {
        if (billRows(about.getString("bill_date")).isEmpty()) {
          throw new No("isp.bill_not_exist");
        }
        String address = root() + "/bill?day=" + about.getString("bill_date");
        yield new JsonObject().put("bill_download_url", address);
      }
      default -> throw new No("isv.invalid-method");
    };
  }

  private JsonObject precreate(String number, JsonObject about) {
    var trade = trades.computeIfAbsent(number, any -> new Trade());
    trade.subject = about.getString("subject");
    trade.askedFen = fen(about.getString("total_amount"));
    return new JsonObject()
        .put("out_trade_no", number)
        .put("qr_code", "https://qr.alipay.com/" + number);
  }

  private Trade there(String number) throws No {
    var trade = trades.get(number);
    if (trade == null || trade.state.isEmpty()) {
      throw new No("ACQ.TRADE_NOT_EXIST");
    }
    return trade;
  }

  private JsonObject query(String number) throws No {
    var trade = there(number);
    var said =
        new JsonObject()
            .put("out_trade_no", number)
            .put("trade_no", "2026" + number)
            .put("trade_status", trade.state)
            .put("total_amount", yuan(trade.paidAt == null ? trade.askedFen : trade.fen));
    if (trade.paidAt != null) {
      said.put("send_pay_date", time(trade.paidAt));
      var fund = new JsonObject().put("fund_channel", "PCREDIT").put("amount", yuan(trade.fen));
      said.put("fund_bill_list", new io.vertx.core.json.JsonArray().add(fund));
    }
    return said;
  }

  private JsonObject close(String number) throws No {
    var trade = there(number);
    if (!trade.state.equals("WAIT_BUYER_PAY")) {
      throw new No("ACQ.REASON_TRADE_STATUS_INVALID");
    }
    trade.state = "TRADE_CLOSED";
    return new JsonObject().put("out_trade_no", number).put("trade_no", "2026" + number);
  }

  private JsonObject refund(String number, JsonObject about) throws No {
    var trade = there(number);
    String refund = about.getString("out_request_no");
    long fen = fen(about.getString("refund_amount"));
    boolean again = trade.refunds.containsKey(refund);
    if (!again && fen > trade.left()) {
      throw new No("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL");
    }
    if (again && trade.refunds.get(refund) != fen) {
      throw new No("ACQ.DISCORDANT_REPEAT_REQUEST");
    }
    if (!refundsHeld && !again) {
      trade.refunds.put(refund, fen);
      trade.refundedAt.put(refund, clock.instant());
      trade.state = trade.left() == 0 ? "TRADE_CLOSED" : trade.state;
    }
    return new JsonObject()
        .put("out_trade_no", number)
        .put("trade_no", "2026" + number)
        .put("fund_change", again || refundsHeld ? "N" : "Y")
        .put("refund_fee", yuan(trade.fen - trade.left()));
  }

  private JsonObject refundQuery(String number, JsonObject about) throws No {
    var trade = there(number);
    String refund = about.getString("out_request_no");
    if (!trade.refunds.containsKey(refund)) {
      return new JsonObject();
    }
    return new JsonObject()
        .put("out_trade_no", number)
        .put("trade_no", "2026" + number)
        .put("out_request_no", refund)
        .put("refund_status", "REFUND_SUCCESS")
        .put("refund_amount", yuan(trade.refunds.get(refund)))
        .put("gmt_refund_pay", time(trade.refundedAt.get(refund)));
  }

  private synchronized void bill(HttpExchange exchange) throws IOException {
    String day = exchange.getRequestURI().getQuery().replace("day=", "");
    var zip = new ByteArrayOutputStream();
    try (var files = new ZipOutputStream(zip, GBK)) {
      files.putNextEntry(new ZipEntry("20880000_" + day + "_业务明细(汇总).csv"));
      files.write("#支付宝业务汇总查询\n门店编号,门店名称,交易订单总笔数\n合计,,2\n".getBytes(GBK));
      files.putNextEntry(new ZipEntry("20880000_" + day + "_业务明细.csv"));
      String text =
          "#支付宝业务明细查询\n#账号:[20880000]\n#-----业务明细列表-----\n"
              + "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,"
              + "订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,"
              + "券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注\n"
              + String.join("", billRows(day))
              + "#-----业务明细列表结束-----\n#交易合计:2笔\n";
      files.write(text.getBytes(GBK));
    }
    end(exchange, zip.toByteArray());
  }

  private static final Charset GBK = Charset.forName("GBK");

  private List<String> billRows(String day) {
    var rows = new ArrayList<String>();
    trades.forEach(
        (number, trade) -> {
          if (trade.paidAt != null && time(trade.paidAt).startsWith(day)) {
            row(rows, number, trade.subject, "交易", trade.fen, "", 1);
          }
          trade.refunds.forEach(
              (refund, fen) -> {
                if (time(trade.refundedAt.get(refund)).startsWith(day)) {
                  row(rows, number, trade.subject, "退款", fen, refund, -1);
                }
              });
        });
    return rows;
  }

  private void row(
      List<String> rows,
      String number,
      String subject,
      String kind,
      long fen,
      String refund,
      int sign) {
    String of = refund.isEmpty() ? number : refund;
    if (billedOtherwise.containsKey(of) && billedOtherwise.get(of) == null) {
      return;
    }
    String amount = yuan(sign * billedOtherwise.getOrDefault(of, fen));
    rows.add(
        "2026%s\t,%s\t,%s,%s,2026-05-01 10:00:00,2026-05-01 10:00:09,,,,,*张(138****0000)\t,%s,%s,0.00,0.00,0.00,0.00,0.00,,0.00,0.00,%s\t,-0.48,0.00,\n"
            .formatted(number, number, kind, subject, amount, amount, refund));
  }

  private static void end(HttpExchange exchange, byte[] body) throws IOException {
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String time(Instant at) {
    return at.atZone(ZONE).format(TIME);
  }

  private static String yuan(long fen) {
    return BigDecimal.valueOf(fen, 2).toPlainString();
  }

  private static long fen(String yuan) {
    return new BigDecimal(yuan).movePointRight(2).longValueExact();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
