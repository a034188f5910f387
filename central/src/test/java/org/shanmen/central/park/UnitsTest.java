package org.shanmen.central.park;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shanmen.central.Browser;
import org.shanmen.central.Sales;
import org.shanmen.central.WholeCentre;

class UnitsTest {
  private final WholeCentre centre = WholeCentre.shared();
  private final Browser admin = centre.admin();

  private String unit;
  private String ownType;
  private String parksType;
  private String window;

  @BeforeEach
  void aUnitWithAWindow() {
    unit = WholeCentre.newName("U");
    ownType = centre.newTicketType(new JsonObject());
    parksType = centre.newTicketType(new JsonObject());
    admin
        .post("/units", named(unit).put("ticket_types", new JsonArray(List.of(ownType))))
        .expect(201);
    String point = WholeCentre.newName("P");
    admin.post("/sales-points", named(point).put("unit", unit)).expect(201);
    window = WholeCentre.newName("W");
    admin.post("/windows", named(window).put("sales_point", point)).expect(201);
  }

  @Test
  void whoIsBoundSellsAndFindsWhatIsHisUnitsAlone() {
    var clerk = bound("clerk");
    var sale = clerk.post("/sales", sale(ownType)).expect(201).json();
    clerk.post("/sales", sale(parksType)).expect(403);
    String ticket = number(sale);
    clerk.get("/tickets/" + ticket).expect(200);
    clerk.get("/sales/" + sale.getString("number")).expect(200);
    clerk.get("/tickets/NONE").expect(404);

    var parks = admin.post("/sales", sale(parksType)).expect(201).json();
    clerk.get("/tickets/" + number(parks)).expect(403);
    clerk.get("/sales/" + parks.getString("number")).expect(403);
    clerk.post("/tickets/" + number(parks) + "/refund", new JsonObject()).expect(403);
    assertThat(found(clerk, ticket)).hasSize(1);
    assertThat(found(clerk, number(parks))).isEmpty();
    assertThat(found(admin, number(parks))).hasSize(1);
    var exchange = new JsonObject().put("ticket_type", parksType);
    clerk.post("/tickets/" + ticket + "/exchange", exchange).expect(403);
    clerk.post("/tickets/" + ticket + "/refund", new JsonObject()).expect(200);
  }

  @Test
  void whoIsBoundIsOfferedWhatIsHisUnitsAlone() {
    var offers =
        bound("clerk").get("/offers?day=2026-12-01").expect(200).json().getJsonArray("offers");
    assertThat(offers.stream().map(offer -> ((JsonObject) offer).getString("ticket_type")))
        .containsExactly(ownType);
  }

  @Test
  void whatIsAboutTheWholeParkIsNotForWhoIsBound() {
    var boss = bound("admin");
    boss.get("/users").expect(403);
    boss.post("/areas", new JsonObject()).expect(403);
    boss.get("/gates").expect(200);
  }

  @Test
  void takingsAreSeenByWhomTheyBelongTo() {
    String clerkName = centre.newUser("clerk");
    var clerk = centre.stranger().logIn(clerkName, WholeCentre.PASSWORD);
    var shift =
        clerk
            .post("/shifts", new JsonObject().put("window", window).put("float_fen", 0))
            .expect(201)
            .json();
    assertThat(shift.getString("place")).isEqualTo("名" + window);
    clerk.post("/sales", sale(ownType)).expect(201);
    var books = bound("finance");
    assertThat(books.get("/shifts").expect(200).json().getJsonArray("shifts")).hasSize(1);
    books.get("/shifts/" + shift.getLong("id")).expect(200);

    var other = centre.with("clerk");
    long others =
        other
            .post("/shifts", new JsonObject().put("place", "x").put("float_fen", 0))
            .expect(201)
            .json()
            .getLong("id");
    books.get("/shifts/" + others).expect(403);
    var closing = new JsonObject().put("counted_fen", 0);
    bound("admin").post("/shifts/" + others + "/closing", closing).expect(403);
    other.post("/sales", sale(ownType)).expect(201);
    assertThat(taken(books)).isEqualTo(12000);
    assertThat(taken(admin)).isGreaterThanOrEqualTo(24000);
  }

  @Test
  void reportsTellWhoIsBoundOfHisUnitsTakingsAlone() {
    String clerkName = centre.newUser("clerk");
    var clerk = centre.stranger().logIn(clerkName, WholeCentre.PASSWORD);
    clerk.post("/shifts", new JsonObject().put("window", window).put("float_fen", 0)).expect(201);
    String ticket = number(clerk.post("/sales", sale(ownType)).expect(201).json());
    clerk.post("/sales", sale(ownType)).expect(201);
    String parks = number(clerk.post("/sales", sale(parksType)).expect(201).json());
    clerk.post("/tickets/" + ticket + "/refund", new JsonObject()).expect(200);
    admin.post("/tickets/" + parks + "/refund", new JsonObject()).expect(200);
    centre.with("clerk").post("/sales", sale(ownType)).expect(201);
    String group = centre.newTicketType(new JsonObject().put("kind", "GROUP").put("max_people", 5));
    var party = sale(group);
    party.getJsonArray("lines").getJsonObject(0).put("people", 3);
    admin.post("/sales", party).expect(201);
    admin
        .post("/ticket-batches", new JsonObject().put("ticket_type", parksType).put("quantity", 2))
        .expect(201);
    var books = bound("finance");
    String days = "from=2020-01-01&until=2029-12-31";
    var sales = books.get("/reports/sales?by=ticket_type&" + days).expect(200).json();
    assertThat(types(sales)).containsExactly(ownType);
    assertThat(total(sales, "net_fen")).isEqualTo(2 * 12000);
    assertThat(sales.getJsonArray("notes").encode()).contains(unit);
    assertThat(types(books.get("/reports/sales?by=area,ticket_type&" + days).expect(200).json()))
        .containsExactly(ownType);
    assertThat(total(books.get("/reports/ticket-mix?" + days).expect(200).json(), "tickets"))
        .isEqualTo(3);
    assertThat(types(books.get("/reports/refunds?" + days).expect(200).json()))
        .containsExactly(ownType);
    var compared = books.get("/reports/comparison?what=sales&span=year&" + days).expect(200).json();
    assertThat(total(compared, "now_fen")).isEqualTo(2 * 12000);
    var passes = books.get("/reports/comparison?what=passes&span=year&" + days).expect(200).json();
    assertThat(passes.encode()).doesNotContain(unit);
    var live = books.get("/reports/live").expect(200).json();
    assertThat(row(live).getLong("net_fen")).isEqualTo(2 * 12000);
    assertThat(row(live).getLong("groups")).isZero();
    // A drawer is the window's, with all that goes through it.
    var cashiers = books.get("/reports/cashiers?" + days).expect(200).json();
    assertThat(total(cashiers, "cash_in_fen")).isEqualTo(3 * 12000);
    assertThat(books.get("/reports/ticket-batches?" + days).expect(200).json().getJsonArray("rows"))
        .isEmpty();
  }

  @Test
  void ordersAreActedOnByWhomTheyBelongTo() {
    var clerk = bound("clerk");
    clerk.post("/orders", held(parksType)).expect(403);
    var own = clerk.post("/orders", held(ownType)).expect(201).json().getString("number");
    var mixed = held(ownType);
    mixed.getJsonArray("lines").addAll(held(parksType).getJsonArray("lines"));
    var others = admin.post("/orders", mixed).expect(201).json().getString("number");

    clerk.patch("/orders/" + own, held(parksType)).expect(403);
    clerk.patch("/orders/" + own, held(ownType)).expect(200);
    var cash = new JsonObject().put("payment", "CASH");
    for (String path : List.of("payment", "cancellation", "collection", "refund")) {
      var body = path.equals("payment") ? cash : new JsonObject();
      clerk.post("/orders/" + others + "/" + path, body).expect(403);
    }
    clerk.get("/orders/" + others).expect(403);
    clerk.get("/orders/NONE").expect(404);
    admin.post("/orders/" + others + "/payment", cash).expect(200);
    clerk.get("/orders/" + others).expect(403);

    var exchanged = admin.post("/sales", sale(parksType)).expect(201).json();
    clerk.get("/sales/" + exchanged.getString("number")).expect(403);
    admin
        .post(
            "/tickets/" + number(exchanged) + "/exchange",
            new JsonObject().put("ticket_type", ownType))
        .expect(200);
    clerk.get("/sales/" + exchanged.getString("number")).expect(200);
    admin.post("/tickets/" + number(exchanged) + "/refund", new JsonObject()).expect(200);

    clerk.post("/orders/" + own + "/payment", cash).expect(200);
    var found = clerk.get("/orders").expect(200).json().getJsonArray("orders");
    assertThat(found.stream().map(order -> ((JsonObject) order).getString("number")))
        .containsExactlyInAnyOrder(own, exchanged.getString("number"));
    clerk.post("/orders/" + own + "/refund", new JsonObject()).expect(200);
  }

  @Test
  void refundsAreDecidedByWhomTheyBelongTo() {
    review(true);
    try {
      String own = requested(ownType);
      String parks = requested(parksType);
      var books = bound("finance");
      assertThat(requests(books)).containsExactly(own);
      assertThat(requests(admin)).contains(own, parks);
      books.post("/refund-requests/" + parks + "/approval", new JsonObject()).expect(403);
      books.post("/refund-requests/" + parks + "/rejection", new JsonObject()).expect(403);
      books.post("/refund-requests/" + own + "/approval", new JsonObject()).expect(200);
      admin.post("/refund-requests/" + parks + "/rejection", new JsonObject()).expect(200);
    } finally {
      review(false);
    }
  }

  /** The id of a request by a partner to give a ticket back. */
  private String requested(String type) {
    var machine =
        new JsonObject()
            .put("code", WholeCentre.newName("M"))
            .put("name", "Partner")
            .put("channel", "PARTNER");
    var token = admin.post("/channel-clients", machine).expect(201).json().getString("token");
    var partner = centre.stranger().bearing(token);
    String path =
        "/orders/" + partner.post("/orders", held(type)).expect(201).json().getString("number");
    partner.post(path + "/payment", new JsonObject().put("payment", "PARTNER")).expect(200);
    partner.post(path + "/refund", new JsonObject()).expect(200);
    return requests(admin).get(0);
  }

  private static List<String> requests(Browser browser) {
    return browser
        .get("/refund-requests")
        .expect(200)
        .json()
        .getJsonArray("refund_requests")
        .stream()
        .map(request -> String.valueOf(((JsonObject) request).getLong("id")))
        .toList();
  }

  private void review(boolean on) {
    admin
        .patch("/refund-terms", new JsonObject().put("tiers", new JsonArray()).put("review", on))
        .expect(200);
  }

  private static JsonObject held(String type) {
    var order = sale(type);
    order.remove("payment");
    return order;
  }

  private static List<String> types(JsonObject report) {
    return report.getJsonArray("rows").stream()
        .map(row -> ((JsonObject) row).getString("ticket_type"))
        .toList();
  }

  private static JsonObject row(JsonObject report) {
    return report.getJsonArray("rows").getJsonObject(0);
  }

  private static long total(JsonObject report, String key) {
    return report.getJsonObject("total").getLong(key);
  }

  @Test
  void nobodyOpensAShiftAtAnotherUnitsWindow() {
    var clerk = bound("clerk");
    var open = new JsonObject().put("float_fen", 0);
    clerk.post("/shifts", open.copy().put("window", "NONE")).expect(422);
    clerk.post("/shifts", open.copy().put("window", window)).expect(201);
    String strange = WholeCentre.newName("P");
    admin.post("/sales-points", named(strange)).expect(201);
    String there = WholeCentre.newName("W");
    admin.post("/windows", named(there).put("sales_point", strange)).expect(201);
    bound("clerk").post("/shifts", open.copy().put("window", there)).expect(403);
  }

  @Test
  void aTypeGoesOverFromOneUnitToAnother() {
    String other = WholeCentre.newName("U");
    admin.post("/units", named(other).put("ticket_types", array(ownType))).expect(201);
    assertThat(types(unit)).isEmpty();
    assertThat(types(other)).containsExactly(ownType);
    admin.patch("/units/" + unit, new JsonObject().put("ticket_types", array("NONE"))).expect(422);
    admin
        .patch("/units/" + other, new JsonObject().put("ticket_types", new JsonArray()))
        .expect(200);
    assertThat(types(other)).isEmpty();
  }

  @Test
  void whatSomethingHangsOnStays() {
    String point = WholeCentre.newName("P");
    admin.post("/sales-points", named(point).put("unit", unit)).expect(201);
    String free = WholeCentre.newName("W");
    admin.post("/windows", named(free).put("sales_point", point)).expect(201);
    var shift = new JsonObject().put("window", window).put("float_fen", 0);
    centre.with("clerk").post("/shifts", shift).expect(201);
    String name = centre.newUser("clerk");
    admin.patch("/users/" + name, new JsonObject().put("units", array(unit))).expect(200);

    assertThat(admin.delete("/windows/" + window).expect(409).response().body()).contains("shifts");
    assertThat(admin.delete("/sales-points/" + point).expect(409).response().body())
        .contains("windows");
    assertThat(admin.delete("/units/" + unit).expect(409).response().body())
        .contains("ticket types, sales points, users");
    admin.delete("/windows/" + free).expect(204);
    admin.delete("/windows/" + free).expect(404);
    admin.delete("/sales-points/" + point).expect(204);
    String lonely = WholeCentre.newName("U");
    admin.post("/units", named(lonely)).expect(201);
    admin.delete("/units/" + lonely).expect(204);
    assertThat(admin.get("/units").json().encode()).doesNotContain(lonely);
    assertThat(audit("unit.remove")).contains(lonely);
    assertThat(audit("window.remove")).contains(free);
  }

  private String audit(String action) {
    return admin.get("/audit?action=" + action).expect(200).json().encode();
  }

  private Browser bound(String role) {
    String name = centre.newUser(role);
    admin.patch("/users/" + name, new JsonObject().put("units", array(unit))).expect(200);
    return centre.stranger().logIn(name, WholeCentre.PASSWORD);
  }

  private List<String> types(String code) {
    return admin.get("/units").expect(200).json().getJsonArray("units").stream()
        .map(JsonObject.class::cast)
        .filter(one -> one.getString("code").equals(code))
        .flatMap(one -> one.getJsonArray("ticket_types").stream())
        .map(String.class::cast)
        .toList();
  }

  private static JsonArray found(Browser browser, String number) {
    return browser.get("/tickets?number=" + number).expect(200).json().getJsonArray("tickets");
  }

  private static long taken(Browser books) {
    return books
        .get("/statement?from=2020-01-01&until=2030-12-31")
        .expect(200)
        .json()
        .getJsonObject("statement")
        .getJsonObject("accounts")
        .getLong("CASH");
  }

  private static String number(JsonObject sale) {
    return Sales.numbers(sale).get(0);
  }

  private static JsonObject sale(String type) {
    return Sales.order(Sales.line(type, 1));
  }

  private static JsonArray array(String... texts) {
    return new JsonArray(List.of(texts));
  }

  private static JsonObject named(String code) {
    return new JsonObject().put("code", code).put("name_zh", "名" + code).put("name_en", code);
  }
}
