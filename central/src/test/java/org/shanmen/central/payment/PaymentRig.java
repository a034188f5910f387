package org.shanmen.central.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.db.tables.Tables.CHARGE;
import static org.shanmen.central.db.tables.Tables.CHARGE_REFUND;
import static org.shanmen.central.db.tables.Tables.POSTING;
import static org.shanmen.central.db.tables.Tables.POSTING_LINE;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jooq.impl.DSL;
import org.shanmen.central.Browser;
import org.shanmen.central.WholeCentre;
import org.shanmen.central.db.Database;
import org.shanmen.central.db.tables.tables.records.ChargeRecord;
import org.shanmen.central.db.tables.tables.records.ChargeRefundRecord;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.central.gatelink.TestClock;
import org.shanmen.central.money.Account;
import org.shanmen.central.park.ParkKeys;
import org.shanmen.central.payment.provider.PaymentProvider;
import org.shanmen.central.payment.sandbox.SandboxProvider;
import org.shanmen.central.payment.sandbox.SandboxSettings;
import org.shanmen.central.people.Audit;
import org.shanmen.central.sandboxpay.SandboxPay;
import org.shanmen.central.ticketing.Orders;
import org.shanmen.central.ticketing.OrdersToPay;
import org.shanmen.central.web.Actor;
import org.shanmen.central.web.Role;

/**
 * A second centre's payment room beside the whole centre, on the same database: with a sandbox of
 * its own, real HTTP in both directions, a clock that stands still, and a watch that turns when it
 * is told.
 */
final class PaymentRig implements AutoCloseable {
  static final int PRICE_FEN = 80_00;

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  final WholeCentre centre = WholeCentre.shared();
  final Database database = centre.database();
  final TestClock clock = new TestClock();
  final Vertx vertx = Vertx.vertx();
  final SandboxPay sandbox = SandboxPay.start(0, clock);
  final String provider = WholeCentre.newName("SANDBOX");
  final String clerkName = centre.newUser("clerk", "finance");
  final Browser clerk = centre.stranger().logIn(clerkName, WholeCentre.PASSWORD);
  final String ticketType = centre.newTicketType(new JsonObject().put("price_fen", PRICE_FEN));
  private final Actor actor = new Actor(clerkName, Set.of(Role.CLERK), "");
  private final HttpServer notifications;
  private PaymentHouse house;

  PaymentRig() {
    var router = Router.router(vertx);
    router
        .post("/api/v1/payment/notifications/:provider")
        .handler(BodyHandler.create(false))
        .handler(context -> house.notifications().handle(context))
        .failureHandler(context -> context.response().setStatusCode(403).end());
    notifications = vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").await();
    house = house(real());
  }

  /** The provider as the centre knows it. */
  PaymentProvider real() {
    return new SandboxProvider(
        new SandboxSettings(URI.create(sandbox.url()), sandbox.secret(), key(), notifyUrl()),
        WholeCentre.ZONE,
        clock);
  }

  String notifyUrl() {
    return "http://127.0.0.1:"
        + notifications.actualPort()
        + "/api/v1/payment/notifications/"
        + provider;
  }

  private PublicKey key() {
    try {
      return KeyFactory.getInstance("Ed25519")
          .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(sandbox.publicKey())));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private PaymentHouse house(PaymentProvider behind) {
    var audit = new Audit(clock);
    var park = centre.config().park();
    var orders =
        new Orders(
            vertx,
            database,
            audit,
            new ChangeLog(clock),
            ParkKeys.ensure(database, park, clock),
            park.zone(),
            clock);
    var providers = new Providers(Map.of(provider, behind));
    return new PaymentHouse(
        new PaymentHouse.Parts(vertx, database, clock, park.zone(), audit),
        providers,
        new OrdersToPay(orders));
  }

  /** From now on the provider is reached through this. */
  void through(UnaryOperator<PaymentProvider> change) {
    house.close();
    house = house(change.apply(real()));
  }

  /** Whatever was in memory is gone. */
  void startAnew() {
    house.close();
    house = house(real());
  }

  /** The number of an order that is held. */
  String order(int quantity) {
    var line = new JsonObject().put("ticket_type", ticketType).put("quantity", quantity);
    return clerk
        .post("/orders", new JsonObject().put("lines", new JsonArray().add(line)))
        .expect(201)
        .json()
        .getString("number");
  }

  /** The order wants so many now. */
  void amend(String order, int quantity) {
    var line = new JsonObject().put("ticket_type", ticketType).put("quantity", quantity);
    clerk
        .patch("/orders/" + order, new JsonObject().put("lines", new JsonArray().add(line)))
        .expect(200);
  }

  JsonObject orderNow(String number) {
    return clerk.get("/orders/" + number).expect(200).json();
  }

  List<String> tickets(String order) {
    return orderNow(order).getJsonArray("tickets").stream()
        .map(ticket -> ((JsonObject) ticket).getString("number"))
        .toList();
  }

  ChargeRecord charge(String order) {
    return house.charges().open(actor, order, provider);
  }

  ChargeRecord end(ChargeRecord charge) {
    return house.charges().end(actor, charge.getOrderNumber(), charge.getNumber());
  }

  PaymentHouse house() {
    return house;
  }

  /** Lets the watch look once. */
  void turn() {
    house.watch().turn().await();
  }

  ChargeRecord now(ChargeRecord charge) {
    return database.query(
        sql -> sql.selectFrom(CHARGE).where(CHARGE.ID.eq(charge.getId())).fetchSingle());
  }

  List<ChargeRefundRecord> refunds(ChargeRecord charge) {
    return database.query(sql -> ChargeRows.refundsOf(sql, charge.getId()));
  }

  /** The visitor pays; returns the sandbox's HTTP status. */
  int pay(ChargeRecord charge) {
    return post(charge.getCodeUrl(), new JsonObject()).statusCode();
  }

  int pay(ChargeRecord charge, long fen) {
    return post(charge.getCodeUrl(), new JsonObject().put("fen", fen)).statusCode();
  }

  /** Plants a fault, such as notifications and LOSE. */
  void fault(String what, String fault) {
    assertThat(post(sandbox.url() + "/control", new JsonObject().put(what, fault)).statusCode())
        .isEqualTo(200);
  }

  void release() {
    assertThat(post(sandbox.url() + "/control/release", new JsonObject()).statusCode())
        .isEqualTo(200);
  }

  /** Somebody at the provider pays money back, without us. */
  void refundAtTheProvider(String number, String charge, long fen) {
    var body = new JsonObject().put("number", number).put("charge", charge).put("fen", fen);
    var request =
        HttpRequest.newBuilder(URI.create(sandbox.url() + "/v1/refunds"))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + sandbox.secret())
            .POST(BodyPublishers.ofString(body.encode()));
    assertThat(send(request).statusCode()).isEqualTo(200);
  }

  void billOtherwise(String number, Long fen) {
    post(sandbox.url() + "/control/bill", new JsonObject().put("number", number).put("fen", fen));
  }

  /** Calls the notification address as anybody may. */
  int notify(String body, String timestamp, String signature) {
    return send(HttpRequest.newBuilder(URI.create(notifyUrl()))
            .header("Content-Type", "application/json")
            .header("Sandbox-Timestamp", timestamp)
            .header("Sandbox-Nonce", "n")
            .header("Sandbox-Signature", signature)
            .POST(BodyPublishers.ofString(body)))
        .statusCode();
  }

  /** Signed by the sandbox, now. */
  int notifySigned(JsonObject event) {
    String timestamp = String.valueOf(clock.instant().getEpochSecond());
    return notify(event.encode(), timestamp, sandbox.sign(timestamp, "n", event.encode()));
  }

  private static HttpResponse<String> post(String url, JsonObject body) {
    return send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.encode())));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the ledger has of this provider's charges in an account. */
  long ledgerFen(Account account) {
    return database.query(
        sql ->
            sql.select(DSL.coalesce(DSL.sum(POSTING_LINE.FEN), DSL.inline(0)))
                .from(POSTING_LINE)
                .join(POSTING)
                .on(POSTING.ID.eq(POSTING_LINE.POSTING_ID))
                .join(CHARGE)
                .on(CHARGE.ID.eq(POSTING.CHARGE_ID))
                .where(CHARGE.PROVIDER.eq(provider))
                .and(POSTING_LINE.ACCOUNT.eq(account.name()))
                .fetchSingle()
                .value1()
                .longValueExact());
  }

  /** What is on its way back through this provider. */
  long owedFen() {
    return database.query(
        sql ->
            sql.select(DSL.coalesce(DSL.sum(CHARGE_REFUND.FEN), DSL.inline(0)))
                .from(CHARGE_REFUND)
                .join(CHARGE)
                .on(CHARGE.ID.eq(CHARGE_REFUND.CHARGE_ID))
                .where(CHARGE.PROVIDER.eq(provider))
                .and(CHARGE_REFUND.STATE.ne("DONE"))
                .fetchSingle()
                .value1()
                .longValueExact());
  }

  /** What the ledger says of this provider is what the provider says. */
  void requireEqualBooks() {
    assertThat(ledgerFen(Account.QR)).isEqualTo(sandbox.balanceFen());
    assertThat(-ledgerFen(Account.SUSPENSE)).isEqualTo(owedFen());
  }

  @Override
  public void close() {
    house.close();
    sandbox.close();
    vertx.close().await();
  }
}
