package org.shanmen.central.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.db.tables.Tables.POSTING;
import static org.shanmen.central.db.tables.Tables.POSTING_LINE;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jooq.impl.DSL;
import org.shanmen.central.Browser;
import org.shanmen.central.Sales;
import org.shanmen.central.WholeCentre;
import org.shanmen.central.money.Account;

/** What a refund would pay back, asked before it is made. */
class RefundQuotePropertiesTest {
  private static final List<String> MEANS = List.of("CASH", "CARD", "QR");
  private static final List<Integer> HOURS = List.of(0, 6, 30, 54, 78);
  private static final int DAYS = 4;

  /** Small seeds that follow each other begin alike. */
  private static final long MIXER = 0x9E3779B97F4A7C15L;

  private static PaymentRig rig;
  private static List<String> types;

  private final LocalDate today = LocalDate.ofInstant(Instant.now(), WholeCentre.ZONE);

  @BeforeContainer
  static void open() {
    rig = new PaymentRig();
    types = List.of(type(33_33), rig.ticketType, type(145_01));
  }

  @AfterContainer
  static void close() {
    rig.close();
  }

  /** Of the whole park: other tests rely on there being none. */
  @AfterTry
  void withoutTerms() {
    terms(new JsonArray());
  }

  private static String type(int fen) {
    return rig.centre.newTicketType(new JsonObject().put("price_fen", fen));
  }

  /** Whatever the terms are, and however tickets were paid for and exchanged. */
  @Property(tries = 16)
  void whatIsToldIsWhatIsBookedAndAskingChangesNothing(
      @ForAll long seed, @ForAll boolean byProvider, @ForAll boolean whole) {
    var random = new Random(seed * MIXER);
    String order = byProvider ? charged(random) : paid(random);
    var tickets = rig.tickets(order);
    for (int i = random.nextInt(5); i > 0; i--) {
      happens(random, tickets.get(random.nextInt(tickets.size())));
    }
    terms(tiers(random));
    if (!whole) {
      String path = "/tickets/" + tickets.get(random.nextInt(tickets.size()));
      compare(
          () -> rig.clerk.get(path + "/refund-quote"),
          () -> rig.clerk.post(path + "/refund", new JsonObject()));
    } else {
      String path = "/orders/" + order;
      var some = new JsonArray(tickets.subList(0, random.nextInt(tickets.size() + 1)));
      var body = new JsonObject().put("tickets", some);
      compare(
          () -> rig.clerk.post(path + "/refund-quote", body),
          () -> rig.clerk.post(path + "/refund", body));
    }
  }

  private interface Asked {
    Browser.Answer answer();
  }

  private static void compare(Asked quote, Asked refund) {
    var before = traces();
    var told = quote.answer();
    assertThat(traces()).isEqualTo(before);
    var made = refund.answer();
    assertThat(made.status()).as(made.response().body()).isIn(200, 409).isEqualTo(told.status());
    if (made.status() == 409) {
      assertThat(told.json()).isEqualTo(made.json());
      return;
    }
    var parts = told.json().getJsonArray("back").stream().map(JsonObject.class::cast).toList();
    assertThat(parts.stream().mapToLong(part -> part.getLong("fen")).sum())
        .isEqualTo(told.json().getLong("refunded_fen"));
    var out = new TreeMap<String, Long>();
    for (var part : parts) {
      String provider = part.getString("provider");
      assertThat(provider).isIn(null, rig.provider);
      out.put(provider == null ? part.getString("payment") : "SUSPENSE", part.getLong("fen"));
    }
    out.put("REFUND_FEES", told.json().getLong("kept_fen"));
    out.values().removeIf(fen -> fen == 0);
    assertThat(out).isEqualTo(bookedSince(before.get("posting")));
  }

  /** How far everything has got that a refund leaves something in. */
  private static Map<String, Long> traces() {
    var far = new TreeMap<String, Long>();
    for (String table : List.of("posting", "audit", "change_log", "charge_refund")) {
      String column = table.equals("change_log") ? "version" : "id";
      far.put(
          table,
          rig.database.query(
              sql ->
                  sql.fetchSingle("select coalesce(max(" + column + "), 0) from " + table)
                      .get(0, Long.class)));
    }
    return far;
  }

  /** What went out of each account but the tickets' own. */
  private static Map<String, Long> bookedSince(long posting) {
    return rig.database.query(
        sql ->
            sql.select(POSTING_LINE.ACCOUNT, DSL.sum(POSTING_LINE.FEN).neg())
                .from(POSTING_LINE)
                .join(POSTING)
                .on(POSTING.ID.eq(POSTING_LINE.POSTING_ID))
                .where(POSTING.ID.gt(posting).and(POSTING.KIND.eq("REFUND")))
                .and(POSTING_LINE.ACCOUNT.ne(Account.TICKETS.name()))
                .groupBy(POSTING_LINE.ACCOUNT)
                .fetchMap(row -> row.value1(), row -> row.value2().longValueExact()));
  }

  private String paid(Random random) {
    var line =
        Sales.line(types.get(random.nextInt(types.size())), 1 + random.nextInt(3))
            .put("valid_on", day(random));
    return rig.clerk
        .post("/sales", Sales.order(line).put("payment", means(random)))
        .expect(201)
        .json()
        .getString("number");
  }

  private static String charged(Random random) {
    var charge = rig.charge(rig.order(1 + random.nextInt(3)));
    assertThat(rig.pay(charge)).isEqualTo(200);
    return charge.getOrderNumber();
  }

  /** Mostly an exchange; a difference of a charged order may be refused. */
  private void happens(Random random, String ticket) {
    String path = "/tickets/" + ticket;
    switch (random.nextInt(8)) {
      case 0 -> done(rig.clerk.post(path + "/refund", new JsonObject()));
      case 1 -> done(rig.clerk.post(path + "/state", new JsonObject().put("state", "LOST")));
      default -> {
        var wanted =
            new JsonObject()
                .put("ticket_type", types.get(random.nextInt(types.size())))
                .put("valid_on", day(random));
        if (random.nextBoolean()) {
          wanted.put("payment", means(random));
        }
        done(rig.clerk.post(path + "/exchange", wanted));
      }
    }
  }

  private static void done(Browser.Answer answer) {
    assertThat(answer.status()).isLessThan(500);
  }

  private String day(Random random) {
    return today.plusDays(random.nextInt(DAYS)).toString();
  }

  private static String means(Random random) {
    return MEANS.get(random.nextInt(MEANS.size()));
  }

  private static JsonArray tiers(Random random) {
    var tiers = new JsonArray();
    IntStream.range(0, HOURS.size())
        .filter(i -> random.nextInt(3) == 0)
        .forEach(
            i ->
                tiers.add(
                    new JsonObject()
                        .put("hours_before", HOURS.get(i))
                        .put("fee_percent", random.nextInt(101))));
    return tiers;
  }

  private static void terms(JsonArray tiers) {
    rig.centre.admin().patch("/refund-terms", new JsonObject().put("tiers", tiers)).expect(200);
  }
}
