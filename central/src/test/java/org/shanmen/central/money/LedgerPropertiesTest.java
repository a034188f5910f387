package org.shanmen.central.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.db.tables.Tables.POSTING_LINE;
import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_SLOT_STOCK;
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
import org.shanmen.central.Sales;
import org.shanmen.central.WholeCentre;

/**
 * Whatever clerks do at once: money never drifts, and no day and no slot is sold beyond its quota.
 */
class LedgerPropertiesTest {
  private static final int CLERKS = 3;
  private static final int STEPS = 12;
  private static final int QUOTA = 9;
  private static final int SLOT_QUOTA = 3;
  private static final List<Integer> SLOTS = List.of(540, 780);

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
            centre.newTicketType(new JsonObject().put("price_fen", 0)),
            centre.newTicketType(slotted()));
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
    for (int slot : SLOTS) {
      assertThat(takenOfSlot(types.get(3), slot))
          .isBetween(0, SLOT_QUOTA)
          .isEqualTo(activeInSlot(types.get(3), slot));
    }
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
                    inSlot(type == types.get(3), random)
                        .put("ticket_type", type)
                        .put("valid_on", today.plusDays(random.nextInt(2)).toString())));
        default ->
            tickets.addAll(
                sold(
                    clerk,
                    inSlot(type == types.get(3), random)
                        .put("ticket_type", type)
                        .put("quantity", 1 + random.nextInt(3))
                        .put("valid_on", today.toString())));
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

  private static JsonObject slotted() {
    var slots = new JsonArray();
    SLOTS.forEach(
        from ->
            slots.add(
                new JsonObject()
                    .put("from_minute", from)
                    .put("until_minute", from + 120)
                    .put("quota", SLOT_QUOTA)));
    return new JsonObject().put("price_fen", 77_77).put("slots", slots);
  }

  private static JsonObject inSlot(boolean slotted, Random random) {
    return slotted
        ? new JsonObject().put("slot", SLOTS.get(random.nextInt(SLOTS.size())))
        : new JsonObject();
  }

  private List<String> sold(Browser clerk, JsonObject line) {
    var answer = clerk.post("/sales", Sales.order(line));
    assertThat(answer.status()).isIn(201, 409);
    return answer.status() == 409 ? List.of() : Sales.numbers(answer.json());
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

  private int takenOfSlot(String type, int slot) {
    return (int)
        sum(
            DSL.select(DSL.coalesce(DSL.sum(TICKET_SLOT_STOCK.TAKEN), DSL.inline(0)))
                .from(TICKET_SLOT_STOCK)
                .join(TICKET_TYPE)
                .on(TICKET_TYPE.ID.eq(TICKET_SLOT_STOCK.TICKET_TYPE_ID))
                .where(TICKET_TYPE.CODE.eq(type).and(TICKET_SLOT_STOCK.DAY.eq(today)))
                .and(TICKET_SLOT_STOCK.FROM_MINUTE.eq(slot)));
  }

  private int activeInSlot(String type, int slot) {
    var begins = today.atStartOfDay(WholeCentre.ZONE).plusMinutes(slot).toOffsetDateTime();
    return (int)
        sum(
            DSL.select(DSL.coalesce(DSL.sum(TICKET.PEOPLE), DSL.inline(0)))
                .from(TICKET)
                .join(TICKET_TYPE)
                .on(TICKET_TYPE.ID.eq(TICKET.TICKET_TYPE_ID))
                .where(TICKET_TYPE.CODE.eq(type).and(TICKET.STATE.eq("ACTIVE")))
                .and(TICKET.VALID_FROM.eq(begins)));
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
