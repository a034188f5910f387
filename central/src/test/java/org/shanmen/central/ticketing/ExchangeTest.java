package org.shanmen.central.ticketing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.shanmen.central.Browser;
import org.shanmen.central.Sales;
import org.shanmen.central.WholeCentre;

/** Prices by the day, quotas, and what happens to tickets that were sold and not used. */
class ExchangeTest {
  private final WholeCentre centre = WholeCentre.shared();
  private final Browser clerk = centre.with("clerk");
  private final LocalDate today = LocalDate.ofInstant(Instant.now(), WholeCentre.ZONE);

  @Test
  void aDayHasItsOwnPriceAndTheFirstRuleThatHoldsItCounts() {
    var holiday = today.plusDays(3);
    String type =
        centre.newTicketType(
            new JsonObject()
                .put("price_fen", 100_00)
                .put(
                    "prices",
                    new JsonArray()
                        .add(price(200_00).put("from", text(holiday)).put("until", text(holiday)))
                        .add(price(150_00).put("from", text(holiday)))));
    assertThat(sell(type, today, 1).getLong("total_fen")).isEqualTo(100_00);
    assertThat(sell(type, holiday, 2).getLong("total_fen")).isEqualTo(400_00);
    assertThat(sell(type, holiday.plusDays(1), 1).getLong("total_fen")).isEqualTo(150_00);
    assertThat(offer(type, holiday).getLong("price_fen")).isEqualTo(200_00);
    assertThat(offer(type, today).getValue("left")).isNull();
  }

  @Test
  void aTicketForAnotherDayCostsTheDifferenceAndKeepsItsCodeOnPaper() {
    var saturday = today.plusDays(5);
    String type =
        centre.newTicketType(
            new JsonObject()
                .put("price_fen", 100_00)
                .put("prices", new JsonArray().add(price(130_00).put("from", text(saturday)))));
    var sold = ticket(sell(type, today, 1));
    clerk.post("/shifts", new JsonObject().put("float_fen", 0)).expect(201);
    var exchanged =
        exchange(sold, new JsonObject().put("valid_on", text(saturday))).expect(200).json();
    assertThat(exchanged.getLong("price_fen")).isEqualTo(130_00);
    assertThat(exchanged.getInstant("valid_from"))
        .isEqualTo(saturday.atStartOfDay(WholeCentre.ZONE).toInstant());
    assertThat(exchanged.getJsonArray("credentials")).isEqualTo(sold.getJsonArray("credentials"));
    assertThat(drawer()).isEqualTo(30_00);
    exchange(sold, new JsonObject().put("valid_on", text(saturday))).expect(422);
    exchange(sold, new JsonObject().put("valid_on", text(today))).expect(200);
    assertThat(drawer()).isZero();
  }

  @Test
  void theDifferenceIsPaidAsTheOrderWasUnlessTheClerkSaysOtherwise() {
    String cheap = centre.newTicketType(new JsonObject().put("price_fen", 50_00));
    String middle = centre.newTicketType(new JsonObject().put("price_fen", 70_00));
    String dear = centre.newTicketType(new JsonObject().put("price_fen", 100_00));
    var line = new JsonObject().put("ticket_type", cheap).put("quantity", 1);
    var order = new JsonObject().put("payment", "CARD").put("lines", new JsonArray().add(line));
    clerk.post("/shifts", new JsonObject().put("float_fen", 0)).expect(201);
    var sold = ticket(clerk.post("/sales", order).expect(201).json());
    exchange(sold, new JsonObject().put("ticket_type", middle)).expect(200);
    assertThat(drawer()).isZero();
    exchange(sold, new JsonObject().put("ticket_type", dear).put("payment", "CASH")).expect(200);
    assertThat(drawer()).isEqualTo(30_00);
    // What came in cash goes back in cash, the rest to the card.
    clerk.post("/tickets/" + sold.getString("number") + "/refund", new JsonObject()).expect(200);
    assertThat(drawer()).isZero();
  }

  @Test
  void whatAnExchangeCostsIsToldBeforeAndChangesNothing() {
    String child = centre.newTicketType(new JsonObject().put("price_fen", 60_00));
    String adult = centre.newTicketType(new JsonObject().put("price_fen", 120_00));
    var sold = ticket(sell(child, today, 1));
    var upgrade = new JsonObject().put("ticket_type", adult);
    assertThat(quote(sold, upgrade).expect(200).json())
        .isEqualTo(new JsonObject().put("price_fen", 120_00).put("difference_fen", 60_00));
    assertThat(
            quote(sold, new JsonObject().put("valid_on", text(today.plusDays(1))))
                .expect(200)
                .json()
                .getLong("difference_fen"))
        .isZero();
    exchange(sold, upgrade).expect(200);
    assertThat(
            quote(sold, new JsonObject().put("ticket_type", child))
                .expect(200)
                .json()
                .getLong("difference_fen"))
        .isEqualTo(-60_00);
    quote(sold, upgrade).expect(422);
    clerk.post("/tickets/" + sold.getString("number") + "/refund", new JsonObject()).expect(200);
    quote(sold, new JsonObject().put("ticket_type", child)).expect(409);
  }

  @Test
  void aTicketWhoseDayIsOverIsNotExchanged() {
    String type = centre.newTicketType(new JsonObject());
    var missed = ticket(sell(type, today.minusDays(2), 1));
    var later = new JsonObject().put("valid_on", text(today.plusDays(9)));
    exchange(missed, later).expect(409);
    quote(missed, later).expect(409);
  }

  @Test
  void anUpgradeReplacesACodeThatSaysItsTypeItself() {
    String child = centre.newTicketType(new JsonObject().put("price_fen", 60_00));
    String signed =
        centre.newTicketType(new JsonObject().put("price_fen", 120_00).put("code_form", "SIGNED"));
    var sold = ticket(sell(child, today, 1));
    var upgraded = exchange(sold, new JsonObject().put("ticket_type", signed)).expect(200).json();
    assertThat(upgraded.getString("ticket_type")).isEqualTo(signed);
    assertThat(code(upgraded)).isNotEqualTo(code(sold));
    assertThat(code(upgraded)).hasSizeGreaterThan(100);
    var back = exchange(sold, new JsonObject().put("ticket_type", child)).expect(200).json();
    assertThat(code(back)).isNotEqualTo(code(upgraded));
    exchange(sold, new JsonObject().put("ticket_type", "none")).expect(422);
  }

  @Test
  void anUpgradeHasTheEntriesAndThePeopleOfItsNewType() {
    String single = centre.newTicketType(new JsonObject());
    String card =
        centre.newTicketType(new JsonObject().put("kind", "COUNT_CARD").put("entries", 10));
    String group = centre.newTicketType(new JsonObject().put("kind", "GROUP").put("max_people", 9));
    var sold = ticket(sell(single, today, 1));
    var ten = exchange(sold, new JsonObject().put("ticket_type", card)).expect(200).json();
    assertThat(ten.getInteger("entries")).isEqualTo(10);
    var wanted = new JsonObject().put("ticket_type", group).put("people", 4);
    var four = exchange(sold, wanted).expect(200).json();
    assertThat(four.getInteger("people")).isEqualTo(4);
    assertThat(four.getInteger("entries")).isEqualTo(4);
  }

  @Test
  void aLaterDayDoesNotSoftenTheRefundTermsOfTheFirst() {
    String type = centre.newTicketType(new JsonObject().put("price_fen", 100_00));
    var soon = ticket(sell(type, today.plusDays(2), 1));
    var late = ticket(sell(type, today.plusDays(40), 1));
    for (int days : new int[] {30, 40}) {
      exchange(soon, new JsonObject().put("valid_on", text(today.plusDays(days)))).expect(200);
    }
    terms(tier(240, 0), tier(0, 20));
    try {
      assertThat(refunded(soon)).isEqualTo(80_00);
      assertThat(refunded(late)).isEqualTo(100_00);
    } finally {
      terms();
    }
  }

  private long refunded(JsonObject ticket) {
    String path = "/tickets/" + ticket.getString("number") + "/refund";
    return clerk.post(path, new JsonObject()).expect(200).json().getLong("refunded_fen");
  }

  /** Of the whole park: other tests rely on there being none. */
  private void terms(JsonObject... tiers) {
    var terms = new JsonObject().put("tiers", new JsonArray(List.of(tiers)));
    centre.admin().patch("/refund-terms", terms).expect(200);
  }

  private static JsonObject tier(int hoursBefore, int feePercent) {
    return new JsonObject().put("hours_before", hoursBefore).put("fee_percent", feePercent);
  }

  @Test
  void aDayIsNeverSoldBeyondItsQuotaHoweverManySellAtOnce() {
    String type = centre.newTicketType(new JsonObject().put("daily_quota", 5));
    var requests =
        IntStream.range(0, 12)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> order(type, today, 1).status()))
            .toList();
    var statuses = requests.stream().map(CompletableFuture::join).sorted().toList();
    assertThat(statuses)
        .isEqualTo(List.of(201, 201, 201, 201, 201, 409, 409, 409, 409, 409, 409, 409));
    assertThat(offer(type, today).getInteger("left")).isZero();
    assertThat(offer(type, today.plusDays(1)).getInteger("left")).isEqualTo(5);
  }

  @Test
  void whatIsGivenBackCanBeSoldAgain() {
    String type = centre.newTicketType(new JsonObject().put("price_fen", 10_00));
    var first = ticket(sell(type, today, 1));
    quota(type, 2);
    var second = ticket(sell(type, today, 1)); // the one that was sold before counts
    order(type, today, 1).expect(409);
    exchange(second, new JsonObject().put("valid_on", text(today.plusDays(1)))).expect(200);
    order(type, today, 1).expect(201);
    clerk.post("/tickets/" + first.getString("number") + "/refund", new JsonObject()).expect(200);
    order(type, today, 1).expect(201);
    order(type, today, 1).expect(409);
  }

  @Test
  void aQuotaThatWasTakenAwayCountsWhatWasSoldMeanwhile() {
    String type = centre.newTicketType(new JsonObject().put("daily_quota", 2));
    var first = ticket(sell(type, today, 1));
    quota(type, 0);
    var meanwhile = ticket(sell(type, today, 2));
    quota(type, 3);
    order(type, today, 1).expect(409);
    for (var ticket : List.of(first, meanwhile)) {
      clerk
          .post("/tickets/" + ticket.getString("number") + "/refund", new JsonObject())
          .expect(200);
    }
    assertThat(offer(type, today).getInteger("left")).isEqualTo(2);
  }

  private void quota(String type, int people) {
    centre
        .admin()
        .patch("/ticket-types/" + type, new JsonObject().put("daily_quota", people))
        .expect(200);
  }

  @Test
  void aSaleOfThisShiftIsTakenBackWhollyAndAnotherIsNot() {
    String type = centre.newTicketType(new JsonObject().put("price_fen", 80_00));
    var before = ticket(sell(type, today, 1));
    clerk.post("/shifts", new JsonObject().put("float_fen", 0)).expect(201);
    var mistaken = ticket(sell(type, today, 1));
    takeBack(before).expect(409);
    String dearer = centre.newTicketType(new JsonObject().put("price_fen", 90_00));
    exchange(before, new JsonObject().put("ticket_type", dearer).put("payment", "CARD"))
        .expect(200);
    takeBack(before).expect(409);
    var taken = takeBack(mistaken).expect(200).json();
    assertThat(taken.getString("state")).isEqualTo("REVOKED");
    assertThat(taken.getLong("refunded_fen")).isEqualTo(80_00);
    assertThat(drawer()).isZero();
    takeBack(mistaken).expect(409);
  }

  @Test
  void theCodeOnPaperIsTheOneThatGatesKnow() {
    var sold = ticket(sell(centre.newTicketType(new JsonObject()), today, 1));
    var code = clerk.get("/tickets/" + sold.getString("number") + "/code").expect(200).json();
    assertThat(code.getString("text")).isEqualTo(code(sold));
    var rows = code.getJsonArray("modules").stream().map(String.class::cast).toList();
    assertThat(rows).hasSize(25).allMatch(row -> row.length() == 25); // version 2
    assertThat(rows.get(0)).startsWith("1111111").endsWith("1111111");
    var rotating = ticket(sell(rotatingType(), today, 1));
    clerk.get("/tickets/" + rotating.getString("number") + "/code").expect(409);
  }

  private String rotatingType() {
    return centre.newTicketType(new JsonObject().put("code_form", "ROTATING"));
  }

  @Test
  void aTicketIsPrintedAgainForAReason() {
    var sold = ticket(sell(centre.newTicketType(new JsonObject()), today, 1));
    String path = "/tickets/" + sold.getString("number") + "/reprint";
    clerk.post(path, new JsonObject()).expect(400);
    var again = clerk.post(path, new JsonObject().put("reason", "卡纸")).expect(200).json();
    assertThat(again.getInteger("reprints")).isEqualTo(1);
    assertThat(centre.admin().get("/audit?action=ticket.reprint").expect(200).json().encode())
        .contains(sold.getString("number"), "卡纸");
    clerk.post("/tickets/none/reprint", new JsonObject().put("reason", "卡纸")).expect(404);
    refund(sold);
    clerk.post(path, new JsonObject().put("reason", "卡纸")).expect(409);
  }

  private void refund(JsonObject ticket) {
    centre
        .admin()
        .post("/tickets/" + ticket.getString("number") + "/refund", new JsonObject())
        .expect(200);
  }

  private Browser.Answer takeBack(JsonObject ticket) {
    return clerk.post("/tickets/" + ticket.getString("number") + "/void", new JsonObject());
  }

  private Browser.Answer exchange(JsonObject ticket, JsonObject wanted) {
    return clerk.post("/tickets/" + ticket.getString("number") + "/exchange", wanted);
  }

  private Browser.Answer quote(JsonObject ticket, JsonObject wanted) {
    return clerk.post("/tickets/" + ticket.getString("number") + "/exchange-quote", wanted);
  }

  /** What should be in the clerk's drawer. */
  private long drawer() {
    return clerk
        .get("/shifts")
        .json()
        .getJsonArray("shifts")
        .getJsonObject(0)
        .getLong("expected_fen");
  }

  private JsonObject offer(String type, LocalDate day) {
    return clerk.get("/offers?day=" + day).expect(200).json().getJsonArray("offers").stream()
        .map(JsonObject.class::cast)
        .filter(offer -> offer.getString("ticket_type").equals(type))
        .findFirst()
        .orElseThrow();
  }

  private JsonObject sell(String type, LocalDate day, int quantity) {
    return order(type, day, quantity).expect(201).json();
  }

  private Browser.Answer order(String type, LocalDate day, int quantity) {
    return clerk.post("/sales", Sales.order(Sales.line(type, quantity).put("valid_on", text(day))));
  }

  private static JsonObject ticket(JsonObject sale) {
    return sale.getJsonArray("tickets").getJsonObject(0);
  }

  private static String code(JsonObject ticket) {
    return ticket.getJsonArray("credentials").getJsonObject(0).getString("value");
  }

  private static JsonObject price(long fen) {
    return new JsonObject().put("price_fen", fen);
  }

  private static String text(LocalDate day) {
    return day.toString();
  }
}
