package org.shanmen.gate.device.face;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.shanmen.protocol.Decoded;
import org.shanmen.protocol.wire.CredentialKind;

class DahuaEventTest {
  private static final String MANUAL =
      "{\"Action\":\"Pulse\",\"Data\":{\"CardNo\":\"\",\"Method\":4,\"Name\":\"OpenDoor\","
          + "\"Status\":1,\"Type\":\"Entry\",\"UTC\":1583173448,\"UserID\":\"\"}}";

  static final String FACE =
      MANUAL
          .replace("\"Method\":4", "\"Method\":15")
          .replace("\"UserID\":\"\"", "\"UserID\":\"5001\"");

  @Test
  void theManualsEventIsUnderstoodAndLetsNobodyIn() {
    assertThat(parse(MANUAL))
        .isEqualTo(
            new Decoded.Ok<>(
                new DahuaEvent("Pulse", "OpenDoor", "", "", 4, 1, OptionalLong.of(1583173448))));
    assertThat(report(MANUAL)).isEqualTo(new Decoded.Ok<>(FaceReport.NOBODY));
  }

  @Test
  void aFaceIsItsUser() {
    assertThat(report(FACE))
        .isEqualTo(
            new Decoded.Ok<>(
                new FaceReport(
                    Optional.of(new FaceReport.Person(CredentialKind.FACE, "5001")),
                    false,
                    "",
                    Optional.of(Instant.parse("2020-03-02T18:24:08Z")))));
  }

  @Test
  void aCardIsItsNumber() {
    String card = FACE.replace("\"CardNo\":\"\"", "\"CardNo\":\"15CD5B07\"");
    assertThat(person(card)).isEqualTo(new FaceReport.Person(CredentialKind.FACE, "5001"));
    assertThat(person(card.replace("15,", "1,")))
        .isEqualTo(new FaceReport.Person(CredentialKind.CARD, "15CD5B07"));
    assertThat(person(card.replace("5001", "")))
        .isEqualTo(new FaceReport.Person(CredentialKind.CARD, "15CD5B07"));
  }

  @Test
  void whatWasNotLetInByTheTerminalIsNobody() {
    for (String other :
        new String[] {
          FACE.replace("\"Status\":1", "\"Status\":0"),
          FACE.replace("Pulse", "Start"),
          FACE.replace("OpenDoor", "CloseDoor"),
          FACE.replace("\"Method\":15", "\"Method\":4"),
          FACE.replace("\"Method\":15", "\"Method\":5"),
          FACE.replace("5001", ""),
          "{}"
        }) {
      assertThat(report(other)).as(other).isEqualTo(new Decoded.Ok<>(FaceReport.NOBODY));
    }
  }

  @Test
  void whatIsMissingOrOfAWrongKindIsNamed() {
    assertThat(report(FACE.replace("UTC", "X")))
        .isEqualTo(new Decoded.Malformed<>("UTC is missing: expected seconds since 1970"));
    assertThat(parse(FACE.replace("1583173448", "\"now\"")))
        .isEqualTo(new Decoded.Malformed<>("not an event in JSON: UTC: expected a whole number"));
    assertThat(report(FACE.replace("5001", "").replace("\"CardNo\":\"\"", "\"CardNo\":\"zz\"")))
        .isEqualTo(new Decoded.Malformed<>("CardNo: expected 2 to 20 hexadecimal digits"));
    assertThat(parse("[]")).isEqualTo(new Decoded.Malformed<>("expected a JSON object"));
    assertThat(parse(FACE + "{}"))
        .isEqualTo(new Decoded.Malformed<>("expected nothing behind the JSON object"));
  }

  @Test
  void aTimeBeyondAllTimesIsFarFromNow() {
    var report = report(FACE.replace("1583173448", "" + Long.MAX_VALUE));
    assertThat(((Decoded.Ok<FaceReport>) report).value().at().orElseThrow())
        .isAfter(Instant.parse("2200-01-01T00:00:00Z"));
  }

  @Property(tries = 500)
  void anyBytesAreAnswered(@ForAll byte[] bytes) {
    Decoded<DahuaEvent> unused = DahuaEvent.parse(bytes);
  }

  private static Decoded<DahuaEvent> parse(String json) {
    return DahuaEvent.parse(json.getBytes(UTF_8));
  }

  private static Decoded<FaceReport> report(String json) {
    return ((Decoded.Ok<DahuaEvent>) parse(json)).value().report();
  }

  private static FaceReport.Person person(String json) {
    return ((Decoded.Ok<FaceReport>) report(json)).value().person().orElseThrow();
  }
}
