package org.shanmen.central.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.db.tables.Tables.POSTING;
import static org.shanmen.central.db.tables.Tables.POSTING_LINE;
import static org.shanmen.central.report.Reported.row;
import static org.shanmen.central.report.Reported.rows;
import static org.shanmen.central.report.Reported.total;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.Test;
import org.shanmen.central.Browser;
import org.shanmen.central.Sales;
import org.shanmen.central.WholeCentre;
import org.shanmen.central.paper.ReadPdf;

/** What reports say of sales is what the ledger and the tickets say. */
class SalesReportTest {
  private static final int STEPS = 30;
  private static final String XLSX =
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

  private final WholeCentre centre = WholeCentre.shared();
  private final LocalDate today = LocalDate.ofInstant(Instant.now(), WholeCentre.ZONE);
  private final String name = centre.newUser("clerk");
  private final Browser clerk = centre.stranger().logIn(name, WholeCentre.PASSWORD);
  private final Browser finance = centre.with("finance");
  private final LedgerOfDays ledger = new LedgerOfDays(centre, today.minusDays(1), today);
  private final String day = "from=%s&until=%s".formatted(today.minusDays(1), today);

  @Property(tries = 4)
  void everyTotalIsTheLedgersToTheFen(@ForAll long seed) {
    long feesBefore = ledger.balance("REFUND_FEES");
    history(new Random(seed));
    assertThat(-ledger.balance("REFUND_FEES")).isGreaterThan(-feesBefore);
    long net = -ledger.balance("TICKETS", "GATE_FEES", "REFUND_FEES");
    for (String by :
        List.of(
            "",
            "ticket_type",
            "kind",
            "clerk",
            "channel,place",
            "sales_point,window",
            "day,hour",
            "month,weekday,clerk")) {
      var report = finance.get("/reports/sales?" + day + "&by=" + by).expect(200).json();
      assertThat(total(report, "net_fen")).as(by).isEqualTo(net);
      assertThat(total(report, "net_fen"))
          .isEqualTo(
              total(report, "sold_fen")
                  + total(report, "exchanged_fen")
                  + total(report, "gate_fees_fen")
                  - total(report, "refunded_fen")
                  + total(report, "fees_fen"));
      assertThat(total(report, "tickets")).as(by).isEqualTo(ledger.ticketsSold());
    }
    for (String by : List.of("area", "area,ticket_type,window")) {
      var report = finance.get("/reports/sales?" + day + "&by=" + by).expect(200).json();
      assertThat(total(report, "net_fen")).as(by).isEqualTo(net);
      assertThat(total(report, "fees_fen")).as(by).isEqualTo(-ledger.balance("REFUND_FEES"));
    }
    assertThat(total(finance.get("/reports/ticket-mix?" + day).json(), "net_fen")).isEqualTo(net);
    for (String each : List.of("day", "month")) {
      var cashiers = finance.get("/reports/cashiers?" + day + "&each=" + each).expect(200).json();
      for (String account : List.of("CASH", "CARD", "QR")) {
        String key = account.toLowerCase(java.util.Locale.ROOT);
        assertThat(total(cashiers, key + "_in_fen") - total(cashiers, key + "_out_fen"))
            .isEqualTo(ledger.visitors(account));
      }
      assertThat(total(cashiers, "over_short_fen")).isEqualTo(-ledger.balance("CASH_DIFFERENCE"));
      assertThat(total(cashiers, "net_fen")).isEqualTo(net);
    }
    var refunds = finance.get("/reports/refunds?" + day).expect(200).json();
    assertThat(total(refunds, "fees_fen")).isEqualTo(-ledger.balance("REFUND_FEES"));
    assertThat(total(refunds, "price_fen"))
        .isEqualTo(
            ledger.sum(POSTING_LINE.ACCOUNT.eq("TICKETS").and(POSTING.KIND.in("REFUND", "VOID"))));
  }

  @Test
  void anExchangeSellsNothingAndMovesMoneyBetweenTypes() {
    String adult = newType("成人喆", 120_00);
    String child = newType("儿童", 60_00);
    var sold = sell(adult, 2, "CASH");
    clerk
        .post(
            "/tickets/" + sold.get(0) + "/exchange",
            new JsonObject().put("ticket_type", child).put("payment", "CASH"))
        .expect(200);
    var rows = finance.get("/reports/sales?" + day + "&by=clerk,ticket_type").json();
    assertThat(row(rows, adult, "tickets", "sold_fen", "exchanged_fen", "net_fen"))
        .containsExactly(2L, 240_00L, -120_00L, 120_00L);
    assertThat(row(rows, child, "tickets", "sold_fen", "exchanged_fen", "net_fen"))
        .containsExactly(0L, 0L, 60_00L, 60_00L);
    clerk
        .post(
            "/tickets/" + sold.get(0) + "/exchange",
            new JsonObject().put("ticket_type", newType("学生", 70_00)))
        .expect(200);
    var again = finance.get("/reports/sales?" + day + "&by=clerk,ticket_type").json();
    assertThat(row(again, adult, "tickets", "sold_fen")).containsExactly(2L, 240_00L);
  }

  @Test
  void whatIsSoldAtAWindowIsToldByItAndByItsSalesPointEvenIfItCostsNothing() {
    String point = WholeCentre.newName("P");
    centre.admin().post("/sales-points", named(point)).expect(201);
    String window = WholeCentre.newName("W");
    centre.admin().post("/windows", named(window).put("sales_point", point)).expect(201);
    var seller = centre.with("clerk");
    var shift =
        seller
            .post("/shifts", new JsonObject().put("window", window).put("float_fen", 0))
            .expect(201)
            .json();
    assertThat(shift.getString("window")).isEqualTo(window);
    sell(seller, newType("成人", 80_00), 2, "CASH", today);
    sell(seller, newType("儿童", 0), 3, "CASH", today);
    for (String by : List.of("window", "sales_point")) {
      String code = by.equals("window") ? window : point;
      var report = finance.get("/reports/sales?" + day + "&by=" + by).expect(200).json();
      var row = row(report, by, code);
      assertThat(row.getString(by + "_zh")).isEqualTo("名" + code);
      assertThat(row.getLong("tickets")).isEqualTo(5);
      assertThat(row.getLong("net_fen")).isEqualTo(160_00);
    }
    var order = new JsonObject().put("payment", "CASH").put("lines", lines(newType("单", 10_00)));
    var placed = seller.post("/orders", order).expect(201).json();
    assertThat(placed.getString("window")).isEqualTo(window);
    assertThat(clerk.post("/orders", order).expect(201).json().getValue("window")).isNull();
  }

  @Test
  void aPackagesMoneyIsItsAreasAndThatOfOneAreaIsItsOwn() {
    String garden = newArea();
    String museum = newArea();
    var both = sell(newPackage(garden, museum), 2, "CASH");
    var only = new JsonObject().put("price_fen", 30_00).put("areas", new JsonArray().add(museum));
    sell(centre.newTicketType(only), 1, "QR");
    var unsplit = only.copy().put("areas", new JsonArray(List.of(garden, museum)));
    sell(centre.newTicketType(unsplit), 1, "QR");
    var before = finance.get("/reports/sales?" + day + "&by=area").expect(200).json();
    assertThat(row(before, "area", garden).getLong("sold_fen")).isEqualTo(133_34);
    assertThat(row(before, "area", museum).getLong("sold_fen")).isEqualTo(66_66 + 30_00);
    assertThat(row(before, "area", museum).containsKey("tickets")).isFalse();
    clerk.post("/tickets/" + both.get(0) + "/refund", new JsonObject()).expect(200);
    var after = finance.get("/reports/sales?" + day + "&by=area").expect(200).json();
    assertThat(row(after, "area", garden).getLong("refunded_fen")).isEqualTo(66_67);
    assertThat(row(after, "area", garden).getLong("net_fen")).isEqualTo(66_67);
    assertThat(row(after, "area", museum).getLong("net_fen")).isEqualTo(33_33 + 30_00);
  }

  @Test
  void whatBecameAPackageIsPaidBackByItsAreas() {
    String garden = newArea();
    String museum = newArea();
    var only = new JsonObject().put("price_fen", 30_00).put("areas", new JsonArray().add(garden));
    String ticket = sell(centre.newTicketType(only), 1, "CASH").get(0);
    clerk
        .post(
            "/tickets/" + ticket + "/exchange",
            new JsonObject().put("ticket_type", newPackage(garden, museum)))
        .expect(200);
    clerk.post("/tickets/" + ticket + "/refund", new JsonObject()).expect(200);
    var report = finance.get("/reports/sales?" + day + "&by=area").expect(200).json();
    assertThat(row(report, "area", garden).getLong("refunded_fen")).isEqualTo(66_67);
    assertThat(row(report, "area", garden).getLong("net_fen")).isZero();
    assertThat(row(report, "area", museum).getLong("net_fen")).isZero();
  }

  /** Half past midnight is the evening before in Greenwich, and a minute before midnight is not. */
  @Test
  void aDayIsTheParksFromItsFirstHourToItsLast() {
    String type = newType("跨日", 50_00);
    var sold = sell(type, 2, "CASH");
    clerk.post("/tickets/" + sold.get(0) + "/refund", new JsonObject()).expect(200);
    String that = "?from=2019-04-01&until=2019-04-01&language=zh";
    for (String refunded : List.of("2019-03-31T16:45:00Z", "2019-04-01T15:59:00Z")) {
      moved(sold.get(0), "2019-03-31T16:30:00Z", refunded);
      var refunds = finance.get("/reports/refunds" + that + "&by=day,ticket_type").json();
      assertThat(row(refunds, "ticket_type", type).getString("day")).isEqualTo("2019-04-01");
    }
    var hours = finance.get("/reports/sales" + that + "&by=day,hour,ticket_type").json();
    assertThat(
            rows(hours).stream()
                .filter(row -> row.getString("ticket_type").equals(type))
                .map(
                    row ->
                        "%s %d: %d, -%d"
                            .formatted(
                                row.getString("day"),
                                row.getLong("hour"),
                                row.getLong("tickets"),
                                row.getLong("refunded_tickets"))))
        .containsExactly("2019-04-01 0: 2, -0", "2019-04-01 23: 0, -1");
    for (String other : List.of("2019-03-31", "2019-04-02")) {
      String path = "/reports/sales?from=%1$s&until=%1$s&by=ticket_type".formatted(other);
      assertThat(rows(finance.get(path).json()))
          .extracting(row -> row.getString("ticket_type"))
          .doesNotContain(type);
    }
    for (String each : List.of("day", "month")) {
      var cashier =
          finance.get("/reports/cashiers" + that + "&each=" + each + "&clerk=" + name).json();
      assertThat(rows(cashier))
          .singleElement()
          .satisfies(
              row -> {
                assertThat("2019-04-01").startsWith(row.getString(each));
                assertThat(row.getLong("cash_in_fen")).isEqualTo(100_00);
                assertThat(row.getLong("cash_out_fen")).isEqualTo(50_00);
              });
    }
    var compared = finance.get("/reports/comparison?what=tickets&span=day&day=2019-04-01").json();
    assertThat(rows(compared)).extracting(row -> row.getLong("part")).containsExactly(0L);
    var books = finance.get("/statement" + that + "&person=" + name).expect(200).json();
    assertThat(books.getJsonObject("statement").getJsonObject("accounts").getLong("CASH"))
        .isEqualTo(50_00);
  }

  /** Behind the ledger's back, which does not forget: a sale and a refund of another time. */
  private void moved(String ticket, String sold, String refunded) {
    centre
        .database()
        .transact(
            tx -> {
              tx.execute("set local session_replication_role = replica");
              tx.execute(
                  "update posting set at = case kind when 'SALE' then ?::timestamptz"
                      + " else ?::timestamptz end"
                      + " where order_id = (select order_id from ticket where number = ?)",
                  sold,
                  refunded,
                  ticket);
              tx.execute(
                  "update ticket_order set paid_at = ?::timestamptz"
                      + " where id = (select order_id from ticket where number = ?)",
                  sold,
                  ticket);
              return tx.execute(
                  "update ticket set refunded_at = ?::timestamptz where number = ?",
                  refunded,
                  ticket);
            });
  }

  @Test
  void aRefundIsToldWithItsReasonItsTierAndWhoGaveTheMoneyBack() {
    String type = newType("成人", 99_99);
    var sold = sell(type, 3, "QR");
    clerk
        .post("/tickets/" + sold.get(0) + "/refund", new JsonObject().put("reason", "下雨"))
        .expect(200);
    var report = finance.get("/reports/refunds?" + day).expect(200).json();
    var row = rows(report).stream().filter(r -> r.getString("ticket_type").equals(type)).findAny();
    assertThat(row)
        .hasValueSatisfying(
            refund -> {
              assertThat(refund.getString("clerk")).isEqualTo(name);
              assertThat(refund.getString("what")).isEqualTo("REFUND");
              assertThat(refund.getString("reason")).isEqualTo("下雨");
              assertThat(refund.getLong("tickets")).isEqualTo(1);
              assertThat(refund.getLong("price_fen")).isEqualTo(99_99);
              assertThat(refund.getLong("price_fen"))
                  .isEqualTo(refund.getLong("refunded_fen") + refund.getLong("fees_fen"));
            });
  }

  @Test
  void aSheetHasNumbersAsNumbersAndBothLanguages() throws IOException {
    String type = newType("喆䶮票", 33_33);
    sell(type, 3, "CASH");
    String path = "/reports/sales?" + day + "&by=ticket_type&format=xlsx&language=";
    var chinese = sheet(finance.file(path + "zh", XLSX));
    assertThat(chinese.get(0).getCellText(0)).isEqualTo("示范园 销售报表");
    assertThat(chinese.get(2).getCellText(1)).isEqualTo("票种");
    var row = chinese.stream().filter(r -> r.getCellText(0).equals(type)).findAny().orElseThrow();
    assertThat(row.getCellText(1)).isEqualTo("喆䶮票");
    assertThat(row.getCellAsNumber(2)).contains(new BigDecimal("3"));
    assertThat(row.getCellAsNumber(4)).contains(new BigDecimal("99.99"));
    var total = chinese.get(chinese.size() - 1);
    assertThat(total.getCellText(0)).isEqualTo("合计");
    assertThat(total.getCellAsNumber(2).orElseThrow().longValueExact())
        .isEqualTo(ledger.ticketsSold());
    var english = sheet(finance.file(path + "en", XLSX));
    assertThat(english.get(0).getCellText(0)).isEqualTo("Model Park Sales");
    assertThat(english.get(2).getCellText(1)).isEqualTo("Ticket type");
  }

  @Test
  void aCashiersStatementOnPaperIsReadAndSigned() throws IOException {
    String type = newType("纸", 45_67);
    sell(type, 2, "CARD");
    String path = "/reports/cashiers?" + day + "&clerk=" + name + "&format=pdf&language=";
    String chinese = ReadPdf.text(finance.file(path + "zh", "application/pdf"));
    assertThat(chinese).contains("示范园 收款员日结表", "刷卡收款", "91.34", name, "复核", "合计");
    String english = ReadPdf.text(finance.file(path + "en", "application/pdf"));
    assertThat(english).contains("Model Park Cashiers' daily statement", "Checked by");
  }

  @Test
  void whatIsKnownOfTodayIsToldAtOnce() {
    String group =
        centre.newTicketType(
            new JsonObject().put("kind", "GROUP").put("max_people", 50).put("price_fen", 10_00));
    var before = rows(finance.get("/reports/live").expect(200).json()).get(0);
    var order = Sales.order(Sales.line(group, 1).put("people", 20));
    clerk.post("/sales", order.put("payment", "CARD")).expect(201);
    var after = rows(finance.get("/reports/live").expect(200).json()).get(0);
    assertThat(after.getLong("groups") - before.getLong("groups")).isEqualTo(1);
    assertThat(after.getLong("group_people") - before.getLong("group_people")).isEqualTo(20);
    assertThat(after.getLong("net_fen") - before.getLong("net_fen")).isEqualTo(10_00);
  }

  @Test
  void whatMakesNoSenseIsToldAndMoneyIsNotForEverybody() {
    for (String wrong :
        List.of(
            "sales?from=2026-05-02&until=2026-05-01",
            "sales?from=2001-01-01&until=2026-01-01",
            "sales?" + day + "&by=colour",
            "refunds?" + day + "&by=colour",
            "comparison?what=sales&span=week&day=2026-02-30",
            "terminals?from=2024-01-01&until=2026-01-01",
            "passes?from=2024-01-01&until=2026-01-01&by=kind")) {
      assertThat(centre.admin().get("/reports/" + wrong).status()).as(wrong).isIn(400, 422);
    }
    assertThat(clerk.get("/reports/sales?" + day).status()).isEqualTo(403);
  }

  private void history(Random random) {
    var types =
        List.of(
            newType("甲", 99_99),
            newType("乙", 33_33),
            newType("免费", 0),
            newPackage(newArea(), newArea()));
    fees(new JsonObject().put("hours_before", 0).put("fee_percent", 15));
    try {
      var first = sellAhead(types.get(3), 2, "CASH");
      clerk.post("/tickets/" + first.get(0) + "/refund", new JsonObject()).expect(200);
      steps(random, types, new ArrayList<>(first));
    } finally {
      fees();
    }
  }

  /** Of the whole park: other tests rely on there being none. */
  private void fees(JsonObject... tiers) {
    var terms = new JsonObject().put("tiers", new JsonArray(List.of(tiers)));
    centre.admin().patch("/refund-terms", terms).expect(200);
  }

  private void steps(Random random, List<String> types, List<String> tickets) {
    for (int step = 0; step < STEPS; step++) {
      String ticket = tickets.isEmpty() ? "none" : tickets.get(random.nextInt(tickets.size()));
      String type = types.get(random.nextInt(types.size()));
      switch (random.nextInt(7)) {
        case 0 -> clerk.post("/shifts", new JsonObject().put("float_fen", 100).put("place", "东窗"));
        case 1 -> close(random.nextInt(50_000));
        case 2 -> clerk.post("/tickets/" + ticket + "/refund", new JsonObject());
        case 3 -> clerk.post("/tickets/" + ticket + "/void", new JsonObject());
        case 4 ->
            clerk.post(
                "/tickets/" + ticket + "/exchange",
                new JsonObject()
                    .put("ticket_type", type)
                    .put("valid_on", today.plusDays(random.nextInt(2)).toString()));
        default ->
            tickets.addAll(
                sellAhead(
                    type,
                    1 + random.nextInt(3),
                    List.of("CASH", "CARD", "QR").get(random.nextInt(3))));
      }
    }
  }

  private void close(int counted) {
    var shifts = clerk.get("/shifts").json().getJsonArray("shifts");
    if (!shifts.isEmpty()) {
      clerk.post(
          "/shifts/" + shifts.getJsonObject(0).getLong("id") + "/closing",
          new JsonObject().put("counted_fen", counted));
    }
  }

  private String newType(String nameZh, int price) {
    return centre.newTicketType(new JsonObject().put("name_zh", nameZh).put("price_fen", price));
  }

  private String newArea() {
    String code = WholeCentre.newName("A");
    centre
        .admin()
        .post(
            "/areas",
            new JsonObject().put("code", code).put("name_zh", "园" + code).put("name_en", code))
        .expect(201);
    return code;
  }

  /** Two thirds of its price are the first area's. */
  private String newPackage(String area, String other) {
    return centre.newTicketType(
        new JsonObject()
            .put("price_fen", 100_00)
            .put("areas", new JsonArray(List.of(area, other)))
            .put(
                "parts",
                new JsonArray()
                    .add(new JsonObject().put("area", area).put("share", 2))
                    .add(new JsonObject().put("area", other).put("share", 1))));
  }

  private List<String> sell(String type, int quantity, String payment) {
    return sell(clerk, type, quantity, payment, today);
  }

  /** Early enough to be refunded for a fee. */
  private List<String> sellAhead(String type, int quantity, String payment) {
    return sell(clerk, type, quantity, payment, today.plusDays(2));
  }

  private static List<String> sell(
      Browser seller, String type, int quantity, String payment, LocalDate on) {
    var line = Sales.line(type, quantity).put("valid_on", on.toString());
    var order = Sales.order(line).put("payment", payment);
    return Sales.numbers(seller.post("/sales", order).expect(201).json());
  }

  private static JsonObject named(String code) {
    return new JsonObject().put("code", code).put("name_zh", "名" + code).put("name_en", code);
  }

  private static JsonArray lines(String type) {
    return new JsonArray().add(new JsonObject().put("ticket_type", type).put("quantity", 1));
  }

  private static List<Row> sheet(byte[] file) throws IOException {
    try (var book = new ReadableWorkbook(new ByteArrayInputStream(file))) {
      return book.getFirstSheet().read();
    }
  }
}
