package org.shanmen.central.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.db.tables.Tables.POSTING;
import static org.shanmen.central.db.tables.Tables.POSTING_LINE;
import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_ORDER;

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
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.shanmen.central.Browser;
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
  private final String day = "from=%s&until=%s".formatted(today.minusDays(1), today);

  @Property(tries = 4)
  void everyTotalIsTheLedgersToTheFen(@ForAll long seed) {
    history(new Random(seed));
    long net = -balance("TICKETS", "GATE_FEES", "REFUND_FEES");
    for (String by :
        List.of(
            "",
            "ticket_type",
            "kind",
            "clerk",
            "channel,place",
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
      assertThat(total(report, "tickets")).as(by).isEqualTo(ticketsSold());
    }
    assertThat(total(finance.get("/reports/ticket-mix?" + day).json(), "net_fen")).isEqualTo(net);
    for (String each : List.of("day", "month")) {
      var cashiers = finance.get("/reports/cashiers?" + day + "&each=" + each).expect(200).json();
      for (String account : List.of("CASH", "CARD", "QR")) {
        String key = account.toLowerCase(java.util.Locale.ROOT);
        assertThat(total(cashiers, key + "_in_fen") - total(cashiers, key + "_out_fen"))
            .isEqualTo(visitors(account));
      }
      assertThat(total(cashiers, "over_short_fen")).isEqualTo(-balance("CASH_DIFFERENCE"));
      assertThat(total(cashiers, "net_fen")).isEqualTo(net);
    }
    var refunds = finance.get("/reports/refunds?" + day).expect(200).json();
    assertThat(total(refunds, "fees_fen")).isEqualTo(-balance("REFUND_FEES"));
    assertThat(total(refunds, "price_fen"))
        .isEqualTo(sum(POSTING_LINE.ACCOUNT.eq("TICKETS").and(POSTING.KIND.in("REFUND", "VOID"))));
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
    assertThat(total.getCellAsNumber(2).orElseThrow().longValueExact()).isEqualTo(ticketsSold());
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
  void aTimeIsComparedWithTheOneBeforeAndTheSameAYearEarlier() {
    String type = newType("对比", 50_00);
    sell(type, 2, "CASH");
    long net = -balance("TICKETS", "GATE_FEES", "REFUND_FEES");
    for (String span : List.of("week", "month", "year")) {
      var report = compared("sales", span);
      assertThat(total(report, "now_fen")).isGreaterThanOrEqualTo(net);
      assertThat(total(report, "earlier_fen")).isZero();
      assertThat(report.getJsonObject("total").getValue("change_earlier")).isNull();
    }
    assertThat(total(compared("tickets", "day"), "now")).isGreaterThanOrEqualTo(2);
    assertThat(rows(compared("passes", "day"))).isNotNull();
    var june = finance.get("/reports/comparison?what=sales&span=week&day=2026-06-03").json();
    assertThat(june.getString("from")).isEqualTo("2026-06-01");
    assertThat(june.getJsonArray("notes").getJsonObject(0).getString("en"))
        .isEqualTo("before: 2026-05-25 to 2026-05-31; year before: 2025-06-02 to 2025-06-08");
  }

  @Test
  void whatIsKnownOfTodayIsToldAtOnce() {
    String group =
        centre.newTicketType(
            new JsonObject().put("kind", "GROUP").put("max_people", 50).put("price_fen", 10_00));
    var before = rows(finance.get("/reports/live").expect(200).json()).get(0);
    var line = new JsonObject().put("ticket_type", group).put("quantity", 1).put("people", 20);
    clerk
        .post(
            "/sales",
            new JsonObject().put("payment", "CARD").put("lines", new JsonArray().add(line)))
        .expect(201);
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

  private JsonObject compared(String what, String span) {
    return finance
        .get("/reports/comparison?what=%s&span=%s&day=%s".formatted(what, span, today))
        .expect(200)
        .json();
  }

  private void history(Random random) {
    var types = List.of(newType("甲", 99_99), newType("乙", 33_33), newType("免费", 0));
    centre
        .admin()
        .raw(
            "PUT",
            "/refund-terms",
            "application/json",
            new JsonObject()
                .put(
                    "tiers",
                    new JsonArray()
                        .add(new JsonObject().put("hours_before", 0).put("fee_percent", 15)))
                .toBuffer()
                .getBytes());
    var tickets = new ArrayList<String>();
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
                sell(
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

  private List<String> sell(String type, int quantity, String payment) {
    var line = new JsonObject().put("ticket_type", type).put("quantity", quantity);
    return clerk
        .post(
            "/sales",
            new JsonObject().put("payment", payment).put("lines", new JsonArray().add(line)))
        .expect(201)
        .json()
        .getJsonArray("tickets")
        .stream()
        .map(ticket -> ((JsonObject) ticket).getString("number"))
        .toList();
  }

  /** What came into accounts in these days. */
  private long balance(String... accounts) {
    return sum(POSTING_LINE.ACCOUNT.in(accounts));
  }

  private long visitors(String account) {
    return sum(
        POSTING_LINE.ACCOUNT.eq(account).and(POSTING.KIND.notIn("SHIFT_OPENED", "SHIFT_CLOSED")));
  }

  private long sum(Condition which) {
    return centre
        .database()
        .query(
            sql ->
                sql.select(DSL.coalesce(DSL.sum(POSTING_LINE.FEN), DSL.inline(0)))
                    .from(POSTING_LINE)
                    .join(POSTING)
                    .on(POSTING.ID.eq(POSTING_LINE.POSTING_ID))
                    .where(which)
                    .and(POSTING.AT.ge(start()).and(POSTING.AT.lt(end())))
                    .fetchSingle()
                    .value1()
                    .longValueExact());
  }

  private long ticketsSold() {
    return centre
        .database()
        .query(
            sql ->
                sql.fetchCount(
                    sql.select()
                        .from(TICKET)
                        .join(TICKET_ORDER)
                        .on(TICKET_ORDER.ID.eq(TICKET.ORDER_ID))
                        .where(TICKET_ORDER.PAID_AT.ge(start()))
                        .and(TICKET_ORDER.PAID_AT.lt(end()))));
  }

  private java.time.OffsetDateTime start() {
    return today.minusDays(1).atStartOfDay(WholeCentre.ZONE).toOffsetDateTime();
  }

  /** Others' tests may be ahead of the day. */
  private java.time.OffsetDateTime end() {
    return today.plusDays(1).atStartOfDay(WholeCentre.ZONE).toOffsetDateTime();
  }

  private static long total(JsonObject report, String key) {
    return report.getJsonObject("total").getLong(key);
  }

  private static List<JsonObject> rows(JsonObject report) {
    return report.getJsonArray("rows").stream().map(JsonObject.class::cast).toList();
  }

  private static List<Long> row(JsonObject report, String type, String... keys) {
    var row =
        rows(report).stream()
            .filter(each -> each.getString("ticket_type").equals(type))
            .findAny()
            .orElseThrow();
    return java.util.Arrays.stream(keys).map(row::getLong).toList();
  }

  private static List<Row> sheet(byte[] file) throws IOException {
    try (var book = new ReadableWorkbook(new ByteArrayInputStream(file))) {
      return book.getFirstSheet().read();
    }
  }
}
