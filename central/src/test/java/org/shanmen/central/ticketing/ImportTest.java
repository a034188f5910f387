package org.shanmen.central.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.db.tables.Tables.TICKET_IMPORT;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.shanmen.central.Browser;
import org.shanmen.central.WholeCentre;

class ImportTest {
  private final WholeCentre centre = WholeCentre.shared();
  private final Browser admin = centre.admin();
  private final WhitelistReader gates = new WhitelistReader(centre);
  private final String partner = WholeCentre.newName("partner");
  private final String day = LocalDate.now(WholeCentre.ZONE).plusDays(3).toString();

  @Test
  void ticketsThatAPartnerSoldOpenTheGatesByTheCodesThatTheirHoldersHave() throws Exception {
    String type = centre.newTicketType(new JsonObject());
    String file =
        """
        合作方票号,票种代码,游览日期,票码,姓名
        A-1,%1$s,%2$s,%3$s-0001,"王, 小明"
        A-2,%1$s,%2$s,%3$s-0002,

        """
            .formatted(type, day, partner);
    byte[] excel = file.getBytes(Charset.forName("GBK"));
    assertThat(send(excel, true).getValue("import")).isNull();
    assertThat(find(partner + "-0001")).isEmpty();

    var done = send(excel, false);
    assertThat(done.getJsonArray("problems")).isEmpty();
    assertThat(done.getJsonObject("import").getInteger("tickets")).isEqualTo(2);
    awaitTold(done);
    var ticket = find(partner + "-0001").getJsonObject(0);
    assertThat(ticket.getLong("price_fen")).isZero();
    assertThat(gates.right(ticket).getFingerprintsCount()).isEqualTo(1);
    assertThat(gates.right(find(partner + "-0002").getJsonObject(0)).getPeople()).isEqualTo(1);

    assertThat(send(excel, false)).as("the same file again").isEqualTo(told(done));
    assertThat(find(partner + "-0001")).hasSize(1);
    String number = ticket.getString("number");
    assertThat(admin.post("/tickets/" + number + "/refund", new JsonObject()).expect(409).error())
        .isEqualTo("CONFLICT");
  }

  @Test
  void eachBadRowIsListedAndThenNoneIsImported() {
    String type = centre.newTicketType(new JsonObject());
    String group = centre.newTicketType(new JsonObject().put("kind", "GROUP").put("max_people", 5));
    String file =
        """
        \uFEFFpartner_number,ticket_type,day,people,code
        B-1,%1$s,%2$s,,%3$s-0001
        ,%1$s,%2$s,,%3$s-0002
        B-3,nothing,%2$s,,%3$s-0003
        B-4,%1$s,2019-02-30,,%3$s-0004
        B-5,%4$s,%2$s,6,%3$s-0005
        B-6,%1$s,%2$s,2,short
        B-1,%1$s,%2$s,,%3$s-0007
        B-8,%1$s,%2$s,,%3$s-0001
        B-9,%1$s,%2$s
        """
            .formatted(type, day, partner, group);
    for (boolean dry : new boolean[] {true, false}) {
      var problems = send(file.getBytes(StandardCharsets.UTF_8), dry).getJsonArray("problems");
      assertThat(places(problems))
          .containsExactly(
              "3 partner_number",
              "4 ticket_type",
              "5 day",
              "6 people",
              "7 code",
              "7 people",
              "8 partner_number",
              "9 code",
              "10 ");
      problems.forEach(
          problem -> {
            assertThat(((JsonObject) problem).getString("message_zh")).isNotBlank();
            assertThat(((JsonObject) problem).getString("message_en")).isNotBlank();
          });
    }
    assertThat(find(partner + "-0001")).isEmpty();
  }

  @Test
  void aCodeThatShowsAnotherTicketAlreadyIsNotTakenTwice() {
    String type = centre.newTicketType(new JsonObject());
    String first =
        "partner_number,ticket_type,day,code\nD-1,%s,%s,%s-0001\n".formatted(type, day, partner);
    assertThat(
            send(first.getBytes(StandardCharsets.UTF_8), false).getJsonArray("problems").isEmpty())
        .isTrue();
    var line = new JsonObject().put("ticket_type", type).put("quantity", 1);
    var sale = new JsonObject().put("payment", "CASH").put("lines", new JsonArray().add(line));
    String sold =
        admin
            .post("/sales", sale)
            .expect(201)
            .json()
            .getJsonArray("tickets")
            .getJsonObject(0)
            .getJsonArray("credentials")
            .getJsonObject(0)
            .getString("value");
    String taken =
        """
        partner_number,ticket_type,day,code
        D-1,%1$s,%2$s,%3$s-0002
        D-3,%1$s,%2$s,%3$s-0001
        D-4,%1$s,%2$s,%4$s
        D-5,%1$s,%2$s,%3$s-0005
        """
            .formatted(type, day, partner, sold);
    for (boolean dry : new boolean[] {true, false}) {
      assertThat(places(send(taken.getBytes(StandardCharsets.UTF_8), dry).getJsonArray("problems")))
          .containsExactly("2 partner_number", "3 code", "4 code");
    }
    assertThat(find(partner + "-0005")).isEmpty();
    assertThat(find(sold)).hasSize(1);
  }

  @Test
  void whatIsNoTableOfTicketsIsTold() {
    assertThat(places(send(new byte[] {(byte) 0xFF, (byte) 0xFF}, true).getJsonArray("problems")))
        .containsExactly("0 ");
    assertThat(
            places(
                send("code,price\n".getBytes(StandardCharsets.UTF_8), true)
                    .getJsonArray("problems")))
        .containsExactly("1 price", "1 partner_number", "1 ticket_type");
    send(new byte[0], true);
    admin
        .post("/imports/tickets", body(new byte[0], true).put("content", "no base 64!"))
        .expect(422);
    centre.with("clerk").post("/imports/tickets", body(new byte[0], true)).expect(403);
  }

  @Test
  void ticketTypesComeWithAllTheirFieldsOrNotAtAll() {
    String area = centre.newGate();
    String good = WholeCentre.newName("I");
    String bad = WholeCentre.newName("I");
    String header = "code,name_zh,name_en,kind,price_fen,areas,needs_check,prices\n";
    String first =
        good
            + ",儿童票,Child,SINGLE,6000,"
            + area
            + ",是,\"[{\"\"weekdays\"\":[\"\"SAT\"\",\"\"SUN\"\"],\"\"price_fen\"\":8000}]\"\n";
    var listed = sendTypes(header + first + bad + ",,Bad,SINGLE,-1,nowhere,maybe,\n", false);
    assertThat(places(listed.getJsonArray("problems"))).contains("3 price_fen", "3 needs_check");
    assertThat(listed.getBoolean("imported")).isFalse();
    assertThat(sendTypes(header + first, true).getBoolean("imported")).isFalse();
    var done = sendTypes(header + first, false);
    assertThat(done.getBoolean("imported")).as(done.encode()).isTrue();
    var type =
        admin.get("/ticket-types").json().getJsonArray("ticket_types").stream()
            .map(JsonObject.class::cast)
            .filter(json -> json.getString("code").equals(good))
            .findFirst()
            .orElseThrow();
    assertThat(type.getJsonArray("areas")).containsExactly(area);
    assertThat(type.getBoolean("needs_check")).isTrue();
    assertThat(type.getJsonArray("prices")).hasSize(1);
    assertThat(places(sendTypes(header + first, false).getJsonArray("problems")))
        .containsExactly("2 ");
  }

  private JsonObject send(byte[] file, boolean dry) {
    return admin.post("/imports/tickets", body(file, dry)).expect(200).json();
  }

  private JsonObject body(byte[] file, boolean dry) {
    return new JsonObject()
        .put("partner", partner)
        .put("file_name", "票.csv")
        .put("content", Base64.getEncoder().encodeToString(file))
        .put("dry_run", dry);
  }

  private JsonObject sendTypes(String file, boolean dry) {
    var body = body(file.getBytes(StandardCharsets.UTF_8), dry);
    body.remove("partner");
    return admin.post("/imports/ticket-types", body).expect(200).json();
  }

  private JsonArray find(String code) {
    return admin
        .get("/tickets?credential_kind=QR&credential=" + code)
        .expect(200)
        .json()
        .getJsonArray("tickets");
  }

  private static JsonObject told(JsonObject done) {
    var copy = done.copy();
    copy.getJsonObject("import").put("told_to_gates", true);
    return copy;
  }

  /** The lock of the row is held by whoever tells; its end is waited for by asking for it. */
  private void awaitTold(JsonObject done) {
    String number = done.getJsonObject("import").getString("number");
    boolean told = false;
    while (!told) {
      told =
          centre
              .database()
              .transact(
                  tx ->
                      tx.select(TICKET_IMPORT.TOLD_ALL)
                          .from(TICKET_IMPORT)
                          .where(TICKET_IMPORT.NUMBER.eq(number))
                          .forUpdate()
                          .fetchSingle(TICKET_IMPORT.TOLD_ALL));
    }
  }

  private static List<String> places(JsonArray problems) {
    return problems.stream()
        .map(JsonObject.class::cast)
        .map(problem -> problem.getLong("line") + " " + problem.getString("column"))
        .toList();
  }
}
