package org.shanmen.central.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.db.tables.Tables.AREA;
import static org.shanmen.central.db.tables.Tables.POSTING;
import static org.shanmen.central.db.tables.Tables.POSTING_LINE;
import static org.shanmen.central.db.tables.Tables.POSTING_SHARE;
import static org.shanmen.central.db.tables.Tables.TICKET_ORDER;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.shanmen.central.Browser;
import org.shanmen.central.Sales;
import org.shanmen.central.WholeCentre;

/** What is taken off an order, how many may buy, and whose the takings of a package are. */
class PromotionTest {
  private final WholeCentre centre = WholeCentre.shared();
  private final Browser admin = centre.admin();
  private final Browser clerk = centre.with("clerk");
  private final LocalDate tomorrow = LocalDate.now(WholeCentre.ZONE).plusDays(1);

  @Test
  void whatWasPaidIsWhatIsPaidBack() {
    String type = centre.newTicketType(new JsonObject().put("price_fen", 100_00));
    String code = promotion(type, "BUNDLE", 3, new JsonObject().put("pays", 2));
    var line = Sales.line(type, 3);
    var quote =
        clerk
            .post("/quotes", new JsonObject().put("lines", new JsonArray().add(line)))
            .expect(200)
            .json();
    assertThat(quote.getLong("total_fen")).isEqualTo(200_00);
    var sale = clerk.post("/sales", Sales.order(line)).expect(201).json();
    assertThat(sale.getLong("total_fen")).isEqualTo(200_00);
    var paid = Sales.tickets(sale).stream().map(ticket -> ticket.getLong("price_fen")).toList();
    assertThat(paid).containsExactlyInAnyOrder(66_66L, 66_67L, 66_67L);
    var first = Sales.tickets(sale).get(0);
    var discount = first.getJsonArray("discounts").getJsonObject(0);
    assertThat(discount.getString("promotion")).isEqualTo(code);
    assertThat(discount.getLong("fen") + first.getLong("price_fen")).isEqualTo(100_00);
    var refunded =
        clerk
            .post("/tickets/" + first.getString("number") + "/refund", new JsonObject())
            .expect(200)
            .json();
    assertThat(refunded.getLong("refunded_fen")).isEqualTo(first.getLong("price_fen"));
    assertThat(used(code)).isEqualTo(1);
    var exchanged =
        clerk
            .post(
                "/tickets/" + Sales.tickets(sale).get(1).getString("number") + "/exchange",
                new JsonObject().put("valid_on", tomorrow.toString()))
            .expect(200)
            .json();
    assertThat(exchanged.getLong("price_fen")).as("at the list price").isEqualTo(100_00);
    assertThat(exchanged.getJsonArray("discounts")).isEmpty();
  }

  @Test
  void aCouponIsForThoseWhoSayIt() {
    String type = centre.newTicketType(new JsonObject().put("price_fen", 100_00));
    String coupon = WholeCentre.newName("SPRING");
    promotion(type, "PERCENT", 10, new JsonObject().put("coupon", coupon));
    var order = Sales.order(Sales.line(type, 1));
    assertThat(clerk.post("/sales", order).expect(201).json().getLong("total_fen"))
        .isEqualTo(100_00);
    var said = order.copy().put("coupons", new JsonArray().add(coupon));
    assertThat(clerk.post("/sales", said).expect(201).json().getLong("total_fen")).isEqualTo(90_00);
    clerk.post("/sales", order.copy().put("coupons", new JsonArray().add("NONE-SUCH"))).expect(422);
    String other = centre.newTicketType(new JsonObject());
    clerk
        .post(
            "/sales", Sales.order(Sales.line(other, 1)).put("coupons", new JsonArray().add(coupon)))
        .expect(422);
  }

  @Test
  void twelveSellersAtOnceUseNoPromotionMoreOftenThanItMayBe() {
    String type = centre.newTicketType(new JsonObject().put("price_fen", 100_00));
    String coupon = WholeCentre.newName("FEW");
    String code =
        promotion(type, "PERCENT", 50, new JsonObject().put("coupon", coupon).put("total_uses", 5));
    var order = Sales.order(Sales.line(type, 2)).put("coupons", new JsonArray().add(coupon));
    var sales =
        IntStream.range(0, 12)
            .mapToObj(
                i -> CompletableFuture.supplyAsync(() -> clerk.post("/sales", order).status()))
            .toList();
    var statuses = sales.stream().map(CompletableFuture::join).toList();
    assertThat(statuses.stream().filter(status -> status == 201)).hasSize(5);
    assertThat(statuses).allMatch(status -> List.of(201, 409, 422).contains(status));
    assertThat(used(code)).isEqualTo(5);
  }

  @Test
  void anOrderThatIsGivenUpGivesItsUseBack() {
    String type = centre.newTicketType(new JsonObject().put("price_fen", 100_00));
    String code = promotion(type, "AMOUNT", 30_00, new JsonObject().put("total_uses", 1));
    var order = new JsonObject().put("lines", new JsonArray().add(Sales.line(type, 1)));
    var held = clerk.post("/orders", order).expect(201).json();
    assertThat(held.getLong("total_fen")).isEqualTo(70_00);
    var line = held.getJsonArray("lines").getJsonObject(0);
    assertThat(line.getLong("price_fen")).isEqualTo(100_00);
    assertThat(line.getLong("discount_fen")).isEqualTo(30_00);
    assertThat(clerk.post("/quotes", order).expect(200).json().getLong("total_fen"))
        .as("the only use is held")
        .isEqualTo(100_00);
    String path = "/orders/" + held.getString("number");
    clerk.post(path + "/cancellation", new JsonObject()).expect(200);
    assertThat(used(code)).isZero();
    var again = clerk.post("/orders", order).expect(201).json();
    var paid =
        clerk
            .post(
                "/orders/" + again.getString("number") + "/payment",
                new JsonObject().put("payment", "CASH"))
            .expect(200)
            .json();
    assertThat(paid.getJsonArray("tickets").getJsonObject(0).getLong("price_fen"))
        .as("the price that was told")
        .isEqualTo(70_00);
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    String type = centre.newTicketType(new JsonObject());
    for (var wrong :
        List.of(
            body(type, "PERCENT", 101),
            body(type, "BUNDLE", 3).put("pays", 3),
            body(type, "PERCENT", 10).put("pays", 1),
            body("none", "PERCENT", 10),
            body(type, "AMOUNT", 1)
                .put("sold_from", "2026-05-02")
                .put("sold_until", "2026-05-01"))) {
      admin.post("/promotions", wrong).expect(422);
    }
    var taken = body(type, "PERCENT", 10).put("coupon", WholeCentre.newName("TAKEN"));
    admin.post("/promotions", taken).expect(201);
    admin.post("/promotions", taken).expect(409);
    admin.post("/promotions", taken.copy().put("code", WholeCentre.newName("P"))).expect(409);
    admin.patch("/promotions/none", new JsonObject()).expect(404);
    clerk.post("/promotions", body(type, "PERCENT", 10)).expect(403);
    String code = taken.getString("code");
    var changed =
        admin
            .patch("/promotions/" + code, new JsonObject().put("active", false))
            .expect(200)
            .json();
    assertThat(changed.getJsonArray("ticket_types")).containsExactly(type);
    assertThat(changed.getBoolean("active")).isFalse();
  }

  @Test
  void nobodyBuysMoreThanTheLimitForOneDocument() {
    String type =
        centre.newTicketType(new JsonObject().put("limit_per_id", 2).put("limit_days", 3));
    clerk.post("/sales", Sales.order(Sales.line(type, 1))).expect(422);
    String passport = WholeCentre.newName("E").toUpperCase(java.util.Locale.ROOT);
    var first = clerk.post("/sales", Sales.order(named(type, 0, passport))).expect(201).json();
    clerk.post("/sales", Sales.order(named(type, 2, passport))).expect(201);
    assertThat(
            clerk.post("/sales", Sales.order(named(type, 1, passport))).expect(409).json().encode())
        .doesNotContain(passport);
    clerk.post("/sales", Sales.order(named(type, 4, passport))).expect(201);
    clerk
        .post(
            "/tickets/" + Sales.tickets(first).get(0).getString("number") + "/refund",
            new JsonObject())
        .expect(200);
    clerk.post("/sales", Sales.order(named(type, 0, passport))).expect(201);
  }

  @Test
  void whatIsHeldCountsForADocumentUntilItIsGivenUp() {
    String type = centre.newTicketType(new JsonObject().put("limit_per_id", 1));
    String passport = WholeCentre.newName("E").toUpperCase(java.util.Locale.ROOT);
    boughtOnce(() -> unpaid(named(type, 0, passport)));
    var one = named(type, 0, passport + "X");
    var both = new JsonArray().add(one).add(one.copy());
    clerk.post("/orders", new JsonObject().put("lines", both)).expect(409);
  }

  @Test
  void whatIsHeldCountsForAPhoneUntilItIsGivenUp() {
    String type = centre.newTicketType(new JsonObject().put("limit_per_phone", 2));
    String phone = "139" + System.nanoTime() % 100_000_000;
    boughtOnce(() -> ofPhone(type, 2, phone));
    clerk.post("/orders", ofPhone(type, 3, phone + "0")).expect(409);
  }

  /** Held, it keeps a second order out; given up, it does not. */
  private void boughtOnce(Supplier<JsonObject> order) {
    String held = clerk.post("/orders", order.get()).expect(201).json().getString("number");
    clerk.post("/orders", order.get()).expect(409);
    clerk.post("/orders/" + held + "/cancellation", new JsonObject()).expect(200);
    clerk.post("/orders", order.get()).expect(201);
  }

  private static JsonObject unpaid(JsonObject line) {
    var order = Sales.order(line);
    order.remove("payment");
    return order;
  }

  private static JsonObject ofPhone(String type, int quantity, String phone) {
    return unpaid(Sales.line(type, quantity)).put("contact", new JsonObject().put("phone", phone));
  }

  @Test
  void twelveSellersAtOnceNeverSellOnePhoneMoreThanItsLimit() {
    String type = centre.newTicketType(new JsonObject().put("limit_per_phone", 3));
    var order =
        Sales.order(Sales.line(type, 1))
            .put("contact", new JsonObject().put("phone", "138" + System.nanoTime() % 100_000_000));
    var sales =
        IntStream.range(0, 12)
            .mapToObj(
                i -> CompletableFuture.supplyAsync(() -> clerk.post("/sales", order).status()))
            .toList();
    assertThat(sales.stream().map(CompletableFuture::join).filter(status -> status == 201))
        .hasSize(3);
    clerk.post("/sales", Sales.order(Sales.line(type, 1))).expect(422);
  }

  @Test
  void aTypeIsSoldOverItsChannelsAndInItsHoldersNames() {
    String web = centre.newTicketType(new JsonObject().put("channels", new JsonArray().add("WEB")));
    clerk.post("/sales", Sales.order(Sales.line(web, 1))).expect(422);
    assertThat(offered(web)).isFalse();
    String named = centre.newTicketType(new JsonObject().put("real_name", true));
    assertThat(offered(named)).isTrue();
    clerk.post("/sales", Sales.order(Sales.line(named, 1))).expect(422);
    clerk.post("/sales", Sales.order(named(named, 0, "E1234567"))).expect(201);
  }

  @Test
  void thePartsOfAPackageAddUpToWhatWasPaidAndPaidBack() {
    String garden = centre.newGate();
    String museum = centre.newGate();
    var parts =
        new JsonArray()
            .add(new JsonObject().put("area", garden).put("share", 2))
            .add(new JsonObject().put("area", museum).put("share", 1));
    String type =
        centre.newTicketType(
            new JsonObject()
                .put("price_fen", 100_00)
                .put("areas", new JsonArray(List.of(garden, museum)))
                .put("parts", parts));
    var sale = clerk.post("/sales", Sales.order(Sales.line(type, 2))).expect(201).json();
    assertThat(shares(sale)).isEqualTo(Map.of(garden, -133_34L, museum, -66_66L));
    clerk
        .post(
            "/tickets/" + Sales.tickets(sale).get(0).getString("number") + "/refund",
            new JsonObject())
        .expect(200);
    assertThat(shares(sale)).isEqualTo(Map.of(garden, -66_67L, museum, -33_33L));
    String single = centre.newTicketType(new JsonObject().put("price_fen", 50_00));
    clerk
        .post(
            "/tickets/" + Sales.tickets(sale).get(1).getString("number") + "/exchange",
            new JsonObject().put("ticket_type", single))
        .expect(200);
    assertThat(shares(sale)).isEqualTo(Map.of(garden, 0L, museum, 0L));
    admin
        .patch(
            "/ticket-types/" + type, new JsonObject().put("areas", new JsonArray(List.of(garden))))
        .expect(422);
  }

  private JsonObject named(String type, int daysLater, String passport) {
    var holder =
        new JsonObject().put("name", "Ann").put("document", "PASSPORT").put("number", passport);
    return Sales.line(type, 1)
        .put("valid_on", tomorrow.plusDays(daysLater).toString())
        .put("holders", new JsonArray().add(holder));
  }

  private static JsonObject body(String type, String kind, long amount) {
    return new JsonObject()
        .put("code", WholeCentre.newName("P"))
        .put("name_zh", "优惠")
        .put("name_en", "Offer")
        .put("kind", kind)
        .put("amount", amount)
        .put("ticket_types", new JsonArray().add(type));
  }

  private String promotion(String type, String kind, long amount, JsonObject more) {
    var body = body(type, kind, amount).mergeIn(more);
    return admin.post("/promotions", body).expect(201).json().getString("code");
  }

  private int used(String code) {
    return admin.get("/promotions").expect(200).json().getJsonArray("promotions").stream()
        .map(JsonObject.class::cast)
        .filter(promotion -> promotion.getString("code").equals(code))
        .findAny()
        .orElseThrow()
        .getInteger("used");
  }

  private boolean offered(String type) {
    return clerk.get("/offers?day=" + tomorrow).expect(200).json().getJsonArray("offers").stream()
        .anyMatch(offer -> ((JsonObject) offer).getString("ticket_type").equals(type));
  }

  /** What the takings of an order's tickets are by now, by area; earnings are below 0. */
  private Map<String, Long> shares(JsonObject sale) {
    return centre
        .database()
        .query(
            sql ->
                sql.select(AREA.CODE, DSL.sum(POSTING_SHARE.FEN))
                    .from(POSTING_SHARE)
                    .join(POSTING_LINE)
                    .on(POSTING_LINE.POSTING_ID.eq(POSTING_SHARE.POSTING_ID))
                    .and(POSTING_LINE.POSITION.eq(POSTING_SHARE.POSITION))
                    .join(POSTING)
                    .on(POSTING.ID.eq(POSTING_LINE.POSTING_ID))
                    .join(TICKET_ORDER)
                    .on(TICKET_ORDER.ID.eq(POSTING.ORDER_ID))
                    .join(AREA)
                    .on(AREA.ID.eq(POSTING_SHARE.AREA_ID))
                    .where(TICKET_ORDER.NUMBER.eq(sale.getString("number")))
                    .and(POSTING_LINE.ACCOUNT.eq("TICKETS"))
                    .groupBy(AREA.CODE)
                    .fetchMap(row -> row.value1(), row -> row.value2().longValueExact()));
  }
}
