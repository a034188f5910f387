package org.shanmen.central.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.db.tables.Tables.PERSON;
import static org.shanmen.central.db.tables.Tables.POSTING_LINE;
import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_ORDER;
import static org.shanmen.central.db.tables.Tables.TICKET_STOCK;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shanmen.central.catalogue.TicketTypeStore;
import org.shanmen.central.db.Database;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.central.gatelink.TestClock;
import org.shanmen.central.gatelink.TestPostgres;
import org.shanmen.central.money.Payment;
import org.shanmen.central.money.Till;
import org.shanmen.central.park.Park;
import org.shanmen.central.park.ParkKeys;
import org.shanmen.central.people.Audit;
import org.shanmen.central.ticketing.Orders.Outcome;
import org.shanmen.central.web.Actor;
import org.shanmen.central.web.Refused;
import org.shanmen.central.web.Role;

/** What is held is given back once, and what is paid is never sold twice. */
class HoldsTest {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final int QUOTA = 4;
  private static final long PRICE = 50_00;

  /** Somebody waits for a lock. */
  private static final Condition WAITS = DSL.condition("not granted");

  private final TestClock clock = new TestClock();
  private final ChangeLog changeLog = new ChangeLog(clock);
  private final Actor clerk = new Actor("clerk", Set.of(Role.CLERK), "");
  private Vertx vertx;
  private Database database;
  private Orders orders;
  private Holds holds;
  private int numbers;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
    database = TestPostgres.open(vertx);
    var keys = ParkKeys.ensure(database, new Park("园", "Park", ZONE), clock);
    var audit = new Audit(clock);
    orders = new Orders(vertx, database, audit, changeLog, keys, ZONE, clock);
    holds = new Holds(changeLog);
    database.transact(
        tx -> {
          tx.insertInto(PERSON)
              .set(PERSON.NAME, "clerk")
              .set(PERSON.DISPLAY_NAME, "Clerk")
              .set(PERSON.PASSWORD_HASH, "")
              .set(PERSON.ROLES, "clerk")
              .set(PERSON.CREATED_AT, OrderRows.utc(clock.instant()))
              .execute();
          return new TicketTypeStore()
              .add(
                  tx,
                  new JsonObject()
                      .put("code", "day")
                      .put("name_zh", "日票")
                      .put("name_en", "Day")
                      .put("kind", "SINGLE")
                      .put("price_fen", PRICE)
                      .put("daily_quota", QUOTA));
        });
  }

  @AfterEach
  void close() {
    orders.stop();
    database.close();
    vertx.close().await();
  }

  @Test
  void aHoldIsGivenBackOnceWhenItsTimeIsOver() {
    String held = hold(3);
    assertThat(taken()).isEqualTo(3);
    clock.advance(OrderDesk.HOLD.minusMillis(1));
    assertThat(release()).isZero();
    clock.advance(Duration.ofMillis(1));
    assertThat(release()).isEqualTo(1);
    assertThat(release()).isZero();
    assertThat(taken()).isZero();
    assertThat(state(held)).isEqualTo("EXPIRED");
  }

  @Test
  void aSaleFindsWhatNobodyHasGivenBackYet() {
    hold(QUOTA);
    clock.advance(OrderDesk.HOLD);
    String next = hold(QUOTA);
    assertThat(taken()).isEqualTo(QUOTA);
    assertThat(state(next)).isEqualTo("HELD");
  }

  @Test
  void aCentreThatStartsAgainGivesBackWhatEndedMeanwhile() throws Exception {
    String held = hold(3);
    clock.advance(OrderDesk.HOLD);
    orders.start();
    await(() -> state(held).equals("EXPIRED"));
    assertThat(taken()).isZero();
  }

  @Test
  void aWatchWakesUpWhenAHoldEnds() throws Exception {
    orders.start();
    String held = hold(3);
    clock.advance(OrderDesk.HOLD.minusMillis(5));
    orders.expect(clock.instant().plusMillis(5));
    clock.advance(Duration.ofMillis(5));
    await(() -> state(held).equals("EXPIRED"));
  }

  @Test
  void aPaymentToldTwiceMakesTheTicketsOnce() {
    String held = hold(2);
    assertThat(pay(held, 2 * PRICE, "p1")).isEqualTo(Outcome.PAID);
    assertThat(pay(held, 2 * PRICE, "p1")).isEqualTo(Outcome.PAID);
    assertThat(pay(held, 2 * PRICE, "p2")).isEqualTo(Outcome.ALREADY_PAID);
    assertThat(tickets()).isEqualTo(2);
    assertThat(booked()).isEqualTo(2 * PRICE);
  }

  @Test
  void aWrongAmountPaysNothing() {
    String held = hold(2);
    assertThat(pay(held, 2 * PRICE - 1, "p1")).isEqualTo(Outcome.WRONG_AMOUNT);
    assertThat(state(held)).isEqualTo("HELD");
    assertThat(booked()).isZero();
  }

  @Test
  void aLatePaymentIsTakenAsLongAsThereIsStock() {
    String late = hold(3);
    String later = hold(1);
    clock.advance(OrderDesk.HOLD);
    release();
    assertThat(pay(late, 3 * PRICE, "p1")).isEqualTo(Outcome.PAID);
    hold(1);
    assertThat(pay(later, PRICE, "p2")).isEqualTo(Outcome.TOO_LATE);
    assertThat(state(later)).isEqualTo("EXPIRED");
    assertThat(taken()).isEqualTo(QUOTA);
    assertThat(tickets()).isEqualTo(3);
  }

  @Test
  void whatIsGivenUpIsNotPaid() {
    String held = hold(QUOTA);
    cancel(held);
    cancel(held);
    assertThat(taken()).isZero();
    assertThat(pay(held, QUOTA * PRICE, "p1")).isEqualTo(Outcome.TOO_LATE);
    assertThat(tickets()).isZero();
  }

  @Test
  void aQuotaThatIsSetLaterCountsWhatIsHeld() {
    quota(0);
    hold(3);
    quota(QUOTA);
    hold(1);
    assertThat(taken()).isEqualTo(QUOTA);
    assertThat(tryHold(1)).isEmpty();
  }

  @Test
  void whoCountsADayAnewWaitsForWhatExpires() {
    assertCountedBehind(tx -> holds.release(tx, clock.instant()), OrderDesk.HOLD);
  }

  @Test
  void whoCountsADayAnewWaitsForWhatIsGivenUp() {
    assertCountedBehind(
        tx ->
            orders
                .desk()
                .cancel(
                    tx,
                    clerk,
                    tx.selectFrom(TICKET_ORDER).forUpdate().fetchSingle(),
                    "somebody else counts meanwhile"),
        Duration.ZERO);
  }

  /**
   * Three are held without a quota, then there is one. Somebody ends that, and before he commits
   * another one orders, who is the first to count: he must not count what is ending.
   */
  private void assertCountedBehind(Consumer<DSLContext> end, Duration later) {
    quota(0);
    hold(3);
    quota(QUOTA);
    clock.advance(later);
    var ended = new CountDownLatch(1);
    var next = at(ended, () -> hold(1));
    database.transact(
        tx -> {
          end.accept(tx);
          ended.countDown();
          await(() -> next.isDone() || tx.fetchExists(DSL.table("pg_locks"), WAITS));
          return null;
        });
    next.join();
    assertThat(taken()).isEqualTo(1);
  }

  /**
   * Buyers, payers, those who give up and the watch at once: the stock is what is held and sold.
   */
  @Test
  void whateverHappensAtOnceNothingIsSoldTwiceOrLost() {
    for (long seed = 1; seed <= 4; seed++) {
      var random = new Random(seed);
      var start = new CountDownLatch(1);
      var work = new ArrayList<CompletableFuture<Void>>();
      var held = new ArrayList<String>();
      for (int i = 0; i < QUOTA; i++) {
        tryHold(1).ifPresent(held::add);
      }
      clock.advance(OrderDesk.HOLD);
      for (String number : held) {
        String reference = "r" + seed + number;
        work.add(at(start, () -> pay(number, PRICE, reference)));
        work.add(
            at(start, random.nextBoolean() ? () -> pay(number, PRICE, reference) : this::release));
        work.add(at(start, random.nextBoolean() ? () -> quietly(number) : () -> tryHold(1)));
      }
      start.countDown();
      work.forEach(CompletableFuture::join);
      assertThat(taken()).as("seed " + seed).isBetween(0, QUOTA).isEqualTo(heldNow() + tickets());
      assertThat(booked()).isEqualTo(tickets() * PRICE);
      clock.advance(OrderDesk.HOLD);
      release();
      assertThat(taken()).as("seed " + seed).isEqualTo(tickets());
    }
  }

  private static CompletableFuture<Void> at(CountDownLatch start, Runnable work) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            start.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          work.run();
        });
  }

  private Object quietly(String number) {
    try {
      return cancel(number);
    } catch (Refused paid) {
      return paid;
    }
  }

  private String hold(int quantity) {
    return tryHold(quantity).orElseThrow();
  }

  private Optional<String> tryHold(int quantity) {
    var line = new JsonObject().put("ticket_type", "day").put("quantity", quantity);
    var order =
        Order.of(
            new JsonObject().put("lines", new JsonArray().add(line)),
            Optional.of("key" + nextNumber()),
            "clerk");
    try {
      return Optional.of(
          database.transact(
              tx ->
                  orders
                      .desk()
                      .place(
                          tx,
                          Buyer.atWindow(clerk, new Till(1, Optional.empty())),
                          order,
                          Optional.of(OrderDesk.HOLD))
                      .row()
                      .getNumber()));
    } catch (Refused soldOut) {
      return Optional.empty();
    }
  }

  private synchronized int nextNumber() {
    return ++numbers;
  }

  private Outcome pay(String number, long fen, String reference) {
    return database.transact(tx -> orders.paid(tx, number, Payment.QR, fen, reference));
  }

  private Object cancel(String number) {
    return database.transact(
        tx -> {
          orders.desk().cancel(tx, clerk, OrderRows.locked(tx, number), "");
          return number;
        });
  }

  private int release() {
    return database.transact(tx -> holds.release(tx, clock.instant()));
  }

  private void quota(int people) {
    database.transact(
        tx -> {
          var type =
              new TicketTypeStore().change(tx, "day", new JsonObject().put("daily_quota", people));
          if (people == 0) {
            Stock.forget(tx, type);
          }
          return type;
        });
  }

  private String state(String number) {
    return database.query(
        sql ->
            sql.select(TICKET_ORDER.STATE)
                .from(TICKET_ORDER)
                .where(TICKET_ORDER.NUMBER.eq(number))
                .fetchSingle(TICKET_ORDER.STATE));
  }

  private int taken() {
    return database.query(
        sql -> sql.select(TICKET_STOCK.TAKEN).from(TICKET_STOCK).fetchSingle(TICKET_STOCK.TAKEN));
  }

  private int tickets() {
    return database.query(sql -> sql.fetchCount(TICKET));
  }

  private int heldNow() {
    return database.query(sql -> sql.fetchCount(TICKET_ORDER, TICKET_ORDER.STATE.eq("HELD")));
  }

  private long booked() {
    return database.query(
        sql ->
            sql.select(
                    DSL.coalesce(DSL.sum(POSTING_LINE.FEN), DSL.inline(java.math.BigDecimal.ZERO)))
                .from(POSTING_LINE)
                .where(POSTING_LINE.ACCOUNT.eq("QR"))
                .fetchSingle()
                .value1()
                .longValue());
  }

  private static void await(Supplier<Boolean> holds) {
    List<Boolean> seen = new ArrayList<>();
    while (!holds.get()) {
      seen.add(false);
      assertThat(seen).hasSizeLessThan(100_000);
      Thread.onSpinWait();
    }
  }
}
