package org.shanmen.gate.device.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class FaceReportTest {
  private static final Instant NOW = Instant.parse("2026-05-01T01:00:00Z");
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void aTimeWithAnOffsetMeansThatOffset() {
    assertThat(FaceReport.time("2026-05-01T09:00:00+08:00", BERLIN, NOW)).contains(NOW);
    assertThat(FaceReport.time("2026-05-01T01:00:00Z", BERLIN, NOW)).contains(NOW);
  }

  @Test
  void aTimeWithoutOffsetIsOurs() {
    assertThat(FaceReport.time("2026-05-01 09:00:00", SHANGHAI, NOW)).contains(NOW);
    assertThat(FaceReport.time("2026-05-01T09:00:00", SHANGHAI, NOW)).contains(NOW);
  }

  @Test
  void inTheRepeatedHourTheNearerOneIsMeant() {
    String repeated = "2026-10-25 02:30:00";
    Instant first = Instant.parse("2026-10-25T00:30:00Z");
    Instant second = Instant.parse("2026-10-25T01:30:00Z");
    assertThat(FaceReport.time(repeated, BERLIN, first.plusSeconds(3))).contains(first);
    assertThat(FaceReport.time(repeated, BERLIN, second.plusSeconds(3))).contains(second);
  }

  @Test
  void aTimeInTheSkippedHourIsReadAllTheSame() {
    assertThat(FaceReport.time("2026-03-29 02:30:00", BERLIN, NOW))
        .contains(Instant.parse("2026-03-29T01:30:00Z"));
  }

  @Test
  void whatIsNoTimeIsNone() {
    assertThat(FaceReport.time("", SHANGHAI, NOW)).isEmpty();
    assertThat(FaceReport.time("yesterday", SHANGHAI, NOW)).isEmpty();
    assertThat(FaceReport.time("2026-02-30 09:00:00", SHANGHAI, NOW)).isEmpty();
  }
}
