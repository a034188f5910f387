package org.shanmen.gate.device.face;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shanmen.protocol.Decoded;
import org.shanmen.protocol.wire.CredentialKind;

class ZktecoLogTest {
  /** Card 123456789 = 075BCD15 hex, lowest byte first. */
  static final String RECORD =
      "time=2026-05-01 09:00:00\tpin=5001\tcardno=15CD5B07\teventaddr=1\tevent=0\tinoutstatus=0"
          + "\tverifytype=15\tindex=21\r\n";

  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final Instant NOW = Instant.parse("2026-05-01T01:00:00Z");

  @Test
  void theManualsRecordIsUnderstood() {
    assertThat(parse(RECORD))
        .isEqualTo(ok(new ZktecoLog("2026-05-01 09:00:00", "5001", "15CD5B07", 0, 15, "21")));
  }

  @Test
  void aBodyMayHoldSeveralRecordsAndFieldsInAnyOrder() {
    String turned = "index=22\tevent=27\tx=y\tpin=0\ttime=2026-05-01 09:00:01";
    assertThat(parse(RECORD + "\n" + turned))
        .isEqualTo(
            ok(
                new ZktecoLog("2026-05-01 09:00:00", "5001", "15CD5B07", 0, 15, "21"),
                new ZktecoLog("2026-05-01 09:00:01", "0", "", 27, 0, "22")));
  }

  @Test
  void aFaceIsItsPersonsNumber() {
    assertThat(report(RECORD))
        .isEqualTo(
            new FaceReport(
                Optional.of(new FaceReport.Person(CredentialKind.FACE, "5001")),
                false,
                "21",
                Optional.of(NOW)));
  }

  @Test
  void aCardIsItsNumber() {
    var card = Optional.of(new FaceReport.Person(CredentialKind.CARD, "15CD5B07"));
    assertThat(report(RECORD.replace("verifytype=15", "verifytype=4")).person()).isEqualTo(card);
    assertThat(report(RECORD.replace("pin=5001", "pin=0")).person()).isEqualTo(card);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20, 23, 27, 101, 200, -1})
  void everyOtherEventLetsNobodyIn(int event) {
    assertThat(report(RECORD.replace("event=0", "event=" + event))).isEqualTo(FaceReport.NOBODY);
  }

  @Test
  void whereNobodyIsKnownNobodyIsLetIn() {
    assertThat(report(RECORD.replace("5001", "0").replace("15CD5B07", "00000000")))
        .isEqualTo(FaceReport.NOBODY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | expected a record",
        "nonsense | line 1: expected time=...",
        "time=x~pin=1~event=0 | line 1: expected index=...",
        "time=x~pin=1~pin=2~event=0~index=1 | line 1: expected pin=... between tabs, once",
        "time=x~pin=1~event=none~index=1 | line 1: event and verifytype: expected whole numbers"
      })
  void aBadRecordIsNamed(String body, String why) {
    assertThat(parse(body.replace('~', '\t')))
        .isInstanceOfSatisfying(
            Decoded.Malformed.class, malformed -> assertThat(malformed.why()).startsWith(why));
  }

  @Test
  void somebodyWithoutATimeOrWithACrippledCardIsMalformed() {
    assertThat(first(RECORD.replace("09:00:00", "")).report(SHANGHAI, NOW))
        .isEqualTo(new Decoded.Malformed<>("time: expected such as 2026-05-01 09:00:00"));
    String crippled = RECORD.replace("5001", "0").replace("15CD5B07", "15CD5B0");
    assertThat(first(crippled).report(SHANGHAI, NOW))
        .isEqualTo(new Decoded.Malformed<>("cardno: expected 2 to 20 hexadecimal digits"));
  }

  @Property(tries = 500)
  void anyBytesAreAnswered(@ForAll byte[] bytes) {
    Decoded<List<ZktecoLog>> unused = ZktecoLog.parse(bytes);
  }

  private static Decoded<List<ZktecoLog>> parse(String body) {
    return ZktecoLog.parse(body.getBytes(UTF_8));
  }

  private static Decoded<List<ZktecoLog>> ok(ZktecoLog... logs) {
    return new Decoded.Ok<>(List.of(logs));
  }

  private static ZktecoLog first(String body) {
    return ((Decoded.Ok<List<ZktecoLog>>) parse(body)).value().get(0);
  }

  private static FaceReport report(String body) {
    return ((Decoded.Ok<FaceReport>) first(body).report(SHANGHAI, NOW)).value();
  }
}
