package org.shanmen.gate.device.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shanmen.gate.Limits;
import org.shanmen.protocol.wire.CredentialKind;

class RecognitionsTest {
  private static final String TERMINAL = "street";
  private static final Instant START = Instant.parse("2026-05-01T00:00:00.700Z");
  private static final Instant NOW = Instant.parse("2026-05-01T01:00:00Z");

  private final Recognitions recognitions = new Recognitions(Duration.ofSeconds(15), START);

  @ParameterizedTest
  @CsvSource({
    "0, FRESH",
    "-15, FRESH",
    "-16, REPLAYED",
    "-86400, REPLAYED",
    "15, FRESH",
    "16, AHEAD",
  })
  void onlyWhatHappenedAboutNowIsFresh(int secondsFromNow, Recognition expected) {
    assertThat(judge(event("1", NOW.plusSeconds(secondsFromNow)))).isEqualTo(expected);
  }

  @Test
  void theSameEventAgainIsARepetitionOnceTheLaneTookIt() {
    assertThat(judge(event("1", NOW))).isEqualTo(Recognition.FRESH);
    assertThat(judge(event("1", NOW))).isEqualTo(Recognition.FRESH);
    recognitions.presented(TERMINAL, event("1", NOW));
    assertThat(judge(event("1", NOW))).isEqualTo(Recognition.REPEATED);
    assertThat(judge(event("2", NOW))).isEqualTo(Recognition.FRESH);
  }

  @Test
  void aTerminalThatCountsFromOneAgainIsNotARepetition() {
    recognitions.presented(TERMINAL, event("1", NOW));
    assertThat(judge(event("1", NOW.plusSeconds(1)))).isEqualTo(Recognition.FRESH);
    assertThat(recognitions.judge("other", event("1", NOW), NOW)).isEqualTo(Recognition.FRESH);
  }

  @Test
  void withoutANumberTwoPeopleOfOneSecondAreTwo() {
    recognitions.presented(TERMINAL, event("", NOW));
    assertThat(judge(event("", NOW))).isEqualTo(Recognition.REPEATED);
    var friend = new FaceReport.Person(CredentialKind.FACE, "5002");
    assertThat(judge(new FaceReport(Optional.of(friend), false, "", Optional.of(NOW))))
        .isEqualTo(Recognition.FRESH);
  }

  @Test
  void whatTheTerminalCallsHistoryNeverOpens() {
    var event = event("1", NOW);
    assertThat(judge(new FaceReport(event.person(), true, "1", event.at())))
        .isEqualTo(Recognition.REPLAYED);
  }

  @Test
  void whatHappenedBeforeThisDaemonWasStartedNeverOpens() {
    Instant before = START.minusSeconds(1);
    assertThat(recognitions.judge(TERMINAL, event("1", before), START))
        .isEqualTo(Recognition.REPLAYED);
    Instant sameSecond = Instant.parse("2026-05-01T00:00:00Z");
    assertThat(recognitions.judge(TERMINAL, event("1", sameSecond), START))
        .isEqualTo(Recognition.FRESH);
  }

  @Test
  void nobodyIsNoRecognition() {
    assertThat(judge(FaceReport.NOBODY)).isEqualTo(Recognition.OTHER);
  }

  @Test
  void onlyTheLastOnesAreRemembered() {
    for (int index = 0; index <= Limits.FACE_EVENTS_REMEMBERED; index++) {
      recognitions.presented(TERMINAL, event("" + index, NOW));
    }
    assertThat(judge(event("0", NOW))).isEqualTo(Recognition.FRESH);
    assertThat(judge(event("1", NOW))).isEqualTo(Recognition.REPEATED);
  }

  private Recognition judge(FaceReport event) {
    return recognitions.judge(TERMINAL, event, NOW);
  }

  private static FaceReport event(String index, Instant at) {
    var person = new FaceReport.Person(CredentialKind.FACE, "5001");
    return new FaceReport(Optional.of(person), false, index, Optional.of(at));
  }
}
