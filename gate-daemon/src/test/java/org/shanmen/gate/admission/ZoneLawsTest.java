package org.shanmen.gate.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.protocol.wire.Reason.DAILY_LIMIT;
import static org.shanmen.protocol.wire.Reason.EXPIRED;
import static org.shanmen.protocol.wire.Reason.NOT_YET_VALID;
import static org.shanmen.protocol.wire.Reason.OUTSIDE_HOURS;
import static org.shanmen.protocol.wire.Reason.TOO_SOON;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Question;
import org.shanmen.protocol.wire.Reason;
import org.shanmen.protocol.wire.Use;

/**
 * Laws of time in real zones, near both changes of their clocks, month ends, a leap day and
 * midnight: what the clock on the wall and the calendar beside it show decides, and pauses are real
 * time. Lord Howe's clocks change by half an hour, Shanghai's not at all.
 */
class ZoneLawsTest {
  private static final List<String> ZONES =
      List.of(
          "Australia/Melbourne",
          "Europe/Berlin",
          "America/New_York",
          "Asia/Shanghai",
          "Australia/Lord_Howe");

  private static final List<String> DAYS =
      List.of("2026-01-31", "2026-04-30", "2026-12-31", "2027-02-28", "2028-02-28", "2028-02-29");

  private static final long LOOK_MILLIS = 7 * 60_000L;
  private static final long DAY_MILLIS = 86_400_000L;

  /**
   * @param millis of an instant within some days of something remarkable
   */
  private record Moment(String zone, long millis) {
    ZonedDateTime local() {
      return Instant.ofEpochMilli(millis).atZone(ZoneId.of(zone));
    }

    LocalDate date() {
      return local().toLocalDate();
    }

    int minute() {
      return local().getHour() * 60 + local().getMinute();
    }

    Moment plus(long more) {
      return new Moment(zone, millis + more);
    }
  }

  @Property
  void hoursAreOpenWheneverTheClockOnTheWallShowsThem(
      @ForAll("moments") Moment now,
      @ForAll @IntRange(max = 1439) int from,
      @ForAll @IntRange(max = 1439) int until) {
    var asked = asking(now);
    asked.rules.setOpenFromMinute(from).setOpenUntilMinute(until);
    int minute = now.minute();
    boolean shown =
        from == until
            || (from < until ? from <= minute && minute < until : from <= minute || minute < until);
    assertThat(reason(asked.question, now)).isEqualTo(shown ? null : OUTSIDE_HOURS);
  }

  @Property
  void hoursBehindMidnightAreOfTheWeekdayBefore(
      @ForAll("moments") Moment now, @ForAll @IntRange(max = 6) int weekday) {
    var asked = asking(now);
    asked.rules.setWeekdays(1 << weekday).setOpenFromMinute(18 * 60).setOpenUntilMinute(4 * 60);
    boolean late = now.minute() < 4 * 60;
    int day = now.date().minusDays(late ? 1 : 0).getDayOfWeek().getValue() - 1;
    boolean shown = day == weekday && (late || now.minute() >= 18 * 60);
    assertThat(reason(asked.question, now)).isEqualTo(shown ? null : OUTSIDE_HOURS);
  }

  @Property
  void anEntryCountsOnTheLocalDayOnWhichItWas(
      @ForAll("moments") Moment entered, @ForAll("spans") long later) {
    var now = entered.plus(later);
    var asked = asking(now);
    asked.rules.setEntriesPerDay(1);
    enter(asked.question, entered);
    boolean sameDay = entered.date().equals(now.date());
    assertThat(reason(asked.question, now)).isEqualTo(sameDay ? DAILY_LIMIT : null);
  }

  @Property
  void daysFromTheFirstUseEndAtMidnightOnTheWall(
      @ForAll("moments") Moment first,
      @ForAll("spans") long later,
      @ForAll @IntRange(min = 1, max = 3) int days) {
    var now = first.plus(later);
    var asked = asking(now);
    asked.rules.setDaysFromFirstUse(days);
    enter(asked.question, first);
    boolean over = !now.date().isBefore(first.date().plusDays(days));
    assertThat(reason(asked.question, now)).isEqualTo(over ? EXPIRED : null);
  }

  @Property
  void aTicketOfSomeDaysHoldsOnTheseAndOnNoOther(
      @ForAll("moments") Moment now,
      @ForAll @IntRange(min = -2, max = 2) int from,
      @ForAll @IntRange(max = 2) int days) {
    var asked = asking(now);
    var zone = ZoneId.of(now.zone());
    var begin = now.date().plusDays(from);
    var end = begin.plusDays(days + 1L);
    asked
        .right
        .setValidFrom(begin.atStartOfDay(zone).toEpochSecond())
        .setValidUntil(end.atStartOfDay(zone).toEpochSecond());
    Reason expected =
        now.date().isBefore(begin) ? NOT_YET_VALID : now.date().isBefore(end) ? null : EXPIRED;
    assertThat(reason(asked.question, now)).isEqualTo(expected);
  }

  @Property
  void aPauseIsRealTimeWhateverTheClocksDo(
      @ForAll("moments") Moment entered,
      @ForAll @IntRange(min = 1, max = 240) int minutes,
      @ForAll @IntRange(max = 300) int laterMinutes) {
    var now = entered.plus(Duration.ofMinutes(laterMinutes).toMillis());
    var asked = asking(now);
    asked.rules.setMinutesBetween(minutes);
    enter(asked.question, entered);
    assertThat(reason(asked.question, now)).isEqualTo(laterMinutes < minutes ? TOO_SOON : null);
  }

  /**
   * The refusal that says from when it will be otherwise is right to the millisecond, and nobody
   * would have got in before.
   */
  @Property
  void whoComesBackWhenHeWasToldToGetsIn(
      @ForAll("moments") Moment now,
      @ForAll("minutes") int from,
      @ForAll @IntRange(max = 1439) int until) {
    var asked = asking(now);
    asked.rules.setOpenFromMinute(from).setOpenUntilMinute(until);
    if (Admission.decide(at(asked.question, now)) instanceof Decision.Refuse refusal
        && refusal.fromMillis() != 0) {
      var then = new Moment(now.zone(), refusal.fromMillis());
      assertThat(reason(asked.question, then)).isNull();
      assertThat(reason(asked.question, then.plus(-1))).isEqualTo(OUTSIDE_HOURS);
      for (var at = now; at.millis() < then.millis(); at = at.plus(LOOK_MILLIS)) {
        assertThat(reason(asked.question, at)).isEqualTo(OUTSIDE_HOURS);
      }
    }
  }

  /** A ticket that is good for years, at an entry of the park. */
  private static Asking asking(Moment now) {
    return Asking.in(now.zone()).valid("2025-01-01T00:00", "2030-01-01T00:00");
  }

  private static void enter(Question.Builder question, Moment at) {
    question.addUses(
        Use.newBuilder()
            .setRight(Asking.RIGHT)
            .setSequence(1)
            .setPeople(1)
            .setAtMillis(at.millis())
            .setDirection(Direction.IN)
            .setArea(Asking.AREA)
            .setCheckPoint(Asking.CHECK_POINT));
  }

  private static Question at(Question.Builder question, Moment now) {
    return question.setNowMillis(now.millis()).build();
  }

  /** Null: he gets in. */
  private static Reason reason(Question.Builder question, Moment now) {
    return Admission.decide(at(question, now)) instanceof Decision.Refuse refusal
        ? refusal.reason()
        : null;
  }

  // ---- Moments ----

  /** Near a clock change, or near midnight of a remarkable day; often to the minute. */
  @Provide
  Arbitrary<Moment> moments() {
    return Arbitraries.of(ZONES)
        .flatMap(
            zone ->
                Combinators.combine(Arbitraries.of(remarkable(ZoneId.of(zone))), aside())
                    .as((millis, aside) -> new Moment(zone, millis + aside)));
  }

  private static List<Long> remarkable(ZoneId zone) {
    var found = new ArrayList<Long>();
    for (String day : DAYS) {
      found.add(midnightAfter(LocalDate.parse(day), zone));
    }
    var until = LocalDate.of(2029, 1, 1).atTime(LocalTime.NOON).atZone(zone).toInstant();
    var rules = zone.getRules();
    var change = rules.nextTransition(Instant.parse("2026-01-01T00:00:00Z"));
    while (change != null && change.getInstant().isBefore(until)) {
      found.add(change.getInstant().toEpochMilli());
      found.add(midnightAfter(change.getDateTimeBefore().toLocalDate(), zone));
      change = rules.nextTransition(change.getInstant());
    }
    return found;
  }

  private static long midnightAfter(LocalDate day, ZoneId zone) {
    return day.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli();
  }

  private static Arbitrary<Long> aside() {
    return Arbitraries.oneOf(
        Arbitraries.of(-1L, 0L, 1L, -60_000L, 59_999L, 60_000L),
        Arbitraries.longs().between(-4 * 60, 4 * 60).map(minutes -> minutes * 60_000L),
        Arbitraries.longs().between(-2 * DAY_MILLIS, 2 * DAY_MILLIS));
  }

  /** Of a day; often of the hours in which clocks are changed. */
  @Provide
  Arbitrary<Integer> minutes() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(0, 1439), Arbitraries.integers().between(90, 210));
  }

  @Provide
  Arbitrary<Long> spans() {
    return Arbitraries.oneOf(
        Arbitraries.of(0L, 1L, DAY_MILLIS - 1, DAY_MILLIS, 23 * 3_600_000L, 25 * 3_600_000L),
        Arbitraries.longs().between(0, 4 * DAY_MILLIS));
  }
}
