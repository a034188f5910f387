package org.shanmen.central.handheld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.db.tables.Tables.HANDHELD;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shanmen.central.Browser;
import org.shanmen.central.Sales;
import org.shanmen.central.WholeCentre;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.Use;

/** Handhelds over HTTP: who is one, what it is told, and that what it tells is booked once. */
class HandheldApiTest {
  private static final long NOW = 1_767_230_000_000L;

  private final WholeCentre centre = WholeCentre.shared();
  private String checkPoint;
  private Browser attendant;

  @BeforeEach
  void aCheckPointAndItsAttendant() {
    checkPoint = centre.newGate();
    attendant = centre.with("attendant");
  }

  @Test
  void aOneTimeCodeMakesOnePhoneTheHandheld() {
    String code = newHandheld(checkPoint);
    String pairing = pairing(code);
    String key = pair(pairing);
    assertThat(state(key).getString("code")).isEqualTo(code);
    assertThat(state(key).getLong("epoch")).isEqualTo(1);

    attendant.post("/handheld/pairing", new JsonObject().put("code", pairing)).expect(422);
    String second = pair(pairing(code));
    assertThat(state(second).getLong("epoch")).isEqualTo(2);
    assertThat(get(key, "/handheld/state").status()).isEqualTo(404);

    centre.admin().post("/handhelds/" + code + "/revocation", new JsonObject()).expect(204);
    assertThat(get(second, "/handheld/state").status()).isEqualTo(404);
  }

  @Test
  void aCodeThatWasLeftLyingAroundMakesNone() {
    String pairing = pairing(newHandheld(checkPoint));
    centre
        .database()
        .transact(
            tx ->
                tx.update(HANDHELD)
                    .set(HANDHELD.PAIRING_UNTIL, OffsetDateTime.now(ZoneOffset.UTC))
                    .where(HANDHELD.PAIRING_HASH.eq(Handheld.hash(pairing.split("\\.")[1])))
                    .execute());
    attendant.post("/handheld/pairing", new JsonObject().put("code", pairing)).expect(422);
  }

  @Test
  void onlyTheNewestCodeOfAHandheldMakesOneAndNoGuessDoes() {
    String code = newHandheld(checkPoint);
    String earlier = pairing(code);
    String open = pairing(code);
    refused(earlier);
    refused(code + "." + "A".repeat(open.length() - code.length() - 1));
    refused(newHandheld(checkPoint) + open.substring(open.indexOf('.')));
    refused(open.substring(open.indexOf('.') + 1));
    state(pair(open));
  }

  @Test
  void whoIsTakenOutOfUseKeepsNoCodeAndNoTicketForItself() {
    long right = sell(centre.newTicketType(new JsonObject().put("offline", "STRICT")));
    String code = newHandheld(checkPoint);
    String key = pair(pairing(code));
    String other = pair(pairing(newHandheld(checkPoint)));
    assertThat(claim(key, right, 0, false)).isEqualTo("CLAIM_GRANTED");
    String open = pairing(code);
    centre.admin().post("/handhelds/" + code + "/revocation", new JsonObject()).expect(204);
    refused(open);
    assertThat(claim(other, right, 0, false)).isEqualTo("CLAIM_GRANTED");
    for (String path : List.of("/handheld/state", "/handheld/list")) {
      assertThat(get(key, path).status()).as(path).isEqualTo(404);
    }
    report(key, 1, new JsonArray().add(admitted(1, right))).expect(404);
  }

  private void refused(String pairing) {
    attendant.post("/handheld/pairing", new JsonObject().put("code", pairing)).expect(422);
  }

  @Test
  void thePictureOfTheCodeLeadsAPhoneToThePageUnderTheAddressThatTheAskerKnows() throws Exception {
    String path = "/handhelds/" + newHandheld(checkPoint) + "/pairing";
    var asked =
        centre.admin().post(path, new JsonObject(), "Origin", "https://park.example:8443").json();
    assertThat(text(asked.getJsonArray("modules")))
        .isEqualTo("https://park.example:8443/handheld#" + asked.getString("code"));

    for (String none : List.of("null", "https://park.example/elsewhere", "javascript:alert(1)")) {
      var alone = centre.admin().post(path, new JsonObject(), "Origin", none).json();
      assertThat(text(alone.getJsonArray("modules"))).isEqualTo(alone.getString("code"));
    }
  }

  private static String text(JsonArray modules) throws Exception {
    var bits = new BitMatrix(modules.size());
    for (int y = 0; y < modules.size(); y++) {
      for (int x = 0; x < modules.size(); x++) {
        if (modules.getString(y).charAt(x) == '1') {
          bits.set(x, y);
        }
      }
    }
    return new Decoder().decode(bits).getText();
  }

  @Test
  void onlyAttendantsWorkWithHandheldsAndOnlyAdministratorsAddThem() {
    String key = pair(pairing(newHandheld(checkPoint)));
    var clerk = centre.with("clerk");
    assertThat(clerk.raw("GET", "/handheld/state", "application/json", new byte[0]).status())
        .isEqualTo(403);
    assertThat(get(centre.stranger(), key, "/handheld/state").status()).isEqualTo(401);
    attendant.post("/handhelds", new JsonObject()).expect(403);
    assertThat(attendant.get("/handheld/state").expect(404).error()).isEqualTo("NOT_FOUND");
  }

  @Test
  void aHandheldIsNoGateOfTheBoardAndGetsNoCommands() {
    String code = newHandheld(checkPoint);
    var commands =
        centre
            .with("control")
            .post(
                "/commands",
                new JsonObject()
                    .put(
                        "scope",
                        new JsonObject().put("kind", "check_point").put("code", checkPoint))
                    .put("action", "always-open"))
            .expect(202)
            .json()
            .getJsonArray("commands");
    assertThat(codes(commands, "gate")).containsExactly(checkPoint);
    assertThat(codes(centre.admin().get("/gates").json().getJsonArray("gates"), "code"))
        .contains(checkPoint)
        .doesNotContain(code);
    assertThat(codes(centre.admin().get("/board").json().getJsonArray("gates"), "code"))
        .doesNotContain(code);
    centre.admin().post("/gates/" + code + "/enrolment", new JsonObject()).expect(404);
    assertThat(codes(centre.admin().get("/handhelds").json().getJsonArray("handhelds"), "code"))
        .contains(code);
  }

  @Test
  void theListHoldsWhatOpensHereAndChangesFollow() {
    String elsewhere = centre.newGate();
    var here = sell(centre.newTicketType(areas(checkPoint)));
    var there = sell(centre.newTicketType(areas(elsewhere)));
    String key = pair(pairing(newHandheld(checkPoint)));
    var whole = whole(key);
    assertThat(rights(whole.changes())).contains(here).doesNotContain(there);

    var later = sell(centre.newTicketType(areas(elsewhere)));
    var type = centre.newTicketType(areas(checkPoint));
    var stale = get(key, "/handheld/list?version=" + whole.version()).expect(200).json();
    assertThat(stale.getBoolean("stale")).isTrue();

    var again = whole(key);
    var sold = sell(type);
    var delta = get(key, "/handheld/list?version=" + again.version()).expect(200).json();
    assertThat(delta.getBoolean("stale")).isFalse();
    assertThat(rights(changes(delta))).contains(sold).doesNotContain(later);
  }

  @Test
  void whatIsReportedTwiceIsBookedOnceAndToldToTheGates() {
    long right = sell(centre.newTicketType(new JsonObject()));
    String key = pair(pairing(newHandheld(checkPoint)));
    var events = new JsonArray().add(admitted(1, right)).add(passed(2, right));
    var first = report(key, 1, events);
    assertThat(first.expect(200).json().getLong("stored")).isEqualTo(2);
    assertThat(report(key, 1, events).expect(200).json().getLong("stored")).isEqualTo(2);

    assertThat(uses(look(key, right)))
        .singleElement()
        .satisfies(
            use -> {
              assertThat(use.getRight()).isEqualTo(right);
              assertThat(use.getPeople()).isEqualTo(1);
              assertThat(use.getGateNumber())
                  .isEqualTo(state(key).getInteger("gate_number").intValue());
            });
    assertThat(first.json().getJsonArray("duplicates")).isEmpty();
    assertThat(state(key).getLong("stored")).isEqualTo(2);
  }

  @Test
  void whatComesBehindAGapOrOfAnEarlierPairingIsRefused() {
    long right = sell(centre.newTicketType(new JsonObject()));
    String code = newHandheld(checkPoint);
    String key = pair(pairing(code));
    report(key, 1, new JsonArray().add(passed(2, right))).expect(409);
    report(key, 1, new JsonArray().add(passed(1, right)).add(passed(3, right))).expect(422);
    assertThat(uses(look(key, right))).isEmpty();
    String anew = pair(pairing(code));
    report(anew, 1, new JsonArray().add(admitted(1, right))).expect(409);
  }

  @Test
  void whatNobodyHasAnyMoreKeepsNothingBehindItOut() {
    long right = sell(centre.newTicketType(new JsonObject()));
    String key = pair(pairing(newHandheld(checkPoint)));
    var body =
        new JsonObject()
            .put("epoch", 1)
            .put("events", new JsonArray().add(passed(5, right)))
            .put("after_loss", true);
    attendant.post("/handheld/events", body, "X-Handheld", key).expect(200);
    assertThat(uses(look(key, right))).hasSize(1);
    assertThat(state(key).getLong("stored")).isEqualTo(5);
  }

  @Test
  void twoHandheldsThatDidNotKnowOfEachOtherAreTold() {
    long right = sell(centre.newTicketType(new JsonObject()));
    String one = pair(pairing(newHandheld(checkPoint)));
    String code = newHandheld(checkPoint);
    String other = pair(pairing(code));
    report(one, 1, new JsonArray().add(admitted(1, right)).add(passed(2, right))).expect(200);
    var told =
        report(other, 1, new JsonArray().add(admitted(1, right)).add(passed(2, right)))
            .expect(200)
            .json()
            .getJsonArray("duplicates");
    assertThat(told).hasSize(1);
    assertThat(told.getJsonObject(0).getJsonObject("second").getString("gate")).isEqualTo(code);
    assertThat(state(one).getJsonArray("duplicates")).hasSize(1);
  }

  @Test
  void aTypeThatAsksFirstLetsOneHandheldInAtATime() {
    long right = sell(centre.newTicketType(new JsonObject().put("offline", "STRICT")));
    String one = pair(pairing(newHandheld(checkPoint)));
    String other = pair(pairing(newHandheld(checkPoint)));
    assertThat(claim(one, right, 0, false)).isEqualTo("CLAIM_GRANTED");
    assertThat(claim(other, right, 0, false)).isEqualTo("CLAIM_HELD_ELSEWHERE");
    report(one, 1, new JsonArray().add(admitted(1, right)).add(passed(2, right))).expect(200);
    assertThat(claim(one, right, 2, true)).isEqualTo("CLAIM_NOT_NEEDED");
    assertThat(claim(other, right, 0, false)).isEqualTo("CLAIM_GRANTED");
  }

  private record Whole(long version, List<Change> changes) {}

  private Whole whole(String key) {
    var changes = new ArrayList<Change>();
    long version = -1;
    long next = 0;
    do {
      var page = get(key, "/handheld/list?after=" + next).expect(200).json();
      version = version < 0 ? page.getLong("version") : version;
      changes.addAll(changes(page));
      next = page.getLong("next");
    } while (next != 0);
    return new Whole(version, changes);
  }

  private static JsonObject admitted(long sequence, long right) {
    return event(sequence, "ADMITTED", right);
  }

  private static JsonObject passed(long sequence, long right) {
    return event(sequence, "PASSED", right).put("reference", Math.max(1, sequence - 1));
  }

  private static JsonObject event(long sequence, String kind, long right) {
    return new JsonObject()
        .put("sequence", sequence)
        .put("at_millis", NOW + sequence)
        .put("kind", kind)
        .put("direction", "IN")
        .put("credential", "QR")
        .put("right", Long.toString(right))
        .put("people", 1)
        .put("clock", "LINKED");
  }

  private Browser.Answer report(String key, long epoch, JsonArray events) {
    return attendant.post(
        "/handheld/events",
        new JsonObject().put("epoch", epoch).put("events", events),
        "X-Handheld",
        key);
  }

  private String claim(String key, long right, long sequence, boolean settled) {
    return attendant
        .post(
            "/handheld/claim",
            new JsonObject()
                .put("id", 1)
                .put("right", Long.toString(right))
                .put("sequence", sequence)
                .put("settled", settled),
            "X-Handheld",
            key)
        .expect(200)
        .json()
        .getString("state");
  }

  private List<Change> look(String key, long right) {
    return changes(
        attendant
            .post(
                "/handheld/look",
                new JsonObject().put("right", Long.toString(right)),
                "X-Handheld",
                key)
            .expect(200)
            .json());
  }

  private JsonObject state(String key) {
    return get(key, "/handheld/state").expect(200).json();
  }

  private Browser.Answer get(String key, String path) {
    return get(attendant, key, path);
  }

  private static Browser.Answer get(Browser browser, String key, String path) {
    return browser.get(path, "X-Handheld", key);
  }

  private String newHandheld(String at) {
    String code = WholeCentre.newName("H");
    centre
        .admin()
        .post(
            "/handhelds",
            new JsonObject()
                .put("code", code)
                .put("name_zh", "手持机")
                .put("name_en", "Handheld")
                .put("check_point", at)
                .put("kind", "ENTRY"))
        .expect(201);
    return code;
  }

  private String pairing(String code) {
    return centre
        .admin()
        .post("/handhelds/" + code + "/pairing", new JsonObject())
        .expect(201)
        .json()
        .getString("code");
  }

  private String pair(String pairing) {
    return attendant
        .post("/handheld/pairing", new JsonObject().put("code", pairing))
        .expect(201)
        .json()
        .getString("key");
  }

  private static JsonObject areas(String area) {
    return new JsonObject().put("areas", new JsonArray().add(area));
  }

  /** The id of the right of a ticket that is sold for today. */
  private long sell(String type) {
    String number = Sales.ticket(centre.admin(), Sales.line(type, 1)).getString("number");
    return centre
        .database()
        .transact(
            tx ->
                tx.fetchSingle("select id from ticket where number = ?", number)
                    .get(0, Long.class));
  }

  private static List<String> codes(JsonArray rows, String key) {
    return rows.stream().map(row -> ((JsonObject) row).getString(key)).toList();
  }

  private static List<Change> changes(JsonObject part) {
    return part.getJsonArray("changes").stream().map(text -> change((String) text)).toList();
  }

  private static Change change(String text) {
    try {
      return Change.parseFrom(Base64.getDecoder().decode(text));
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Long> rights(List<Change> changes) {
    return changes.stream()
        .filter(Change::hasPutRight)
        .map(
            change -> {
              try {
                return Right.parseFrom(change.getPutRight()).getId();
              } catch (com.google.protobuf.InvalidProtocolBufferException e) {
                throw new AssertionError(e);
              }
            })
        .toList();
  }

  private static List<Use> uses(List<Change> changes) {
    return changes.stream()
        .filter(Change::hasAddUse)
        .map(
            change -> {
              try {
                return Use.parseFrom(change.getAddUse());
              } catch (com.google.protobuf.InvalidProtocolBufferException e) {
                throw new AssertionError(e);
              }
            })
        .toList();
  }
}
