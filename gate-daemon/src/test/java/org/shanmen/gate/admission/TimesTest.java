package org.shanmen.gate.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.protocol.wire.Reason.EXPIRED;
import static org.shanmen.protocol.wire.Reason.NOT_YET_VALID;
import static org.shanmen.protocol.wire.Reason.OUTSIDE_HOURS;
import static org.shanmen.protocol.wire.Reason.TOO_SOON;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shanmen.protocol.wire.DayRule;
import org.shanmen.protocol.wire.Reason;

/** Validity, days, hours, pauses; in the park's time zone, whatever its clocks do. */
class TimesTest {
  private static final int MONDAY = 1;
  private static final int FRIDAY = 1 << 4;
  private static final int SATURDAY = 1 << 5;
  private static final int SUNDAY = 1 << 6;

  private final Asking asking = Asking.inShanghai();

  // ---- Window ----

  @ParameterizedTest
  @CsvSource({
    "2026-04-30T23:59:59.999, NOT_YET_VALID",
    "2026-05-01T00:00:00, ",
    "2026-05-01T23:59:59.999, ",
    "2026-05-02T00:00:00, EXPIRED"
  })
  void validityBeginsInclusiveAndEndsExclusive(String time, Reason reason) {
    asking.valid("2026-05-01T00:00", "2026-05-02T00:00");
    assertThat(asking.refusalAt(time)).isEqualTo(reason);
  }

  @Test
  void whoComesTooEarlyHearsWhenToComeAgain() {
    asking.valid("2026-05-01T00:00", "2026-05-02T00:00");
    assertThat(asking.comeAgainAfter("2026-04-01T10:00")).isEqualTo("2026-05-01T00:00");
    assertThat(asking.comeAgainAfter("2026-06-01T10:00")).isNull();
  }

  @Test
  void aTicketOfTheLeapDayIsOfTheLeapDay() {
    asking.valid("2028-02-29T00:00", "2028-03-01T00:00");
    assertThat(asking.refusalAt("2028-02-28T23:59")).isEqualTo(NOT_YET_VALID);
    assertThat(asking.refusalAt("2028-02-29T12:00")).isNull();
    assertThat(asking.refusalAt("2028-03-01T00:00")).isEqualTo(EXPIRED);
  }

  // ---- Days from the first use ----

  @ParameterizedTest
  @CsvSource({
    // a month of 30 days, a month's end, a leap day
    "2026-04-29T10:00, 2026-05-01T23:59, 2026-05-02T00:00",
    "2026-01-30T00:00, 2026-02-01T23:59, 2026-02-02T00:00",
    "2026-02-27T23:59, 2026-03-01T23:59, 2026-03-02T00:00"
  })
  void threeDaysFromTheFirstUseAreItsOwnDayAndTwoMore(String first, String last, String over) {
    asking.rules.setDaysFromFirstUse(3);
    assertThat(asking.refusalAt("2026-12-31T23:59")).isNull();

    asking.in(first, 1);
    assertThat(asking.refusalAt(last)).isNull();
    assertThat(asking.refusalAt(over)).isEqualTo(EXPIRED);
  }

  @Test
  void threeDaysFromTheFirstUseCountTheLeapDay() {
    asking.valid("2028-01-01T00:00", "2029-01-01T00:00").rules.setDaysFromFirstUse(3);
    asking.in("2028-02-28T10:00", 1);
    assertThat(asking.refusalAt("2028-03-01T23:59")).isNull();
    assertThat(asking.refusalAt("2028-03-02T00:00")).isEqualTo(EXPIRED);
  }

  @Test
  void aDayFromTheFirstUseEndsAtMidnightWhenItHas23HoursAndWhenItHas25() {
    var berlin = Asking.in("Europe/Berlin");
    berlin.rules.setDaysFromFirstUse(1);
    berlin.in("2026-03-29T01:00", 1);
    assertThat(berlin.refusalAt("2026-03-29T23:59")).isNull();
    assertThat(berlin.refusalAt("2026-03-30T00:00")).isEqualTo(EXPIRED);

    berlin.question.clearUses();
    berlin.in("2026-10-25T01:00", 1);
    assertThat(berlin.refusalAt("2026-10-25T23:59")).isNull();
    assertThat(berlin.refusalAt("2026-10-26T00:00")).isEqualTo(EXPIRED);
  }

  @Test
  void theFirstUseIsTheEarliestAndComingOutIsNone() {
    asking.rules.setDaysFromFirstUse(2);
    asking.out("2026-04-01T10:00", 1).in("2026-05-02T10:00", 1).in("2026-05-01T10:00", 1);
    assertThat(asking.refusalAt("2026-05-02T12:00")).isNull();
    assertThat(asking.refusalAt("2026-05-03T00:00")).isEqualTo(EXPIRED);
  }

  @Test
  void theWindowEndsARightEvenIfItsDaysFromTheFirstUseDoNot() {
    asking.valid("2026-05-01T00:00", "2026-05-02T12:00").rules.setDaysFromFirstUse(7);
    asking.in("2026-05-01T10:00", 1);
    assertThat(asking.refusalAt("2026-05-02T11:59")).isNull();
    assertThat(asking.refusalAt("2026-05-02T12:00")).isEqualTo(EXPIRED);
  }

  // ---- Hours ----

  @ParameterizedTest
  @CsvSource({
    // from, until, time, refusal
    "08:00, 18:00, 07:59:59.999, OUTSIDE_HOURS",
    "08:00, 18:00, 08:00, ",
    "08:00, 18:00, 17:59:59.999, ",
    "08:00, 18:00, 18:00, OUTSIDE_HOURS",
    "08:30, 18:30, 08:29, OUTSIDE_HOURS",
    "08:30, 18:30, 18:29, ",
    "20:00, 02:00, 19:59, OUTSIDE_HOURS",
    "20:00, 02:00, 20:00, ",
    "20:00, 02:00, 01:59, ",
    "20:00, 02:00, 02:00, OUTSIDE_HOURS",
    "20:00, 00:00, 23:59, ",
    "20:00, 00:00, 00:00, OUTSIDE_HOURS",
    "20:00, 24:00, 23:59, ",
    "20:00, 24:00, 00:00, OUTSIDE_HOURS",
    "10:00, 10:00, 03:00, "
  })
  void hoursMaySpanMidnight(String from, String until, String time, Reason reason) {
    asking.hours(from, until);
    assertThat(asking.refusalAt("2026-05-01T" + time)).isEqualTo(reason);
  }

  @Test
  void whoComesOutsideTheHoursHearsWhenTheyBegin() {
    asking.hours("08:30", "18:00");
    assertThat(asking.comeAgainAfter("2026-05-01T07:00")).isEqualTo("2026-05-01T08:30");
    assertThat(asking.comeAgainAfter("2026-05-01T18:00")).isEqualTo("2026-05-02T08:30");
    asking.hours("20:00", "02:00");
    assertThat(asking.comeAgainAfter("2026-05-01T02:00")).isEqualTo("2026-05-01T20:00");
  }

  @Test
  void nobodyIsToldToComeAgainWhenTheTicketHasEnded() {
    asking.valid("2026-05-01T00:00", "2026-05-02T08:00").hours("08:00", "18:00");
    assertThat(asking.refusalAt("2026-05-01T19:00")).isEqualTo(OUTSIDE_HOURS);
    assertThat(asking.comeAgainAfter("2026-05-01T19:00")).isNull();
    asking.valid("2026-05-01T00:00", "2026-05-02T08:01");
    assertThat(asking.comeAgainAfter("2026-05-01T19:00")).isEqualTo("2026-05-02T08:00");
  }

  @Test
  void nobodyIsToldToComeAgainWhenTheDaysFromTheFirstUseHaveEnded() {
    asking.rules.setDaysFromFirstUse(1);
    asking.hours("08:00", "18:00").in("2026-05-01T08:00", 1);
    assertThat(asking.comeAgainAfter("2026-05-01T19:00")).isNull();
  }

  // ---- Days ----

  @Test
  void aWeekdayTicketIsForWeekdays() {
    asking.rules.setWeekdays(MONDAY | FRIDAY);
    assertThat(asking.refusalAt("2026-05-01T10:00")).isNull(); // a Friday
    assertThat(asking.refusalAt("2026-05-02T10:00")).isEqualTo(OUTSIDE_HOURS);
    assertThat(asking.refusalAt("2026-05-03T23:59")).isEqualTo(OUTSIDE_HOURS);
    assertThat(asking.refusalAt("2026-05-04T00:00")).isNull();
    assertThat(asking.comeAgainAfter("2026-05-02T10:00")).isEqualTo("2026-05-04T00:00");
  }

  @Test
  void aSundayIsTheLastDayOfTheWeek() {
    asking.rules.setWeekdays(SUNDAY);
    assertThat(asking.refusalAt("2026-05-03T10:00")).isNull();
    assertThat(asking.refusalAt("2026-05-04T10:00")).isEqualTo(OUTSIDE_HOURS);
  }

  @Test
  void hoursBehindMidnightBelongToTheDayOnWhichTheyBegan() {
    asking.rules.setWeekdays(FRIDAY);
    asking.hours("20:00", "02:00");
    assertThat(asking.refusalAt("2026-05-01T01:00")).isEqualTo(OUTSIDE_HOURS); // Thursday's night
    assertThat(asking.refusalAt("2026-05-01T20:00")).isNull();
    assertThat(asking.refusalAt("2026-05-02T01:59")).isNull(); // Friday's night
    assertThat(asking.refusalAt("2026-05-02T02:00")).isEqualTo(OUTSIDE_HOURS);
    assertThat(asking.refusalAt("2026-05-02T20:00")).isEqualTo(OUTSIDE_HOURS);
  }

  @Test
  void aWholeDayDoesNotReachIntoTheNext() {
    asking.rules.setWeekdays(FRIDAY);
    asking.hours("10:00", "10:00");
    assertThat(asking.refusalAt("2026-05-01T09:00")).isNull();
    assertThat(asking.refusalAt("2026-05-02T09:00")).isEqualTo(OUTSIDE_HOURS);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-02T00:30, OUTSIDE_HOURS", // Friday's night is not for Saturday's ticket
    "2026-05-02T20:00, ",
    "2026-05-03T00:00, ",
    "2026-05-03T01:59, ", // Saturday's night lasts until Sunday morning
    "2026-05-03T02:00, EXPIRED",
    "2026-05-03T20:00, EXPIRED",
    "2026-05-04T00:30, EXPIRED" // Sunday's night
  })
  void aTicketOfADayLastsAsLongAsThatDaysHours(String time, Reason reason) {
    asking.valid("2026-05-02T00:00", "2026-05-03T00:00").hours("20:00", "02:00");
    assertThat(asking.refusalAt(time)).isEqualTo(reason);
  }

  @Test
  void whoBuysInTheNightIsLetIntoIt() {
    asking.valid("2026-05-02T22:15", "2026-05-03T00:00").hours("20:00", "02:00");
    assertThat(asking.refusalAt("2026-05-02T22:14")).isEqualTo(NOT_YET_VALID);
    assertThat(asking.refusalAt("2026-05-03T00:30")).isNull();
  }

  @Test
  void whoMayNotComeInTheNightBeforeHearsWhenHisOwnBegins() {
    asking.valid("2026-05-02T00:00", "2026-05-03T00:00").hours("20:00", "02:00");
    assertThat(asking.comeAgainAfter("2026-05-02T00:30")).isEqualTo("2026-05-02T20:00");
  }

  @Test
  void anEndBeforeMidnightEndsTheNightToo() {
    asking.valid("2026-05-02T00:00", "2026-05-02T23:59:59").hours("20:00", "02:00");
    assertThat(asking.refusalAt("2026-05-02T23:59:58")).isNull();
    assertThat(asking.refusalAt("2026-05-03T00:30")).isEqualTo(EXPIRED);
  }

  @Test
  void aBlackoutDayIsClosedFromMidnightToMidnight() {
    asking.rules.addDayRules(closed("2026-05-01", "2026-05-03"));
    assertThat(asking.refusalAt("2026-04-30T23:59")).isNull();
    assertThat(asking.refusalAt("2026-05-01T00:00")).isEqualTo(OUTSIDE_HOURS);
    assertThat(asking.refusalAt("2026-05-03T23:59")).isEqualTo(OUTSIDE_HOURS);
    assertThat(asking.refusalAt("2026-05-04T00:00")).isNull();
    assertThat(asking.comeAgainAfter("2026-05-01T10:00")).isEqualTo("2026-05-04T00:00");
  }

  @Test
  void theNightBeforeABlackoutDayEndsWhenItWouldHave() {
    asking.hours("20:00", "02:00").rules.addDayRules(closed("2026-05-02", "2026-05-02"));
    assertThat(asking.refusalAt("2026-05-02T01:59")).isNull();
    assertThat(asking.refusalAt("2026-05-02T20:00")).isEqualTo(OUTSIDE_HOURS);
    assertThat(asking.refusalAt("2026-05-03T01:59")).isEqualTo(OUTSIDE_HOURS);
    assertThat(asking.refusalAt("2026-05-03T20:00")).isNull();
  }

  @Test
  void aSpecialDayHasHoursOfItsOwnWhateverItsWeekday() {
    asking.rules.setWeekdays(SATURDAY);
    asking.hours("08:00", "18:00");
    asking.rules.addDayRules(special("2026-05-01", 19 * 60, 60));
    assertThat(asking.refusalAt("2026-05-01T10:00")).isEqualTo(OUTSIDE_HOURS);
    assertThat(asking.refusalAt("2026-05-01T19:00")).isNull();
    assertThat(asking.refusalAt("2026-05-02T00:59")).isNull();
    assertThat(asking.refusalAt("2026-05-02T01:00")).isEqualTo(OUTSIDE_HOURS);
    assertThat(asking.refusalAt("2026-05-02T08:00")).isNull();
    assertThat(asking.comeAgainAfter("2026-04-30T10:00")).isEqualTo("2026-05-01T19:00");
  }

  @Test
  void theFirstDayRuleThatHoldsADateCounts() {
    asking.rules.addDayRules(special("2026-05-01", 0, 0));
    asking.rules.addDayRules(closed("2026-05-01", "2026-05-02"));
    assertThat(asking.refusalAt("2026-05-01T10:00")).isNull();
    assertThat(asking.refusalAt("2026-05-02T10:00")).isEqualTo(OUTSIDE_HOURS);
  }

  @Test
  void theNextOpeningIsLookedForAYearAhead() {
    asking.valid("2026-01-01T00:00", "2030-01-01T00:00");
    asking.rules.addDayRules(closed("2026-01-01", "2026-12-31"));
    assertThat(asking.comeAgainAfter("2026-01-01T10:00")).isEqualTo("2027-01-01T00:00");
    asking.rules.addDayRules(closed("2027-01-01", "2027-01-01"));
    assertThat(asking.comeAgainAfter("2026-01-01T10:00")).isEqualTo("2027-01-02T00:00");
    asking.rules.addDayRules(closed("2027-01-02", "2027-01-02"));
    assertThat(asking.comeAgainAfter("2026-01-01T10:00")).isNull();
  }

  @Test
  void hoursThatNoClockShowsAreNeverOpen() {
    asking.rules.setOpenFromMinute(1440).setOpenUntilMinute(2000);
    assertThat(asking.refusalAt("2026-05-01T10:00")).isEqualTo(OUTSIDE_HOURS);
    assertThat(asking.comeAgainAfter("2026-05-01T10:00")).isNull();
  }

  // ---- Pauses ----

  @Test
  void twoEntriesMustBeMinutesApart() {
    asking.rules.setMinutesBetween(15);
    asking.in("2026-05-01T08:00", 1).in("2026-05-01T09:00", 1).out("2026-05-01T09:10", 1);
    assertThat(asking.refusalAt("2026-05-01T09:14:59.999")).isEqualTo(TOO_SOON);
    assertThat(asking.comeAgainAfter("2026-05-01T09:14")).isEqualTo("2026-05-01T09:15");
    assertThat(asking.refusalAt("2026-05-01T09:15")).isNull();
  }

  @Test
  void whoStandsInTheLaneHasNotPassedAndNobodyKnowsWhenHeWill() {
    asking.rules.setMinutesBetween(15);
    asking.reserved(1);
    assertThat(asking.refusalAt("2026-05-01T09:00")).isEqualTo(TOO_SOON);
    assertThat(asking.comeAgainAfter("2026-05-01T09:00")).isNull();
  }

  @Test
  void aGroupGoesOnWithItsVisitAndPausesWhenItIsComplete() {
    asking.rules.setMinutesBetween(30);
    asking.right.setPeople(3);
    asking.in("2026-05-01T08:00", 3).in("2026-05-01T09:00", 1);
    assertThat(asking.peopleAt("2026-05-01T09:01")).isEqualTo(2);

    asking.in("2026-05-01T09:20", 1);
    assertThat(asking.peopleAt("2026-05-01T09:21")).isEqualTo(1);
    asking.reserved(1);
    assertThat(asking.refusalAt("2026-05-01T09:21")).isEqualTo(TOO_SOON);

    asking.reserved(0).in("2026-05-01T09:25", 1);
    assertThat(asking.comeAgainAfter("2026-05-01T09:26")).isEqualTo("2026-05-01T09:55");
    assertThat(asking.peopleAt("2026-05-01T09:55")).isEqualTo(3);
  }

  @Test
  void aFirstEntryNeedsNoPause() {
    asking.rules.setMinutesBetween(15);
    asking.out("2026-05-01T09:00", 1);
    assertThat(asking.refusalAt("2026-05-01T09:00")).isNull();
  }

  private static DayRule closed(String from, String until) {
    return DayRule.newBuilder()
        .setFromDay(Asking.day(from))
        .setUntilDay(Asking.day(until))
        .setClosed(true)
        .build();
  }

  private static DayRule special(String date, int from, int until) {
    return DayRule.newBuilder()
        .setFromDay(Asking.day(date))
        .setUntilDay(Asking.day(date))
        .setOpenFromMinute(from)
        .setOpenUntilMinute(until)
        .build();
  }
}
