package org.shanmen.central.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shanmen.central.db.tables.Tables.POSTING;
import static org.shanmen.central.db.tables.Tables.POSTING_LINE;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.shanmen.central.Browser;
import org.shanmen.central.Sales;
import org.shanmen.central.WholeCentre;

class ShiftTest {
  private final WholeCentre centre = WholeCentre.shared();
  private final String name = centre.newUser("clerk");
  private final Browser clerk = centre.stranger().logIn(name, WholeCentre.PASSWORD);
  private final Browser finance = centre.with("finance");

  @Test
  void aShiftTellsWhatShouldBeInTheDrawer() {
    var shift = open(200_00);
    String adult = centre.newTicketType(new JsonObject().put("price_fen", 120_00));
    String child = centre.newTicketType(new JsonObject().put("price_fen", 60_00));
    var sold = sell("CASH", adult, 2);
    sell("CASH", child, 1);
    sell("CARD", adult, 1);
    clerk.post("/tickets/" + sold.get(0) + "/refund", new JsonObject()).expect(200);

    var now = clerk.get("/shifts/" + shift.getLong("id")).expect(200).json();
    assertThat(now.getLong("expected_fen")).isEqualTo(200_00 + 240_00 + 60_00 - 120_00);
    var statement = now.getJsonObject("statement");
    assertThat(statement.getJsonArray("payments"))
        .containsExactly(
            payment("CASH", 300_00, 120_00),
            payment("CARD", 120_00, 0),
            payment("QR", 0, 0),
            payment("PARTNER", 0, 0));
    assertThat(statement.getJsonArray("ticket_types"))
        .containsExactlyInAnyOrder(earned(adult, 360_00, 120_00), earned(child, 60_00, 0));
    assertThat(statement.getBoolean("balanced")).isTrue();

    var closed = close(shift, 379_00).expect(200).json();
    assertThat(closed.getLong("difference_fen")).isEqualTo(-1_00);
    var accounts = closed.getJsonObject("statement").getJsonObject("accounts");
    assertThat(accounts.getLong("CASH")).isZero();
    assertThat(accounts.getLong("SAFE")).isEqualTo(379_00 - 200_00);
    assertThat(accounts.getLong("CASH_DIFFERENCE")).isEqualTo(1_00);
    assertThat(close(shift, 379_00).status()).isEqualTo(409);
  }

  @Test
  void whatIsSoldWithoutAShiftIsInNobodysDrawerAndStillInTheStatementOfTheDay() {
    String adult = centre.newTicketType(new JsonObject().put("price_fen", 70_00));
    sell("QR", adult, 3);
    var today = LocalDate.ofInstant(Instant.now(), WholeCentre.ZONE);
    var statement =
        finance
            .get("/statement?from=%s&until=%s&person=%s".formatted(today.minusDays(1), today, name))
            .expect(200)
            .json()
            .getJsonObject("statement");
    assertThat(statement.getJsonArray("ticket_types")).containsExactly(earned(adult, 210_00, 0));
    assertThat(statement.getJsonObject("accounts").getLong("QR")).isEqualTo(210_00);
    assertThat(finance.get("/statement?from=2026-05-02&until=2026-05-01").status()).isEqualTo(422);
    assertThat(clerk.get("/statement?from=2026-05-01&until=2026-05-02").status()).isEqualTo(403);
  }

  @Test
  void aClerkHasOneOpenShiftHoweverOftenHeAsksAtOnce() {
    var statuses =
        IntStream.range(0, 5)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> clerk.post("/shifts", new JsonObject().put("float_fen", 0)).status()))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .sorted()
            .toList();
    assertThat(statuses).containsExactly(201, 409, 409, 409, 409);
  }

  @Test
  void othersShiftsAreForThoseWhoKeepTheBooks() {
    var shift = open(0);
    var other = centre.with("clerk");
    assertThat(other.get("/shifts/" + shift.getLong("id")).status()).isEqualTo(403);
    assertThat(other.get("/shifts").expect(200).json().getJsonArray("shifts")).isEmpty();
    finance.get("/shifts/" + shift.getLong("id")).expect(200);
    assertThat(finance.get("/shifts").expect(200).json().getJsonArray("shifts")).isNotEmpty();
    assertThat(
            other
                .post(
                    "/shifts/" + shift.getLong("id") + "/closing",
                    new JsonObject().put("counted_fen", 0))
                .status())
        .isEqualTo(403);
    assertThat(other.get("/shifts/999999").status()).isEqualTo(404);
  }

  @Test
  void theDatabaseItselfKeepsTheLedgerRight() {
    var posting = Posting.of(Posting.Kind.SALE, Instant.now()).into(Account.CASH, 5);
    assertThatThrownBy(posting::done).hasMessage("SALE does not balance by 5 fen");
    assertThatThrownBy(
            () ->
                centre
                    .database()
                    .transact(
                        tx -> {
                          Ledger.post(tx, balanced());
                          return tx.update(POSTING_LINE).set(POSTING_LINE.FEN, 7L).execute();
                        }))
        .hasStackTraceContaining("the ledger is only added to");
    assertThatThrownBy(
            () ->
                centre
                    .database()
                    .transact(
                        tx -> {
                          Ledger.post(tx, balanced());
                          var id = tx.select(org.jooq.impl.DSL.max(POSTING.ID)).from(POSTING);
                          return tx.insertInto(POSTING_LINE)
                              .set(POSTING_LINE.POSTING_ID, id)
                              .set(POSTING_LINE.POSITION, 9)
                              .set(POSTING_LINE.ACCOUNT, "CASH")
                              .set(POSTING_LINE.FEN, 1L)
                              .execute();
                        }))
        .hasStackTraceContaining("does not balance");
  }

  private static Posting balanced() {
    return Posting.of(Posting.Kind.SALE, Instant.now())
        .by(new Till(1, Optional.empty()))
        .into(Account.CASH, 5)
        .outOf(Account.SAFE, 5)
        .done();
  }

  private JsonObject open(long floatFen) {
    return clerk
        .post("/shifts", new JsonObject().put("float_fen", floatFen).put("place", "东门 1 号窗口"))
        .expect(201)
        .json();
  }

  private Browser.Answer close(JsonObject shift, long counted) {
    return clerk.post(
        "/shifts/" + shift.getLong("id") + "/closing",
        new JsonObject().put("counted_fen", counted));
  }

  private List<String> sell(String payment, String type, int quantity) {
    var order = Sales.order(Sales.line(type, quantity)).put("payment", payment);
    return Sales.numbers(clerk.post("/sales", order).expect(201).json());
  }

  private static JsonObject payment(String payment, long taken, long paidBack) {
    return new JsonObject()
        .put("payment", payment)
        .put("taken_fen", taken)
        .put("paid_back_fen", paidBack);
  }

  private static JsonObject earned(String type, long earned, long givenBack) {
    return new JsonObject()
        .put("ticket_type", type)
        .put("earned_fen", earned)
        .put("given_back_fen", givenBack);
  }
}
