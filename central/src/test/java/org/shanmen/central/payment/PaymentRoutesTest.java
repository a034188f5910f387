package org.shanmen.central.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.shanmen.central.Browser;
import org.shanmen.central.WholeCentre;

/** The whole centre and the sandbox, each over HTTP. */
class PaymentRoutesTest {
  private final WholeCentre centre = WholeCentre.shared();
  private final Browser clerk = centre.with("clerk");
  private final String type = centre.newTicketType(new JsonObject().put("price_fen", 50_00));

  @Test
  void aClerkShowsACodeAndTheVisitorPaysIt() throws IOException, InterruptedException {
    assertThat(clerk.get("/payment/providers").expect(200).json().getJsonArray("providers"))
        .containsExactly("SANDBOX");
    String charges = "/orders/" + order() + "/charges";
    var charge = ask(charges, "SANDBOX").expect(201).json();
    assertThat(charge.getString("state")).isEqualTo("PENDING");
    assertThat(charge.getJsonArray("modules").getString(0)).matches("[01]+");
    var page = send(HttpRequest.newBuilder(URI.create(charge.getString("code_url"))).GET());
    assertThat(page).contains("¥50.00").contains("form method=\"post\"");
    send(
        HttpRequest.newBuilder(URI.create(charge.getString("code_url")))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.noBody()));
    var now = clerk.get(charges + "/" + charge.getString("number")).expect(200).json();
    assertThat(now.getString("state")).isEqualTo("PAID");
    assertThat(now.getBoolean("taken")).isTrue();
    assertThat(now.getValue("modules")).isNull();
    assertThat(clerk.get(charges).expect(200).json().getJsonArray("charges")).hasSize(1);
    assertThat(ask(charges, "SANDBOX").status()).isEqualTo(409);
  }

  @Test
  void aWebShopHasItsVisitorsPayAndNobodyElsesOrders() throws IOException, InterruptedException {
    var shop = machine("WEB");
    String order = order(shop);
    String charges = "/orders/" + order + "/charges";
    var asked = new JsonObject().put("provider", "SANDBOX");
    assertThat(machine("WEB").post(charges, asked).status()).isEqualTo(404);
    assertThat(machine("PARTNER").get(charges).status()).isEqualTo(404);
    var charge = shop.post(charges, asked).expect(201).json();
    send(
        HttpRequest.newBuilder(URI.create(charge.getString("code_url")))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.noBody()));
    String number = charge.getString("number");
    assertThat(shop.get(charges + "/" + number).expect(200).json().getString("state"))
        .isEqualTo("PAID");
    var paid = shop.get("/orders/" + order).expect(200).json();
    assertThat(paid.getString("state")).isEqualTo("PAID");
    assertThat(paid.getJsonArray("tickets")).hasSize(1);
  }

  @Test
  void whatCannotBeChargedIsRefused() {
    String order = order();
    assertThat(ask("/orders/" + order + "/charges", "NOBODY").status()).isEqualTo(404);
    assertThat(ask("/orders/NONE/charges", "SANDBOX").status()).isEqualTo(404);
    assertThat(clerk.get("/orders/" + order + "/charges/NONE").status()).isEqualTo(404);
    var charge = ask("/orders/" + order + "/charges", "SANDBOX").expect(201).json();
    String closing = "/orders/" + order + "/charges/" + charge.getString("number") + "/closing";
    assertThat(clerk.post(closing, new JsonObject()).expect(200).json().getString("state"))
        .isEqualTo("CLOSED");
    assertThat(clerk.post(closing.replace(order, "NONE"), new JsonObject()).status())
        .isEqualTo(404);
  }

  @Test
  void theNotificationAddressIsOpenToAllAndBelievesNobody() {
    var stranger = centre.stranger();
    byte[] body = "{\"event\":\"charge.paid\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    String path = "/payment/notifications/SANDBOX";
    assertThat(stranger.raw("POST", path, "application/json", body).status()).isEqualTo(403);
    assertThat(stranger.raw("POST", path, "application/x-www-form-urlencoded", body).status())
        .isEqualTo(403);
    assertThat(stranger.raw("POST", path, "text/plain", new byte[70_000]).status()).isEqualTo(413);
    assertThat(stranger.raw("POST", "/payment/notifications/NOBODY", "text/plain", body).status())
        .isEqualTo(404);
    assertThat(stranger.get("/charge-refunds").status()).isEqualTo(401);
    assertThat(clerk.get("/charge-refunds").status()).isEqualTo(403);
    assertThat(clerk.get("/reconciliations").status()).isEqualTo(403);
  }

  @Test
  void aDayIsReconciledByHandOnceItIsOver() {
    var finance = centre.with("finance");
    var today = java.time.LocalDate.now(WholeCentre.ZONE);
    var yesterday = body(today.minusDays(1));
    assertThat(finance.post("/reconciliations", yesterday).expect(200).json().getString("day"))
        .isEqualTo(today.minusDays(1).toString());
    assertThat(finance.post("/reconciliations", body(today)).status()).isEqualTo(422);
    assertThat(
            finance
                .post(
                    "/reconciliations/differences/999999999/acknowledgement",
                    new JsonObject().put("note", "x"))
                .status())
        .isEqualTo(404);
  }

  private static JsonObject body(java.time.LocalDate day) {
    return new JsonObject().put("provider", "SANDBOX").put("day", day.toString());
  }

  private Browser machine(String channel) {
    var client =
        new JsonObject()
            .put("code", WholeCentre.newName("M"))
            .put("name", "Machine")
            .put("channel", channel);
    var made = centre.admin().post("/channel-clients", client).expect(201).json();
    return centre.stranger().bearing(made.getString("token"));
  }

  private String order() {
    return order(clerk);
  }

  private String order(Browser seller) {
    var line = new JsonObject().put("ticket_type", type).put("quantity", 1);
    return seller
        .post("/orders", new JsonObject().put("lines", new JsonArray().add(line)))
        .expect(201)
        .json()
        .getString("number");
  }

  private Browser.Answer ask(String path, String provider) {
    return clerk.post(path, new JsonObject().put("provider", provider));
  }

  private static String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString()).body();
  }
}
