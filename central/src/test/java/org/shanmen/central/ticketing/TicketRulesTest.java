package org.shanmen.central.ticketing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.shanmen.central.Browser;
import org.shanmen.central.Sales;
import org.shanmen.central.WholeCentre;
import org.shanmen.protocol.wire.DayRule;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Fee;
import org.shanmen.protocol.wire.Reentry;
import org.shanmen.protocol.wire.TicketKind;
import org.shanmen.protocol.wire.TicketTemplate;

class TicketRulesTest {
  private final WholeCentre centre = WholeCentre.shared();
  private final Browser admin = centre.admin();
  private final WhitelistReader gates = new WhitelistReader(centre);

  @Test
  void everyRuleReachesTheGates() throws Exception {
    String place = centre.newGate();
    String type =
        centre.newTicketType(
            new JsonObject()
                .put("kind", "STORED_VALUE")
                .put("entries", 0)
                .put("weekdays", new JsonArray(List.of("SUN", "MON")))
                .put("days_from_first_use", 3)
                .put("entries_per_area", 4)
                .put("reentry", "AFTER_EXIT")
                .put("anti_passback_minutes", 15)
                .put("needs_check", true)
                .put("offline_limit_fen", 5000)
                .put("collected", true)
                .put("beyond_capacity", true)
                .put("offline", "STRICT")
                .put("only", "IN")
                .put("areas", new JsonArray(List.of(place)))
                .put("check_points", new JsonArray(List.of(place)))
                .put("fees", new JsonArray().add(fee(place, 1500)))
                .put(
                    "day_rules",
                    new JsonArray()
                        .add(days("2026-10-01", "2026-10-07").put("closed", true))
                        .add(
                            days("2026-12-31", "2026-12-31")
                                .put("open_from_minute", 1200)
                                .put("open_until_minute", 60))));
    var template = gates.template(type);
    int area = template.getAreas(0);
    int checkPoint = template.getCheckPoints(0);
    assertThat(template)
        .isEqualTo(
            TicketTemplate.newBuilder()
                .setId(template.getId())
                .setKind(TicketKind.STORED_VALUE)
                .setNameZh("成人票")
                .setNameEn("Adult")
                .setWeekdays(0b1000001)
                .setDaysFromFirstUse(3)
                .setEntriesPerArea(4)
                .setReentry(Reentry.REENTRY_AFTER_EXIT)
                .setAntiPassbackMinutes(15)
                .setNeedsCheck(true)
                .setOfflineLimitFen(5000)
                .setCollected(true)
                .setBeyondCapacity(true)
                .setOffline(org.shanmen.protocol.wire.OfflinePolicy.OFFLINE_STRICT)
                .setOnly(Direction.IN)
                .addAreas(area)
                .addCheckPoints(checkPoint)
                .addFees(Fee.newBuilder().setArea(area).setFen(1500))
                .addDayRules(
                    DayRule.newBuilder()
                        .setFromDay(day("2026-10-01"))
                        .setUntilDay(day("2026-10-07"))
                        .setClosed(true))
                .addDayRules(
                    DayRule.newBuilder()
                        .setFromDay(day("2026-12-31"))
                        .setUntilDay(day("2026-12-31"))
                        .setOpenFromMinute(1200)
                        .setOpenUntilMinute(60))
                .build());
    var shown =
        admin.get("/ticket-types").expect(200).json().getJsonArray("ticket_types").stream()
            .map(JsonObject.class::cast)
            .filter(json -> json.getString("code").equals(type))
            .findAny()
            .orElseThrow();
    assertThat(shown.getJsonArray("weekdays")).containsExactly("MON", "SUN");
    assertThat(shown.getJsonArray("check_points")).containsExactly(place);
    assertThat(shown.getJsonArray("fees")).containsExactly(fee(place, 1500));
    assertThat(shown.getString("only")).isEqualTo("IN");
    assertThat(shown.getJsonArray("day_rules")).hasSize(2);
  }

  @Test
  void whatARequestLeavesOutStaysAsItWas() throws Exception {
    String place = centre.newGate();
    String type =
        centre.newTicketType(
            new JsonObject()
                .put("needs_check", true)
                .put("only", "IN")
                .put("check_points", new JsonArray(List.of(place)))
                .put("weekdays", new JsonArray(List.of("SAT")))
                .put("day_rules", new JsonArray().add(days("2026-05-01", "2026-05-05"))));
    var before = gates.template(type);
    admin.patch("/ticket-types/" + type, new JsonObject().put("price_fen", 1)).expect(200);
    assertThat(gates.template(type)).isEqualTo(before);
    admin
        .patch(
            "/ticket-types/" + type,
            new JsonObject()
                .put("needs_check", false)
                .put("only", "BOTH")
                .put("check_points", new JsonArray())
                .put("weekdays", new JsonArray())
                .put("day_rules", new JsonArray()))
        .expect(200);
    assertThat(gates.template(type))
        .isEqualTo(
            before.toBuilder()
                .clearNeedsCheck()
                .clearOnly()
                .clearCheckPoints()
                .clearWeekdays()
                .clearDayRules()
                .build());
  }

  @Test
  void aConcessionNeedsACheckUnlessSaidOtherwise() throws Exception {
    var concession = new JsonObject().put("kind", "CONCESSION");
    assertThat(gates.template(centre.newTicketType(concession)).getNeedsCheck()).isTrue();
    assertThat(
            gates
                .template(centre.newTicketType(concession.copy().put("needs_check", false)))
                .getNeedsCheck())
        .isFalse();
  }

  @Test
  void aSeasonIsTheSameForAllWhoBuy() throws Exception {
    var today = LocalDate.now(WholeCentre.ZONE);
    var season = days(today.minusDays(10).toString(), today.plusDays(10).toString());
    String type =
        centre.newTicketType(
            new JsonObject().put("kind", "PERIOD_PASS").put("entries", 0).put("season", season));
    var clerk = centre.with("clerk");
    var ticket = Sales.ticket(clerk, Sales.line(type, 1));
    assertThat(gates.right(ticket).getValidFrom())
        .isEqualTo(today.minusDays(10).atStartOfDay(WholeCentre.ZONE).toEpochSecond());
    assertThat(gates.right(ticket).getValidUntil())
        .isEqualTo(today.plusDays(11).atStartOfDay(WholeCentre.ZONE).toEpochSecond());
    clerk
        .post("/sales", Sales.order(Sales.line(type, 1).put("valid_on", today.toString())))
        .expect(422);
    admin
        .patch(
            "/ticket-types/" + type,
            new JsonObject().put("season", days("2020-01-01", today.minusDays(1).toString())))
        .expect(200);
    clerk.post("/sales", Sales.order(Sales.line(type, 1))).expect(422);
    admin.patch("/ticket-types/" + type, new JsonObject().putNull("season")).expect(200);
    clerk.post("/sales", Sales.order(Sales.line(type, 1))).expect(201);
  }

  @Test
  void aCardWithMoneyLastsAYearAndKnowsNoNumberOfEntriesUnlessItSaysSo() {
    String place = centre.newGate();
    var card =
        new JsonObject()
            .put("kind", "STORED_VALUE")
            .put("areas", new JsonArray(List.of(place)))
            .put("fees", new JsonArray().add(fee(place, 1500)));
    assertThat(entriesAndDays(card.copy())).containsExactly(0, 365);
    assertThat(entriesAndDays(card.copy().put("entries", 5).put("valid_days", 30)))
        .containsExactly(5, 30);
  }

  private List<Integer> entriesAndDays(JsonObject changes) {
    var type = typed(centre.newTicketType(changes));
    return List.of(type.getInteger("entries"), type.getInteger("valid_days"));
  }

  private JsonObject typed(String code) {
    return admin.get("/ticket-types").expect(200).json().getJsonArray("ticket_types").stream()
        .map(JsonObject.class::cast)
        .filter(type -> type.getString("code").equals(code))
        .findAny()
        .orElseThrow();
  }

  static Stream<JsonObject> nonsense() {
    return Stream.of(
        new JsonObject().put("kind", "STORED_VALUE"),
        new JsonObject().put("kind", "CONCESSION").put("entries", 0),
        new JsonObject().put("offline_limit_fen", 100),
        new JsonObject().put("fees", new JsonArray().add(fee("none", 100))),
        new JsonObject().put("check_points", new JsonArray(List.of("none"))),
        new JsonObject().put("season", days("2026-05-02", "2026-05-01")),
        new JsonObject().put("code_form", "SIGNED").put("season", days("2019-12-31", "2026-05-01")),
        new JsonObject().put("code_form", "SIGNED").put("season", days("2026-05-01", "2199-06-07")),
        new JsonObject().put("day_rules", new JsonArray().add(days("2026-05-02", "2026-05-01"))),
        new JsonObject().put("day_rules", new JsonArray().add(days("0001-01-01", "2026-05-01"))),
        new JsonObject()
            .put(
                "day_rules",
                new JsonArray()
                    .add(
                        days("2026-05-01", "2026-05-01")
                            .put("closed", true)
                            .put("open_until_minute", 600))));
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void rulesThatDoNotGoTogetherAreRefusedWithAReason(JsonObject changes) {
    var answer = admin.post("/ticket-types", type(changes)).expect(422);
    var error = answer.json().getJsonObject("error");
    assertThat(error.getString("message_zh")).isNotBlank();
    assertThat(error.getString("message_en")).isNotBlank();
  }

  @Test
  void aSeasonLastsAsLongAsASignedCodeCanSay() {
    String type =
        centre.newTicketType(
            new JsonObject()
                .put("code_form", "SIGNED")
                .put("season", days("2020-01-01", "2199-06-06")));
    sellOne(type);
    change(type, new JsonObject().put("season", days("2019-12-31", "2199-06-06"))).expect(422);
  }

  @Test
  void whetherTicketsHoldMoneyStaysAsItWasWhenTheyWereSold() {
    var fees = new JsonArray().add(fee(centre.newGate(), 500));
    var withFees = new JsonObject().put("fees", fees);
    var withoutFees = new JsonObject().put("fees", new JsonArray());
    String free = centre.newTicketType(new JsonObject());
    change(free, withFees).expect(200);
    change(free, withoutFees).expect(200);
    sellOne(free);
    assertThat(change(free, withFees).expect(409).error()).isEqualTo("CONFLICT");
    String paid = centre.newTicketType(withFees);
    sellOne(paid);
    assertThat(change(paid, withoutFees).expect(409).error()).isEqualTo("CONFLICT");
    fees.getJsonObject(0).put("fen", 600);
    change(paid, withFees).expect(200);
  }

  private Browser.Answer change(String type, JsonObject changes) {
    return admin.patch("/ticket-types/" + type, changes);
  }

  private void sellOne(String type) {
    centre.with("clerk").post("/sales", Sales.order(Sales.line(type, 1))).expect(201);
  }

  @Test
  void placesMustLieWithinTheAreas() {
    String here = centre.newGate();
    String there = centre.newGate();
    var onlyHere = new JsonObject().put("areas", new JsonArray(List.of(here)));
    admin
        .post(
            "/ticket-types",
            type(onlyHere.copy().put("check_points", new JsonArray(List.of(there)))))
        .expect(422);
    admin
        .post(
            "/ticket-types", type(onlyHere.copy().put("fees", new JsonArray().add(fee(there, 1)))))
        .expect(422);
    var paid = new JsonObject().put("fees", new JsonArray().add(fee(here, 1)));
    admin.post("/ticket-types", type(paid.copy().put("code_form", "SIGNED"))).expect(422);
    admin
        .post(
            "/ticket-types",
            type(new JsonObject().put("fees", new JsonArray().add(fee(here, 1)).add(fee(here, 2)))))
        .expect(422);
    admin.post("/ticket-types", type(paid)).expect(201);
  }

  private static JsonObject type(JsonObject changes) {
    return new JsonObject()
        .put("code", WholeCentre.newName("T"))
        .put("name_zh", "票")
        .put("name_en", "Ticket")
        .put("kind", "SINGLE")
        .put("price_fen", 100)
        .mergeIn(changes);
  }

  private static JsonObject fee(String area, int fen) {
    return new JsonObject().put("area", area).put("fen", fen);
  }

  private static JsonObject days(String from, String until) {
    return new JsonObject().put("from", from).put("until", until);
  }

  private static int day(String date) {
    return (int) LocalDate.parse(date).toEpochDay();
  }
}
