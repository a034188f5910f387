package org.shanmen.central.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.Sales.line;
import static org.shanmen.central.Sales.order;
import static org.shanmen.central.db.tables.Tables.CREDENTIAL;
import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_KEY;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.junit.jupiter.api.Test;
import org.shanmen.central.Browser;
import org.shanmen.central.Sales;
import org.shanmen.central.WholeCentre;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.protocol.OpaqueCode;
import org.shanmen.protocol.SignedCode;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.protocol.wire.TicketKind;

class SaleTest {
  private final WholeCentre centre = WholeCentre.shared();
  private final Browser clerk = centre.with("clerk");
  private final WhitelistReader gates = new WhitelistReader(centre);

  @Test
  void aSoldTicketIsKnownToTheGatesAtOnce() throws Exception {
    String type = centre.newTicketType(new JsonObject());
    var sale = clerk.post("/sales", order(line(type, 2))).expect(201).json();
    assertThat(sale.getLong("total_fen")).isEqualTo(24000);
    assertThat(sale.getJsonArray("tickets")).hasSize(2);
    var ticket = sale.getJsonArray("tickets").getJsonObject(0);
    String code = ticket.getJsonArray("credentials").getJsonObject(0).getString("value");
    assertThat(code).hasSize(OpaqueCode.of(new byte[OpaqueCode.RANDOM_BYTES]).length());

    var right = gates.right(ticket);
    assertThat(right.getState()).isEqualTo(RightState.ACTIVE);
    assertThat(right.getEntries()).isEqualTo(1);
    assertThat(right.getPeople()).isEqualTo(1);
    assertThat(right.getFingerprintsList()).containsExactly(fingerprintOf(code));
    var today = LocalDate.ofInstant(Instant.now(), WholeCentre.ZONE);
    assertThat(Instant.ofEpochSecond(right.getValidFrom()))
        .isEqualTo(today.atStartOfDay(WholeCentre.ZONE).toInstant());
    assertThat(Instant.ofEpochSecond(right.getValidUntil()))
        .isEqualTo(today.plusDays(1).atStartOfDay(WholeCentre.ZONE).toInstant());

    assertThat(clerk.get("/sales/" + sale.getString("number")).expect(200).json()).isEqualTo(sale);
    assertThat(clerk.get("/tickets/" + ticket.getString("number")).expect(200).json())
        .isEqualTo(ticket);
    assertThat(
            clerk
                .get("/tickets?credential_kind=QR&credential=" + code)
                .expect(200)
                .json()
                .getJsonArray("tickets"))
        .containsExactly(ticket);
    assertThat(clerk.get("/tickets?credential=" + code).json().getJsonArray("tickets"))
        .as("of any kind")
        .containsExactly(ticket);
    assertThat(
            clerk.get("/tickets?number=" + sale.getString("number")).json().getJsonArray("tickets"))
        .hasSize(2);
    clerk.get("/tickets").expect(422);
    clerk.get("/tickets/none").expect(404);
    clerk.get("/sales/none").expect(404);
    String order = "/orders/" + sale.getString("number");
    assertThat(clerk.get(order).expect(200).json().getValue("collected_at")).isNotNull();
    clerk.post(order + "/collection", new JsonObject()).expect(409);
  }

  @Test
  void aTypeIsATemplateThatFollowsItsChanges() throws Exception {
    String area = centre.newGate();
    String type =
        centre.newTicketType(
            new JsonObject()
                .put("kind", "COUNT_CARD")
                .put("entries", 10)
                .put("areas", new JsonArray(List.of(area))));
    assertThat(gates.template(type).getKind()).isEqualTo(TicketKind.COUNT_CARD);
    assertThat(gates.template(type).getAreasCount()).isEqualTo(1);
    var changed =
        centre
            .admin()
            .patch(
                "/ticket-types/" + type,
                new JsonObject()
                    .put("open_from_minute", 480)
                    .put("open_until_minute", 1080)
                    .put("areas", new JsonArray()))
            .expect(200)
            .json();
    assertThat(changed.getInteger("entries")).isEqualTo(10);
    assertThat(gates.template(type).getOpenFromMinute()).isEqualTo(480);
    assertThat(gates.template(type).getAreasCount()).isZero();
    centre.admin().patch("/ticket-types/none", new JsonObject()).expect(404);
    centre
        .admin()
        .patch("/ticket-types/" + type, new JsonObject().put("max_people", 5))
        .expect(422);
    centre
        .admin()
        .patch(
            "/ticket-types/" + type, new JsonObject().put("areas", new JsonArray(List.of("none"))))
        .expect(422);
    centre
        .admin()
        .patch("/ticket-types/" + type, new JsonObject().put("on_sale", false))
        .expect(200);
    clerk.post("/sales", order(line(type, 1))).expect(422);
  }

  @Test
  void aSignedCodeSaysWhatWasSold() {
    String type =
        centre.newTicketType(
            new JsonObject().put("code_form", "SIGNED").put("valid_days", 7).put("entries", 3));
    var ticket =
        sell(line(type, 1).put("valid_on", LocalDate.now(WholeCentre.ZONE).plusDays(3).toString()));
    String code = ticket.getJsonArray("credentials").getJsonObject(0).getString("value");
    var check = SignedCode.check(code, this::publicKey);
    assertThat(check).isInstanceOf(SignedCode.Check.Genuine.class);
    var signed = ((SignedCode.Check.Genuine) check).code();
    var first = LocalDate.ofEpochDay(signed.fromDay() + (long) SignedCode.EPOCH_DAY);
    assertThat(first).isEqualTo(LocalDate.now(WholeCentre.ZONE).plusDays(3));
    assertThat(signed.untilDay() - signed.fromDay()).isEqualTo(6);
    assertThat(signed.entries()).isEqualTo(3);
    assertThat(signed.right()).isEqualTo(gates.idOf(ticket));
  }

  @Test
  void afterARotationTheNewKeySignsAndWhoRotatedIsOnRecord() {
    String type = centre.newTicketType(new JsonObject().put("code_form", "SIGNED"));
    String earlier = codeOf(sell(line(type, 1)));
    clerk.post("/ticket-keys/rotation", new JsonObject()).expect(403);
    clerk.get("/ticket-keys").expect(403);
    var until = Instant.parse("2035-05-01T00:00:00Z");
    centre
        .admin()
        .post("/ticket-keys/rotation", new JsonObject().put("old_valid_until", "tomorrow"))
        .expect(422);
    centre
        .admin()
        .post(
            "/ticket-keys/rotation",
            new JsonObject().put("old_valid_until", "+999999999-01-01T00:00:00Z"))
        .expect(422);
    var keys =
        centre
            .admin()
            .post(
                "/ticket-keys/rotation", new JsonObject().put("old_valid_until", until.toString()))
            .expect(201)
            .json();
    assertThat(centre.admin().get("/ticket-keys").expect(200).json()).isEqualTo(keys);
    int old = SignedCode.claimedKey(earlier);
    int next = SignedCode.claimedKey(codeOf(sell(line(type, 1))));
    assertThat(next).isGreaterThan(old);
    var byId =
        keys.getJsonArray("ticket_keys").stream()
            .map(JsonObject.class::cast)
            .collect(java.util.stream.Collectors.toMap(key -> key.getInteger("id"), key -> key));
    assertThat(byId.get(old).getBoolean("signs")).isFalse();
    assertThat(Instant.parse(byId.get(old).getString("valid_until"))).isBeforeOrEqualTo(until);
    assertThat(byId.get(next).getBoolean("signs")).isTrue();
    assertThat(byId.get(next).getString("valid_until")).isNull();
    // What was sold before is sold: its own key still tells it from a forged one.
    assertThat(SignedCode.check(earlier, this::publicKey))
        .isInstanceOf(SignedCode.Check.Genuine.class);
    assertThat(centre.admin().get("/audit").expect(200).json().getJsonArray("entries").encode())
        .contains("ticket-key.rotate");
  }

  private static String codeOf(JsonObject ticket) {
    return ticket.getJsonArray("credentials").getJsonObject(0).getString("value");
  }

  private Ed25519PublicKeyParameters publicKey(int id) {
    byte[] key =
        centre
            .database()
            .query(
                sql ->
                    sql.selectFrom(TICKET_KEY)
                        .where(TICKET_KEY.ID.eq(id))
                        .fetchSingle()
                        .getPublicKey());
    return new Ed25519PublicKeyParameters(key);
  }

  @Test
  void aGroupHasAsManyEntriesAsPeople() throws Exception {
    String type = centre.newTicketType(new JsonObject().put("kind", "GROUP").put("max_people", 30));
    var ticket = sell(line(type, 1).put("people", 25));
    assertThat(ticket.getInteger("people")).isEqualTo(25);
    assertThat(ticket.getInteger("entries")).isEqualTo(25);
    assertThat(gates.right(ticket).getEntries()).isEqualTo(25);
    clerk.post("/sales", order(line(type, 1).put("people", 31))).expect(422);
    clerk.post("/sales", order(line(type, 1))).expect(422);
    String single = centre.newTicketType(new JsonObject());
    clerk.post("/sales", order(line(single, 1).put("people", 2))).expect(422);
  }

  @Test
  void aRepeatedKeyAnswersWithTheFirstSale() {
    String type = centre.newTicketType(new JsonObject());
    String key = WholeCentre.newName("key");
    var body = order(line(type, 1));
    var requests = new ArrayList<CompletableFuture<Browser.Answer>>();
    for (int i = 0; i < 8; i++) {
      requests.add(
          CompletableFuture.supplyAsync(() -> clerk.post("/sales", body, "Idempotency-Key", key)));
    }
    var answers = new HashSet<JsonObject>();
    requests.forEach(request -> answers.add(request.join().expect(201).json()));
    assertThat(answers).as("one sale for eight requests at once").hasSize(1);
    assertThat(
            clerk.post("/sales", order(line(type, 2)), "Idempotency-Key", key).expect(409).error())
        .isEqualTo("CONFLICT");
    assertThat(clerk.post("/sales", body).expect(201).json()).isNotIn(answers);
  }

  @Test
  void aCardShowsSeveralTicketsAndLeavesThoseThatAreOver() throws Exception {
    String type = centre.newTicketType(new JsonObject());
    String card = "04a1" + Long.toHexString(System.nanoTime() | 1L << 60);
    var withCard = line(type, 1).put("credentials", new JsonArray().add(credential("CARD", card)));
    var first = sell(withCard);
    assertThat(first.getJsonArray("credentials")).hasSize(2);
    var second = sell(withCard);
    assertThat(gates.right(first).getFingerprintsCount()).isEqualTo(2);
    assertThat(gates.right(second).getFingerprintsList())
        .contains(gates.right(first).getFingerprints(1));
    assertThat(ticketsOn(card)).containsExactly(numberOf(first), numberOf(second));

    clerk.post("/tickets/" + numberOf(first) + "/refund", new JsonObject()).expect(200);
    var third = sell(withCard);
    assertThat(gates.right(first).getFingerprintsCount()).as("the card moved on").isEqualTo(1);
    assertThat(ticketsOn(card)).containsExactly(numberOf(second), numberOf(third));
    for (int i = 2; i < CredentialStore.TICKETS; i++) {
      sell(withCard);
    }
    assertThat(clerk.post("/sales", order(withCard)).expect(409).error()).isEqualTo("CONFLICT");
  }

  @Test
  void aTicketWhoseHoursRunPastMidnightIsNotOverAtMidnight() {
    var evening = new JsonObject().put("open_from_minute", 1200).put("open_until_minute", 120);
    for (var hours : List.of(evening, new JsonObject())) {
      String type = centre.newTicketType(hours);
      String card = "04a7" + Long.toHexString(System.nanoTime() | 1L << 60);
      var withCard =
          line(type, 1).put("credentials", new JsonArray().add(credential("CARD", card)));
      var yesterdays = sell(withCard);
      centre
          .database()
          .transact(
              tx ->
                  tx.execute(
                      "update ticket set valid_until = now() - interval '1 hour' where number = ?",
                      numberOf(yesterdays)));
      var todays = sell(withCard);
      assertThat(ticketsOn(card).contains(numberOf(yesterdays))).isEqualTo(hours == evening);
      assertThat(ticketsOn(card)).contains(numberOf(todays));
    }
  }

  @Test
  void aTicketThatLetsPeopleComeBackIsNotUsedUpByTheirComingBack() {
    String gate = centre.newGate();
    for (String reentry : List.of("FREE", "AFTER_EXIT", "COUNTS")) {
      String type =
          centre.newTicketType(new JsonObject().put("entries", 2).put("reentry", reentry));
      String card = "04a3" + Long.toHexString(System.nanoTime() | 1L << 60);
      var withCard =
          line(type, 1).put("credentials", new JsonArray().add(credential("CARD", card)));
      var first = sell(withCard);
      RefundTest.use(centre, numberOf(first), gate, gates.idOf(first) * 10 + 1);
      RefundTest.use(centre, numberOf(first), gate, gates.idOf(first) * 10 + 2);
      var second = sell(withCard);
      if (reentry.equals("COUNTS")) {
        assertThat(ticketsOn(card)).as(reentry).containsExactly(numberOf(second));
      } else {
        assertThat(ticketsOn(card)).as(reentry).containsExactly(numberOf(first), numberOf(second));
      }
    }
  }

  @Test
  void comingBackForNothingUsesNothingOfATicket() {
    String gate = centre.newGate();
    for (String reentry : List.of("FREE", "AFTER_EXIT", "COUNTS")) {
      String type =
          centre.newTicketType(new JsonObject().put("entries", 3).put("reentry", reentry));
      var ticket = sell(line(type, 1));
      RefundTest.use(centre, numberOf(ticket), gate, gates.idOf(ticket) * 10 + 1);
      RefundTest.use(centre, numberOf(ticket), gate, gates.idOf(ticket) * 10 + 2);
      var found = clerk.get("/tickets/" + numberOf(ticket)).expect(200).json();
      boolean counts = reentry.equals("COUNTS");
      assertThat(found.getInteger("used")).as(reentry).isEqualTo(counts ? 2 : 1);
      assertThat(
              found.getJsonArray("uses").stream()
                  .map(use -> ((JsonObject) use).getInteger("counted")))
          .as(reentry)
          .containsExactly(1, counts ? 1 : 0);
    }
  }

  @Test
  void aCardThatIsReportedLostTakesNoFurtherTicket() {
    String type = centre.newTicketType(new JsonObject());
    String card = "04a2" + Long.toHexString(System.nanoTime() | 1L << 60);
    var withCard = line(type, 1).put("credentials", new JsonArray().add(credential("CARD", card)));
    var ticket = sell(withCard);
    clerk
        .post("/tickets/" + numberOf(ticket) + "/state", new JsonObject().put("state", "LOST"))
        .expect(200);
    assertThat(clerk.post("/sales", order(withCard)).expect(409).error()).isEqualTo("CONFLICT");
  }

  @Test
  void aSaleWaitsForTheReportOfLossThatIsUnderWay() throws Exception {
    String type = centre.newTicketType(new JsonObject());
    String card = "04a4" + Long.toHexString(System.nanoTime() | 1L << 60);
    var withCard = line(type, 1).put("credentials", new JsonArray().add(credential("CARD", card)));
    var ticket = sell(withCard);
    var sale =
        centre
            .database()
            .transact(
                tx -> {
                  new ChangeLog(InstantSource.system()).lock(tx);
                  tx.update(TICKET)
                      .set(TICKET.STATE, "LOST")
                      .where(TICKET.NUMBER.eq(numberOf(ticket)))
                      .execute();
                  var selling =
                      CompletableFuture.supplyAsync(() -> clerk.post("/sales", order(withCard)));
                  awaitSomebodyWhoWaitsForTheChangeLog();
                  return selling;
                });
    assertThat(sale.join().expect(409).error()).isEqualTo("CONFLICT");
    assertThat(ticketsOn(card)).containsExactly(numberOf(ticket));
  }

  private void awaitSomebodyWhoWaitsForTheChangeLog() {
    String waiting = "select count(*) from pg_locks where locktype = 'advisory' and not granted";
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (centre.database().<Long>query(sql -> sql.fetchSingle(waiting).get(0, Long.class)) == 0) {
      assertThat(System.nanoTime()).as("somebody waits").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Test
  void anIdCardIsKnownByItsNumberHoweverItIsTyped() throws Exception {
    String type = centre.newTicketType(new JsonObject());
    var ticket =
        sell(
            line(type, 1)
                .put(
                    "credentials",
                    new JsonArray().add(credential("ID_CARD", "11010519491231002x"))));
    assertThat(ticket.getJsonArray("credentials").getJsonObject(1).getString("value"))
        .isEqualTo("11010519491231002X");
    assertThat(gates.right(ticket).getFingerprintsCount()).isEqualTo(2);
    var mistyped = new JsonArray().add(credential("ID_CARD", "110105194912310021"));
    clerk.post("/sales", order(line(type, 1).put("credentials", mistyped))).expect(422);
  }

  private List<String> ticketsOn(String card) {
    return clerk
        .get("/tickets?credential_kind=CARD&credential=" + card)
        .expect(200)
        .json()
        .getJsonArray("tickets")
        .stream()
        .map(ticket -> numberOf((JsonObject) ticket))
        .toList();
  }

  private static String numberOf(JsonObject ticket) {
    return ticket.getString("number");
  }

  @Test
  void anOrderThatMakesNoSenseSellsNothing() {
    String type = centre.newTicketType(new JsonObject());
    int before = centre.database().query(sql -> sql.fetchCount(TICKET));
    clerk.post("/sales", order(line("none", 1))).expect(422);
    clerk.post("/sales", order(line(type, 1), line("none", 1))).expect(422);
    clerk.post("/sales", order(line(type, 1).put("valid_on", "2026-02-30"))).expect(400);
    clerk.post("/sales", order(line(type, 1).put("valid_on", "1999-01-01"))).expect(422);
    clerk.post("/sales", order(line(type, 0))).expect(400);
    clerk.post("/sales", order()).expect(400);
    clerk.post("/sales", order(line(type, 200), line(type, 200), line(type, 200))).expect(422);
    var credentials = new JsonArray().add(credential("CARD", "not hex"));
    clerk.post("/sales", order(line(type, 1).put("credentials", credentials))).expect(422);
    var face = new JsonArray().add(credential("FACE", "p1"));
    clerk.post("/sales", order(line(type, 2).put("credentials", face))).expect(422);
    assertThat(centre.database().<Integer>query(sql -> sql.fetchCount(TICKET))).isEqualTo(before);
  }

  private JsonObject sell(JsonObject line) {
    return Sales.ticket(clerk, line);
  }

  private static JsonObject credential(String kind, String value) {
    return new JsonObject().put("kind", kind).put("value", value);
  }

  private long fingerprintOf(String code) {
    return centre
        .database()
        .query(
            sql ->
                sql.selectFrom(CREDENTIAL)
                    .where(CREDENTIAL.VALUE.eq(code))
                    .fetchSingle()
                    .getFingerprint());
  }
}
