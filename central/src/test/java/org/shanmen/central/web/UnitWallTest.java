package org.shanmen.central.web;

import static java.util.Map.entry;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Operation;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shanmen.central.Browser;
import org.shanmen.central.WholeCentre;

/**
 * Everything that openapi.yaml says to be about one ticket, order or request, asked for by somebody
 * whose operating unit has nothing to do with it.
 */
class UnitWallTest {
  /** What operations want to be told besides; those that are not here take an empty object. */
  private static final Map<String, JsonObject> BODIES =
      Map.ofEntries(
          entry("payOrder", new JsonObject().put("payment", "CASH")),
          entry(
              "changeOrderPeople",
              new JsonObject().put("contact", new JsonObject().put("name", "x"))),
          entry("createCharge", new JsonObject().put("provider", "SANDBOX")),
          entry("printSale", new JsonObject().put("printer", "NONE")),
          entry("reprintTicket", new JsonObject().put("reason", "x")),
          entry("activateTicket", new JsonObject().put("payment", "CASH")),
          entry("changeTicketState", new JsonObject().put("state", "LOST")),
          entry("exchangeTicket", new JsonObject().put("valid_on", "2030-01-01")),
          entry("quoteExchange", new JsonObject().put("valid_on", "2030-01-01")),
          entry(
              "topUpTicket",
              new JsonObject()
                  .put("payment", "CASH")
                  .put("credit", new JsonObject().put("principal_fen", 100))));

  private final WholeCentre centre = WholeCentre.shared();
  private final Browser admin = centre.admin();
  private final String unit = WholeCentre.newName("U");
  private final String ownType = centre.newTicketType(new JsonObject());
  private final String parksType = centre.newTicketType(new JsonObject());
  private Browser bound;

  @BeforeEach
  void somebodyOfAUnit() {
    var made = new JsonObject().put("code", unit).put("name_zh", "单位").put("name_en", "Unit");
    admin.post("/units", made.put("ticket_types", new JsonArray().add(ownType))).expect(201);
    review(true);
    String name = centre.newUser("admin");
    var units = new JsonObject().put("units", new JsonArray().add(unit));
    admin.patch("/users/" + name, units).expect(200);
    bound = centre.stranger().logIn(name, WholeCentre.PASSWORD);
  }

  /** Of the whole park: other tests rely on there being none. */
  @AfterEach
  void withoutReview() {
    review(false);
  }

  /** What is of his own unit gets through the wall, so that it is the wall that keeps the rest. */
  @Test
  void whatBelongsToAnotherUnitIsBehindAWallForEveryOperation() {
    var vertx = Vertx.vertx();
    var operations = Contract.load(vertx).await().operations();
    vertx.close().await();
    var own = new Thing(ownType);
    var foreign = new Thing(parksType);
    var softly = new SoftAssertions();
    for (var operation : operations) {
      var scope = Permission.of(operation).units();
      if (scope.isPresent() && scope.get() != Permission.UnitScope.OWN) {
        String name = operation.getOperationId();
        softly.assertThat(foreign.asked(operation, scope.get())).as(name).isEqualTo(403);
        softly.assertThat(own.asked(operation, scope.get())).as(name).isNotIn(400, 403, 500);
      }
    }
    softly.assertAll();
  }

  /** A ticket of a type, a paid order of it, and a request to give one back. */
  private final class Thing {
    private final String type;
    private final String ticket;
    private final String order;
    private final String request;

    Thing(String type) {
      this.type = type;
      var sale = admin.post("/sales", ordered().put("payment", "CASH")).expect(201).json();
      order = sale.getString("number");
      ticket = sale.getJsonArray("tickets").getJsonObject(0).getString("number");
      request = requested();
    }

    int asked(Operation operation, Permission.UnitScope scope) {
      String path =
          operation
              .getOpenAPIPath()
              .replace("{number}", scope == Permission.UnitScope.TICKET ? ticket : order)
              .replace("{id}", request)
              .replaceAll("\\{[^}]+}", "NONE");
      var body =
          scope == Permission.UnitScope.LINES || operation.getOperationId().equals("amendOrder")
              ? lines(operation)
              : BODIES.getOrDefault(operation.getOperationId(), new JsonObject());
      byte[] bytes =
          operation.getRequestBody() == null
              ? new byte[0]
              : body.encode().getBytes(StandardCharsets.UTF_8);
      return bound.raw(operation.getHttpMethod().name(), path, "application/json", bytes).status();
    }

    private JsonObject lines(Operation operation) {
      return operation.getOperationId().equals("createSale")
          ? ordered().put("payment", "CASH")
          : ordered();
    }

    private JsonObject ordered() {
      var line = new JsonObject().put("ticket_type", type).put("quantity", 1);
      return new JsonObject().put("lines", new JsonArray().add(line));
    }

    private String requested() {
      var machine =
          new JsonObject()
              .put("code", WholeCentre.newName("M"))
              .put("name", "Partner")
              .put("channel", "PARTNER");
      var token = admin.post("/channel-clients", machine).expect(201).json().getString("token");
      var partner = centre.stranger().bearing(token);
      String path =
          "/orders/" + partner.post("/orders", ordered()).expect(201).json().getString("number");
      partner.post(path + "/payment", new JsonObject().put("payment", "PARTNER")).expect(200);
      partner.post(path + "/refund", new JsonObject()).expect(200);
      return String.valueOf(
          admin
              .get("/refund-requests")
              .expect(200)
              .json()
              .getJsonArray("refund_requests")
              .getJsonObject(0)
              .getLong("id"));
    }
  }

  private void review(boolean on) {
    admin
        .patch("/refund-terms", new JsonObject().put("tiers", new JsonArray()).put("review", on))
        .expect(200);
  }
}
