package org.shanmen.central.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ValidityTest {
  @Test
  void aDayInShanghaiBeginsAtItsMidnight() {
    var day = Validity.of(LocalDate.parse("2026-05-01"), 1, ZoneId.of("Asia/Shanghai"));
    assertThat(day.from()).isEqualTo(Instant.parse("2026-04-30T16:00:00Z"));
    assertThat(day.until()).isEqualTo(Instant.parse("2026-05-01T16:00:00Z"));
  }

  @Test
  void theDayOnWhichTheClocksChangeIsAnHourShorterOrLonger() {
    var melbourne = ZoneId.of("Australia/Melbourne");
    var longer = Validity.of(LocalDate.parse("2026-04-05"), 1, melbourne);
    assertThat(longer.until().getEpochSecond() - longer.from().getEpochSecond()).isEqualTo(90_000);
    var shorter = Validity.of(LocalDate.parse("2026-10-04"), 1, melbourne);
    assertThat(shorter.until().getEpochSecond() - shorter.from().getEpochSecond())
        .isEqualTo(82_800);
  }

  @Test
  void whereMidnightIsSkippedTheDayBeginsAtItsFirstMoment() {
    // Clocks in Santiago went from 24:00 to 01:00 on 2026-09-05.
    var day = Validity.of(LocalDate.parse("2026-09-06"), 1, ZoneId.of("America/Santiago"));
    assertThat(day.from().atZone(day.zone()).toLocalDate()).isEqualTo(day.first());
    assertThat(day.from().minusMillis(1).atZone(day.zone()).toLocalDate())
        .isEqualTo(day.first().minusDays(1));
  }

  @Property
  void consecutiveTicketsLeaveNoGap(
      @ForAll @IntRange(min = 18262, max = 60000) int day,
      @ForAll @IntRange(min = 1, max = 3660) int days) {
    var zone = ZoneId.of("Europe/Lisbon");
    var first = Validity.of(LocalDate.ofEpochDay(day), days, zone);
    var next = Validity.of(first.last().plusDays(1), 1, zone);
    assertThat(next.from()).isEqualTo(first.until());
    assertThat(first.until()).isAfter(first.from());
  }
}
