package org.shanmen.central.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.db.tables.Tables.PARK;
import static org.shanmen.central.db.tables.Tables.TICKET_KEY;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.junit.jupiter.api.Test;
import org.shanmen.central.Browser;
import org.shanmen.central.Sales;
import org.shanmen.central.WholeCentre;
import org.shanmen.protocol.Fingerprint;
import org.shanmen.protocol.SignedCode;

/** Codes of tickets that were sold: rotating ones, and new ones in place of others. */
class CodeDeskTest {
  private final WholeCentre centre = WholeCentre.shared();
  private final Browser clerk = centre.with("clerk");
  private final WhitelistReader gates = new WhitelistReader(centre);

  @Test
  void aRotatingCodeSaysWhatWasSoldAndWhenItWasMade() throws Exception {
    var ticket = sell("ROTATING");
    var answer = clerk.get(path(ticket, "rotating-code")).expect(200).json();
    assertThat(answer.getInteger("refresh_seconds")).isEqualTo(SignedCode.REFRESH_SECONDS);
    var genuine = (SignedCode.Check.Genuine) check(answer.getString("code"));
    assertThat(genuine.madeAt()).hasValue(Instant.parse(answer.getString("made_at")));
    long right = gates.idOf(ticket);
    assertThat(genuine.code().right()).isEqualTo(right);
    assertThat(genuine.code().entries()).isEqualTo(1);
    assertThat(Instant.ofEpochSecond(gates.right(ticket).getValidFrom()))
        .isEqualTo(
            java.time.LocalDate.ofEpochDay(genuine.code().fromDay() + (long) SignedCode.EPOCH_DAY)
                .atStartOfDay(WholeCentre.ZONE)
                .toInstant());
    assertThat(genuine.code().untilDay()).isEqualTo(genuine.code().fromDay());
    // Gates know all of them by one fingerprint, and nothing else opens.
    assertThat(gates.right(ticket).getFingerprintsList())
        .containsExactly(fingerprint().ofRotating(right));
  }

  @Test
  void onlyATicketThatIsActiveAndRotatesHasARotatingCode() {
    clerk.get(path(sell("OPAQUE"), "rotating-code")).expect(409);
    clerk.get(path(sell("SIGNED"), "rotating-code")).expect(409);
    clerk.get("/tickets/none/rotating-code").expect(404);
    var refunded = sell("ROTATING");
    centre.with("viewer").get(path(refunded, "rotating-code")).expect(403);
    clerk.post(path(refunded, "refund"), new JsonObject()).expect(200);
    clerk.get(path(refunded, "rotating-code")).expect(409);
    clerk.post(path(refunded, "new-code"), new JsonObject()).expect(409);
    clerk.post("/tickets/none/new-code", new JsonObject()).expect(404);
  }

  @Test
  void aNewCodeTakesThePlaceOfEveryEarlierOneAndLeavesCardsAlone() throws Exception {
    for (String form : List.of("OPAQUE", "SIGNED", "ROTATING")) {
      String card = WholeCentre.newName("04A1").replaceAll("[^0-9A-F]", "0");
      var ticket = sell(form, card.length() % 2 == 0 ? card : card + "0");
      var before = gates.right(ticket).getFingerprintsList();
      var changed =
          clerk
              .post(path(ticket, "new-code"), new JsonObject().put("reason", "phone is flat"))
              .expect(200)
              .json();
      var after = gates.right(ticket).getFingerprintsList();
      assertThat(after).hasSize(2);
      assertThat(after.stream().filter(before::contains)).as(form).hasSize(1);
      assertThat(changed.getJsonArray("credentials").encode()).contains("CARD").contains("QR");
      clerk.get(path(ticket, "rotating-code")).expect(409);
    }
    assertThat(centre.admin().get("/audit").expect(200).json().encode())
        .contains("ticket.new-code", "phone is flat");
  }

  @Test
  void rotatingTicketsAreNotPrintedAheadAndHoldNoMoney() {
    String type = centre.newTicketType(new JsonObject().put("code_form", "ROTATING"));
    centre
        .admin()
        .post("/ticket-batches", new JsonObject().put("ticket_type", type).put("quantity", 1))
        .expect(422);
  }

  private JsonObject sell(String form, String... cards) {
    String type = centre.newTicketType(new JsonObject().put("code_form", form));
    var line = new JsonObject().put("ticket_type", type).put("quantity", 1);
    for (String card : cards) {
      line.put(
          "credentials",
          new JsonArray().add(new JsonObject().put("kind", "CARD").put("value", card)));
    }
    return Sales.ticket(clerk, line);
  }

  private static String path(JsonObject ticket, String what) {
    return "/tickets/" + ticket.getString("number") + "/" + what;
  }

  private Fingerprint fingerprint() {
    return new Fingerprint(
        centre.database().query(sql -> sql.selectFrom(PARK).fetchSingle().getFingerprintKey()));
  }

  private SignedCode.Check check(String code) {
    return SignedCode.check(
        code,
        id -> {
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
        });
  }
}
