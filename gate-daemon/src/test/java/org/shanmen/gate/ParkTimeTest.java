package org.shanmen.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.protocol.wire.ClockQuality.HELD;
import static org.shanmen.protocol.wire.ClockQuality.LINKED;
import static org.shanmen.protocol.wire.ClockQuality.LOCAL;
import static org.shanmen.protocol.wire.ClockQuality.LOWER_BOUND;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shanmen.protocol.wire.ClockQuality;
import org.shanmen.protocol.wire.Event;

class ParkTimeTest {
  private static final long NINE = Instant.parse("2026-05-01T01:00:00Z").toEpochMilli();
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private long nanos = 5_000_000_000L;
  private long wall = NINE;
  private OptionalLong offset = OptionalLong.empty();
  private ParkTime time = booted();

  private ParkTime booted() {
    return new ParkTime(() -> nanos, () -> Instant.ofEpochMilli(wall), () -> offset);
  }

  @Test
  void withoutTheCentreItIsTheMachinesOwnTime() {
    assertNow(NINE, LOCAL);
    goBy(HOUR);
    assertNow(NINE + HOUR, LOCAL);
    // Somebody set it right, or a time server did.
    wall += 24 * HOUR;
    assertNow(NINE + 25 * HOUR, LOCAL);
  }

  @Test
  void withTheCentreItIsTheCentresTime() {
    linkUp(2 * HOUR);
    assertNow(NINE + 2 * HOUR, LINKED);
    goBy(1_000);
    offset = OptionalLong.of(2 * HOUR + 30);
    assertNow(NINE + 2 * HOUR + 1_030, LINKED);
  }

  @Test
  void withoutTheLinkItGoesOnEvenly() {
    linkUp(2 * HOUR);
    time.now();
    time.online(false);
    goBy(10 * HOUR);
    assertNow(NINE + 12 * HOUR, HELD);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, -1, 24, -24, 366 * 24, -366 * 24})
  void aClockThatIsSetWithoutTheLinkChangesNothing(long hours) {
    linkUp(0);
    time.now();
    time.online(false);
    goBy(HOUR);
    wall += hours * HOUR;
    assertNow(NINE + HOUR, HELD);
    goBy(HOUR);
    assertNow(NINE + 2 * HOUR, HELD);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, -1, 24, -24, 366 * 24, -366 * 24})
  void aClockThatIsSetWithTheLinkUpIsHeldUntilItIsMeasured(long hours) {
    linkUp(0);
    time.now();
    goBy(500);
    wall += hours * HOUR;
    assertNow(NINE + 500, HELD);
    goBy(500);
    offset = OptionalLong.of(-hours * HOUR);
    assertNow(NINE + 1_000, LINKED);
  }

  @Test
  void aCentreWhoseClockWasSetIsBelievedAfterAWhile() {
    linkUp(0);
    time.now();
    offset = OptionalLong.of(3 * HOUR);
    assertNow(NINE, HELD);
    goBy(Limits.CLOCK_BELIEVED_MILLIS - 1);
    assertNow(NINE + Limits.CLOCK_BELIEVED_MILLIS - 1, HELD);
    goBy(1);
    assertNow(NINE + 3 * HOUR + Limits.CLOCK_BELIEVED_MILLIS, LINKED);
  }

  @Test
  void aBoardWithoutAClockKnowsThatItIsLaterThanTheJournal() {
    wall = 0;
    time = booted();
    time.journaled(event(NINE - HOUR, HELD));
    time.journaled(event(NINE, LINKED));
    time.journaled(event(NINE - 2 * HOUR, LINKED));
    assertNow(NINE, LOWER_BOUND);
    goBy(HOUR);
    assertNow(NINE + HOUR, LOWER_BOUND);
    // The time server answers.
    wall = NINE + 8 * HOUR;
    assertNow(NINE + 8 * HOUR, LOCAL);
    linkUp(0);
    assertNow(NINE + 8 * HOUR, LINKED);
  }

  @Test
  void aWrongTimeThatWasJournaledBindsNobody() {
    time.journaled(event(NINE + 9_000 * HOUR, LOCAL));
    time.journaled(event(NINE + 9_000 * HOUR, LOWER_BOUND));
    time.journaled(event(NINE + 9_000 * HOUR, ClockQuality.CLOCK_QUALITY_UNSPECIFIED));
    assertNow(NINE, LOCAL);
  }

  private void linkUp(long offsetMillis) {
    offset = OptionalLong.of(offsetMillis);
    time.online(true);
  }

  private void goBy(long millis) {
    nanos += millis * 1_000_000L;
    wall += millis;
  }

  private void assertNow(long millis, ClockQuality quality) {
    assertThat(time.now()).isEqualTo(new ParkTime.Reading(millis, quality));
  }

  private static Event event(long atMillis, ClockQuality quality) {
    return Event.newBuilder().setAtMillis(atMillis).setClock(quality).build();
  }
}
