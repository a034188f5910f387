package org.shanmen.sim.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.shanmen.sim.rig.Credential;

/** The page on the visitor's phone asks the centre for its code; the gate judges it by itself. */
@ExtendWith(RunningPark.class)
class RotatingCodesIT {
  private final TestPark park;

  RotatingCodesIT(TestPark park) {
    this.park = park;
  }

  @Test
  void thePhonesCodeOpensUntilTheTicketIsGivenAFixedOne() {
    park.as("admin")
        .post(
            "/ticket-types",
            new JsonObject()
                .put("code", "phone-pass")
                .put("name_zh", "手机票")
                .put("name_en", "Phone pass")
                .put("kind", "COUNT_CARD")
                .put("price_fen", 9000)
                .put("valid_days", 2)
                .put("entries", 5)
                .put("code_form", "ROTATING"));
    String number =
        park.as("clerk")
            .post(
                "/sales",
                new JsonObject()
                    .put("payment", "QR")
                    .put(
                        "lines",
                        new JsonArray()
                            .add(
                                new JsonObject()
                                    .put("ticket_type", "phone-pass")
                                    .put("quantity", 1))))
            .getJsonArray("tickets")
            .getJsonObject(0)
            .getString("number");
    park.awaitCurrent(park.n1());
    park.awaitCurrent(park.e1());

    assertThat(park.enter(park.n1(), shownNow(number)).reason()).isEmpty();
    assertThat(park.enter(park.e1(), shownNow(number)).reason()).isEmpty();

    Credential shown = shownNow(number);
    String paper =
        park.as("clerk")
            .post("/tickets/" + number + "/new-code", new JsonObject())
            .getJsonArray("credentials")
            .getJsonObject(0)
            .getString("value");
    park.awaitCurrent(park.n1());
    assertThat(park.enter(park.n1(), shown).reason()).isEqualTo("REPLACED");
    assertThat(park.enter(park.n1(), Credential.qr(paper)).reason()).isEmpty();
    park.awaitAllStored(park.n1());
    park.awaitAllStored(park.e1());
    assertThat(park.ticket(number).getInteger("used")).isEqualTo(3);
  }

  private Credential shownNow(String number) {
    return Credential.qr(
        park.as("clerk").get("/tickets/" + number + "/rotating-code").getString("code"));
  }
}
