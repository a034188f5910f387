package org.shanmen.gate.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.protocol.wire.Reason.DAILY_LIMIT;
import static org.shanmen.protocol.wire.Reason.EXPIRED;
import static org.shanmen.protocol.wire.Reason.OUTSIDE_HOURS;
import static org.shanmen.protocol.wire.Reason.TOO_SOON;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Validity, hours and pauses on the two days of a year on which clocks are changed. */
class ClockChangesTest {
  @Test
  void aPauseIsRealTimeWhenTheClocksArePutForward() {
    var berlin = Asking.in("Europe/Berlin");
    berlin.rules.setMinutesBetween(30);
    berlin.in("2026-03-29T01:45", 1);
    assertThat(berlin.refusalAt("2026-03-29T03:14")).isEqualTo(TOO_SOON);
    assertThat(berlin.refusalAt("2026-03-29T03:15")).isNull();
  }

  @ParameterizedTest
  @CsvSource({"Europe/Berlin, 2026-03-29", "Australia/Melbourne, 2026-10-04"})
  void hoursThatWouldBeginInTheSkippedHourBeginBehindIt(String zone, String date) {
    var there = Asking.in(zone).hours("02:30", "10:00");
    assertThat(there.refusalAt(date + "T01:59")).isEqualTo(OUTSIDE_HOURS);
    assertThat(there.refusalAt(date + "T03:00")).isNull();
    assertThat(there.comeAgainAfter(date + "T01:00")).isEqualTo(date + "T03:00");
  }

  @ParameterizedTest
  @CsvSource({"Europe/Berlin, 2026-03-29", "Australia/Melbourne, 2026-10-04"})
  void hoursThatWouldEndInTheSkippedHourEndWithIt(String zone, String date) {
    var there = Asking.in(zone).hours("22:00", "02:30");
    assertThat(there.refusalAt(date + "T01:59")).isNull();
    assertThat(there.refusalAt(date + "T03:00")).isEqualTo(OUTSIDE_HOURS);
  }

  @ParameterizedTest
  @CsvSource({"Europe/Berlin, 2026-03-29", "Australia/Melbourne, 2026-10-04"})
  void hoursWhollyInTheSkippedHourComeAgainTheNextNight(String zone, String date) {
    var there = Asking.in(zone).hours("02:00", "03:00");
    String next = java.time.LocalDate.parse(date).plusDays(1).toString();
    assertThat(there.comeAgainAfter(date + "T01:59")).isEqualTo(next + "T02:00");
  }

  @ParameterizedTest
  @CsvSource({"Europe/Berlin, 2026-10-25", "Australia/Melbourne, 2026-04-05"})
  void hoursInTheRepeatedHourAreOpenBothTimes(String zone, String date) {
    var there = Asking.in(zone).hours("02:15", "02:45");
    var first = ZonedDateTime.parse(date + "T02:20+00:00").withZoneSameLocal(ZoneId.of(zone));
    var second = first.withLaterOffsetAtOverlap();
    assertThat(second.toInstant()).isEqualTo(first.toInstant().plusSeconds(3600));

    assertThat(decisionAt(there, first)).isInstanceOf(Decision.Admit.class);
    assertThat(decisionAt(there, second)).isInstanceOf(Decision.Admit.class);
    assertThat(decisionAt(there, first.plusMinutes(30)))
        .isInstanceOfSatisfying(
            Decision.Refuse.class,
            refusal ->
                assertThat(refusal.fromMillis())
                    .isEqualTo(second.minusMinutes(5).toInstant().toEpochMilli()));
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2026-10-25T02:30",
    "Australia/Melbourne, 2026-04-05T02:30",
    "Australia/Lord_Howe, 2026-04-05T01:50"
  })
  void whoComesWhenTheHoursHaveEndedIsToldThatTheRepeatedOnesWillOpenAgain(
      String zone, String ended) {
    var there = Asking.in(zone).hours("22:00", ended.substring(11));
    var first = ZonedDateTime.parse(ended + "+00:00").withZoneSameLocal(ZoneId.of(zone));
    var change = ZoneId.of(zone).getRules().nextTransition(first.toInstant());
    assertThat(decisionAt(there, first))
        .isInstanceOfSatisfying(
            Decision.Refuse.class,
            refusal ->
                assertThat(refusal.fromMillis()).isEqualTo(change.getInstant().toEpochMilli()));
  }

  @ParameterizedTest
  @CsvSource({"Europe/Berlin, 2026-10-25", "Australia/Melbourne, 2026-04-05"})
  void theRepeatedHourIsOfTheSameDay(String zone, String date) {
    var there = Asking.in(zone);
    there.rules.setEntriesPerDay(1);
    there.in(date + "T02:30", 1);
    var second =
        ZonedDateTime.parse(date + "T02:30+00:00")
            .withZoneSameLocal(ZoneId.of(zone))
            .withLaterOffsetAtOverlap();
    assertThat(decisionAt(there, second))
        .isInstanceOfSatisfying(
            Decision.Refuse.class, refusal -> assertThat(refusal.reason()).isEqualTo(DAILY_LIMIT));
    assertThat(there.refusalAt(date + "T23:59")).isEqualTo(DAILY_LIMIT);
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2026-03-29, 2026-03-30",
    "Europe/Berlin, 2026-10-25, 2026-10-26",
    "Australia/Melbourne, 2026-10-04, 2026-10-05",
    "Australia/Melbourne, 2026-04-05, 2026-04-06"
  })
  void aDayTicketHoldsFromMidnightToMidnightOnADayOfAClockChange(
      String zone, String date, String next) {
    var there = Asking.in(zone).valid(date + "T00:00", next + "T00:00");
    assertThat(there.refusalAt(date + "T00:00")).isNull();
    assertThat(there.refusalAt(date + "T23:59")).isNull();
    assertThat(there.refusalAt(next + "T00:00")).isEqualTo(EXPIRED);
  }

  private static Decision decisionAt(Asking asking, ZonedDateTime time) {
    return Admission.decide(asking.question.setNowMillis(time.toInstant().toEpochMilli()).build());
  }
}
