package org.shanmen.central.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.db.tables.Tables.AUDIT;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.shanmen.central.Browser;
import org.shanmen.central.WholeCentre;
import org.shanmen.central.paper.ReadPdf;

/** Pre-printed tickets are in one place at a time, and sold only there. */
class BatchTest {
  private static final int SIZE = 12;
  private static final int STEPS = 40;

  private final WholeCentre centre = WholeCentre.shared();
  private final Browser admin = centre.admin();
  private final Browser clerk = centre.with("clerk");

  @Property(tries = 3)
  void whatWasPrintedIsInTheStoreAtWindowsSoldOrSpoilt(@ForAll long seed) {
    var random = new Random(seed);
    String batch = print(random.nextBoolean());
    openShift("东窗");
    for (int step = 0; step < STEPS; step++) {
      int first = 1 + random.nextInt(SIZE);
      int last = Math.min(SIZE + 1, first + random.nextInt(4));
      var range = new JsonObject().put("first", first).put("last", last);
      String ticket = batch + "-" + first;
      var answer =
          switch (random.nextInt(5)) {
            case 0, 1 ->
                admin.post(
                    "/ticket-batches/" + batch + "/issue",
                    range.put("place", random.nextInt(3) > 0 ? "东窗" : "西窗"));
            case 2 -> admin.post("/ticket-batches/" + batch + "/return", range);
            case 3 ->
                clerk.post("/tickets/" + ticket + "/spoilt", new JsonObject().put("reason", "卡纸"));
            default -> activate(ticket);
          };
      assertThat(answer.status()).isIn(200, 409);
      var row = row(batch);
      assertThat(row.getLong("printed"))
          .isEqualTo(SIZE)
          .isEqualTo(
              row.getLong("in_store")
                  + row.getLong("at_windows")
                  + row.getLong("sold")
                  + row.getLong("spoilt"));
    }
  }

  @Test
  void aTicketIsSoldOnlyAtTheWindowThatItWasIssuedTo() {
    String batch = print(true);
    openShift("东窗");
    assertThat(activate(batch + "-1").status()).isEqualTo(409);
    issue(batch, 1, 2, "东窗").expect(200);
    issue(batch, 3, 3, "西窗").expect(200);
    assertThat(issue(batch, 2, 4, "西窗").status()).isEqualTo(409);
    assertThat(issue(batch, 5, 99, "西窗").status()).isEqualTo(409);
    activate(batch + "-1").expect(200);
    assertThat(activate(batch + "-3").expect(409).response().body()).contains("西窗");
    assertThat(heldAt(batch + "-3")).isEqualTo("西窗");
    assertThat(heldAt(batch + "-4")).isNull();
    assertThat(row(batch).getLong("at_windows")).isEqualTo(2);
    admin
        .post(
            "/ticket-batches/" + batch + "/return", new JsonObject().put("first", 3).put("last", 3))
        .expect(200);
    assertThat(row(batch).getLong("in_store")).isEqualTo(SIZE - 2);
    assertThat(clerk.get("/ticket-batches/" + batch + "/export").status()).isEqualTo(403);
  }

  @Test
  void aSpoiltTicketIsNeverSold() {
    String batch = print(false);
    clerk.post("/tickets/" + batch + "-1/spoilt", new JsonObject().put("reason", "撕坏")).expect(200);
    assertThat(activate(batch + "-1").expect(409).response().body()).contains("spoilt");
    activate(batch + "-2").expect(200);
    assertThat(activate(batch + "-2").expect(409).response().body()).contains("sold already");
    assertThat(
            clerk
                .post("/tickets/" + batch + "-2/spoilt", new JsonObject().put("reason", "撕坏"))
                .status())
        .isEqualTo(409);
    assertThat(row(batch).getLong("spoilt")).isEqualTo(1);
    assertThat(row(batch).getLong("sold")).isEqualTo(1);
  }

  @Test
  void thePrinterGetsEveryCodeAndTheAuditLogWhoTookThem() throws Exception {
    String batch = print(false);
    activate(batch + "-1").expect(200);
    String path = "/ticket-batches/" + batch + "/export";
    var lines = new String(admin.file(path, "text/csv"), StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(SIZE).first().isEqualTo("number,code,ticket_type");
    assertThat(lines.get(1)).startsWith(batch + "-2,");
    var codes = lines.stream().skip(1).map(line -> line.split(",")[1]).sorted().toList();
    byte[] pdf = admin.file(path + "?form=pdf", "application/pdf");
    assertThat(ReadPdf.codes(pdf, 0)).isEqualTo(codes);
    assertThat(ReadPdf.text(pdf)).contains("成人票", "-12");
    var exports =
        centre
            .database()
            .query(
                sql ->
                    sql.fetchCount(
                        AUDIT,
                        AUDIT.ACTION.eq("ticket-batch.export").and(AUDIT.SUBJECT.eq(batch))));
    assertThat(exports).isEqualTo(2);
  }

  private String print(boolean onlyIssued) {
    String type = centre.newTicketType(new JsonObject());
    return admin
        .post(
            "/ticket-batches",
            new JsonObject()
                .put("ticket_type", type)
                .put("quantity", SIZE)
                .put("only_issued", onlyIssued))
        .expect(201)
        .json()
        .getString("number");
  }

  private void openShift(String place) {
    clerk.post("/shifts", new JsonObject().put("float_fen", 0).put("place", place));
  }

  private Browser.Answer issue(String batch, int first, int last, String place) {
    return admin.post(
        "/ticket-batches/" + batch + "/issue",
        new JsonObject().put("first", first).put("last", last).put("place", place));
  }

  private String heldAt(String number) {
    return clerk.get("/tickets/" + number).expect(200).json().getString("held_at");
  }

  private Browser.Answer activate(String number) {
    return clerk.post(
        "/tickets/" + number + "/activation", new JsonObject().put("payment", "CASH"));
  }

  private JsonObject row(String batch) {
    var today = LocalDate.ofInstant(Instant.now(), WholeCentre.ZONE);
    return admin
        .get("/reports/ticket-batches?from=%s&until=%s".formatted(today.minusDays(1), today))
        .expect(200)
        .json()
        .getJsonArray("rows")
        .stream()
        .map(JsonObject.class::cast)
        .filter(row -> row.getString("batch").equals(batch))
        .findAny()
        .orElseThrow();
  }
}
