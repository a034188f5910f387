package org.shanmen.gate.device.face;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.shanmen.protocol.Decoded;
import org.shanmen.protocol.wire.CredentialKind;

class HikvisionEventTest {
  static final String MANUAL =
      "{\"ipAddress\":\"192.168.1.64\",\"dateTime\":\"2026-05-01T09:00:00+08:00\","
          + "\"eventType\":\"AccessControllerEvent\",\"AccessControllerEvent\":{\"majorEventType\":5,"
          + "\"subEventType\":75,\"cardNo\":\"0\",\"employeeNoString\":\"5001\",\"serialNo\":501,"
          + "\"currentVerifyMode\":\"cardOrFaceOrFp\",\"currentEvent\":true}}";

  private static final Instant NOW = Instant.parse("2026-05-01T01:00:00Z");

  @Test
  void theManualsEventIsUnderstood() {
    assertThat(parse(MANUAL))
        .isEqualTo(
            new Decoded.Ok<>(
                new HikvisionEvent(
                    "AccessControllerEvent",
                    "2026-05-01T09:00:00+08:00",
                    5,
                    75,
                    "5001",
                    OptionalLong.of(501),
                    true)));
  }

  @Test
  void aRecognisedFaceIsAPersonAtATime() {
    assertThat(report(MANUAL))
        .isEqualTo(
            new Decoded.Ok<>(
                new FaceReport(
                    Optional.of(new FaceReport.Person(CredentialKind.FACE, "5001")),
                    false,
                    "501",
                    Optional.of(NOW))));
  }

  @Test
  void theTerminalSaysItselfWhatIsHistory() {
    var report = report(MANUAL.replace("true", "false"));
    assertThat(((Decoded.Ok<FaceReport>) report).value().history()).isTrue();
  }

  @Test
  void everythingElseIsNobody() {
    for (String other :
        new String[] {
          MANUAL.replace("75", "76"),
          MANUAL.replace("\"majorEventType\":5", "\"majorEventType\":1"),
          MANUAL.replace("5001", " "),
          MANUAL.replaceFirst("AccessControllerEvent", "heartBeat")
        }) {
      assertThat(report(other)).as(other).isEqualTo(new Decoded.Ok<>(FaceReport.NOBODY));
    }
  }

  @Test
  void aFaceWithoutATimeIsMalformed() {
    assertThat(report(MANUAL.replace("dateTime", "x")))
        .isEqualTo(new Decoded.Malformed<>("dateTime: expected such as 2026-05-01T09:00:00+08:00"));
  }

  private static Decoded<FaceReport> report(String json) {
    var event = ((Decoded.Ok<HikvisionEvent>) parse(json)).value();
    return event.report(ZoneId.of("Asia/Shanghai"), NOW);
  }

  @Test
  void unknownFieldsAreSkippedHoweverTheyLook() {
    String more = MANUAL.replaceFirst("\\{", "{\"x\":[{\"eventType\":\"y\"},null],");
    assertThat(parse(more)).isEqualTo(parse(MANUAL));
  }

  @Test
  void aFieldOfAWrongKindIsNamed() {
    assertThat(why(MANUAL.replace("75", "\"75\"")))
        .isEqualTo("not an event in JSON: subEventType: expected a whole number");
    assertThat(why(MANUAL.replace("true", "1")))
        .isEqualTo("not an event in JSON: currentEvent: expected true or false");
    assertThat(why("{\"AccessControllerEvent\":[]}"))
        .isEqualTo("not an event in JSON: AccessControllerEvent: expected an object");
  }

  @Test
  void whatIsNoObjectIsMalformed() {
    assertThat(why("")).isEqualTo("expected a JSON object");
    assertThat(why("[]")).isEqualTo("expected a JSON object");
    assertThat(why("{} {}")).isEqualTo("expected nothing behind the JSON object");
    assertThat(why("<EventNotificationAlert/>")).startsWith("not an event in JSON: ");
  }

  @Test
  void theSameFieldTwiceIsMalformed() {
    assertThat(why("{\"eventType\":\"a\",\"eventType\":\"b\"}")).startsWith("not an event in JSON");
  }

  @Test
  void deepNestingIsMalformed() {
    assertThat(why("{\"x\":" + "[".repeat(5_000))).startsWith("not an event in JSON");
  }

  @Property
  void anyBytesAreAnEventOrMalformed(@ForAll byte[] bytes) {
    assertThat(HikvisionEvent.parse(bytes)).isNotNull();
  }

  @Property
  void aCutEventIsMalformed(@ForAll @IntRange(max = 250) int length) {
    assertThat(parse(MANUAL.substring(0, length))).isInstanceOf(Decoded.Malformed.class);
  }

  private static Decoded<HikvisionEvent> parse(String json) {
    return HikvisionEvent.parse(json.getBytes(UTF_8));
  }

  private static String why(String json) {
    return ((Decoded.Malformed<HikvisionEvent>) parse(json)).why();
  }
}
