package org.shanmen.central.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.db.tables.Tables.POSTING_LINE;
import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_STOCK;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jooq.impl.DSL;
import org.shanmen.central.Browser;
import org.shanmen.central.WholeCentre;

/** Whatever clerks do at once: money never drifts, and no day is sold beyond its quota. */
class LedgerPropertiesTest {
  private static final int CLERKS = 3;
  private static final int STEPS = 12;
  private static final int QUOTA = 9;

  private final WholeCentre centre = WholeCentre.shared();
  private final LocalDate today = LocalDate.ofInstant(Instant.now(), WholeCentre.ZONE);

  @Property(tries = 6)
  void theLedgerIsWhatTheTicketsAre(@ForAll long seed) {
    var types =
        List.of(
            centre.newTicketType(
                new JsonObject().put("price_fen", 99_99).put("daily_quota", QUOTA)),
            centre.newTicketType(
                new JsonObject().put("price_fen", 33_33).put("code_form", "SIGNED")),
            centre.newTicketType(new JsonObject().put("price_fen", 0)));
    var histories = new ArrayList<CompletableFuture<Void>>();
    for (int i = 0; i < CLERKS; i++) {
      var clerk = centre.with("clerk");
      var random = new Random(seed + i);
      histories.add(CompletableFuture.runAsync(() -> work(clerk, types, random)));
    }
    histories.forEach(CompletableFuture::join);
    for (String type : types) {
      assertThat(earned(type)).isEqualTo(worth(type));
    }
    assertThat(taken(types.get(0))).isBetween(0, QUOTA).isEqualTo(active(types.get(0)));
    var sum =
        centre
            .database()
            .query(sql -> sql.select(DSL.sum(POSTING_LINE.FEN)).from(POSTING_LINE).fetchSingle());
    assertThat(sum.value1().longValue()).isZero();
  }

  private void work(Browser clerk, List<String> types, Random random) {
    var tickets = new ArrayList<String>();
    for (int step = 0; step < STEPS; step++) {
      String type = types.get(random.nextInt(types.size()));
      String ticket = tickets.isEmpty() ? "none" : tickets.get(random.nextInt(tickets.size()));
      switch (random.nextInt(7)) {
        case 0 -> answered(clerk.post("/shifts", new JsonObject().put("float_fen", 100)));
        case 1 -> closeNewest(clerk, random.nextInt(50_000));
        case 2 -> answered(clerk.post("/tickets/" + ticket + "/refund", new JsonObject()));
        case 3 -> answered(clerk.post("/tickets/" + ticket + "/void", new JsonObject()));
        case 4 ->
            answered(
                clerk.post(
                    "/tickets/" + ticket + "/exchange",
                    new JsonObject()
                        .put("ticket_type", type)
                        .put("valid_on", today.plusDays(random.nextInt(2)).toString())));
        default -> tickets.addAll(sold(clerk, type, 1 + random.nextInt(3)));
      }
    }
  }

  /** Done or refused, but not failed: two who want the same never wait for each other. */
  private static void answered(Browser.Answer answer) {
    assertThat(answer.status()).isLessThan(500);
  }

  private static void closeNewest(Browser clerk, int counted) {
    var shifts = clerk.get("/shifts").json().getJsonArray("shifts");
    if (!shifts.isEmpty()) {
      answered(
          clerk.post(
              "/shifts/" + shifts.getJsonObject(0).getLong("id") + "/closing",
              new JsonObject().put("counted_fen", counted)));
    }
  }

  private List<String> sold(Browser clerk, String type, int quantity) {
    var line =
        new JsonObject()
            .put("ticket_type", type)
            .put("quantity", quantity)
            .put("valid_on", today.toString());
    var answer =
        clerk.post(
            "/sales",
            new JsonObject().put("payment", "CASH").put("lines", new JsonArray().add(line)));
    assertThat(answer.status()).isIn(201, 409);
    return answer.status() == 409
        ? List.of()
        : answer.json().getJsonArray("tickets").stream()
            .map(ticket -> ((JsonObject) ticket).getString("number"))
            .toList();
  }

  /** What the ledger says that the park earned with a type. */
  private long earned(String type) {
    return sum(
        DSL.select(DSL.coalesce(DSL.sum(POSTING_LINE.FEN.neg()), DSL.inline(0)))
            .from(POSTING_LINE)
            .join(TICKET_TYPE)
            .on(TICKET_TYPE.ID.eq(POSTING_LINE.TICKET_TYPE_ID))
            .where(TICKET_TYPE.CODE.eq(type)));
  }

  /** The prices of its tickets that were not taken back. */
  private long worth(String type) {
    return sum(
        DSL.select(DSL.coalesce(DSL.sum(TICKET.PRICE_FEN), DSL.inline(0)))
            .from(TICKET)
            .join(TICKET_TYPE)
            .on(TICKET_TYPE.ID.eq(TICKET.TICKET_TYPE_ID))
            .where(TICKET_TYPE.CODE.eq(type).and(TICKET.STATE.eq("ACTIVE"))));
  }

  private int taken(String type) {
    return (int)
        sum(
            DSL.select(DSL.coalesce(DSL.sum(TICKET_STOCK.TAKEN), DSL.inline(0)))
                .from(TICKET_STOCK)
                .join(TICKET_TYPE)
                .on(TICKET_TYPE.ID.eq(TICKET_STOCK.TICKET_TYPE_ID))
                .where(TICKET_TYPE.CODE.eq(type).and(TICKET_STOCK.DAY.eq(today))));
  }

  private int active(String type) {
    return (int)
        sum(
            DSL.select(DSL.coalesce(DSL.sum(TICKET.PEOPLE), DSL.inline(0)))
                .from(TICKET)
                .join(TICKET_TYPE)
                .on(TICKET_TYPE.ID.eq(TICKET.TICKET_TYPE_ID))
                .where(TICKET_TYPE.CODE.eq(type).and(TICKET.STATE.eq("ACTIVE")))
                .and(
                    TICKET.VALID_FROM.eq(today.atStartOfDay(WholeCentre.ZONE).toOffsetDateTime())));
  }

  private long sum(org.jooq.Select<? extends org.jooq.Record1<java.math.BigDecimal>> query) {
    return centre.database().query(sql -> sql.fetchSingle(query).value1().longValueExact());
  }
}
