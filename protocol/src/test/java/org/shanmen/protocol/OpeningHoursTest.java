package org.shanmen.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shanmen.protocol.wire.DayRule;
import org.shanmen.protocol.wire.TicketTemplate;

class OpeningHoursTest {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final TicketTemplate.Builder NIGHT =
      TicketTemplate.newBuilder().setOpenFromMinute(18 * 60).setOpenUntilMinute(2 * 60);

  @ParameterizedTest
  @CsvSource({
    "2026-05-01T17:59, 2026-05-01",
    "2026-05-01T18:00, 2026-05-01",
    "2026-05-02T00:00, 2026-05-01",
    "2026-05-02T01:59, 2026-05-01",
    "2026-05-02T02:00, 2026-05-02",
    "2026-05-02T21:00, 2026-05-02",
  })
  void aVisitByNightBelongsToTheDayOnWhichTheHoursBegan(LocalDateTime at, LocalDate day) {
    assertThat(dayOf(NIGHT.build(), at)).isEqualTo(day);
  }

  @Test
  void withoutHoursEveryMidnightBeginsADay() {
    var at = LocalDateTime.parse("2026-05-02T00:00");
    assertThat(dayOf(TicketTemplate.getDefaultInstance(), at)).isEqualTo("2026-05-02");
  }

  @Test
  void aSpecialDaysNightIsItsOwn() {
    long may1 = LocalDate.parse("2026-05-01").toEpochDay();
    var rule =
        DayRule.newBuilder()
            .setFromDay((int) may1)
            .setUntilDay((int) may1)
            .setOpenFromMinute(20 * 60)
            .setOpenUntilMinute(60);
    var template = TicketTemplate.newBuilder().addDayRules(rule).build();
    // From midnight on the next day's own hours hold as well: they last all day.
    assertThat(dayOf(template, LocalDateTime.parse("2026-05-02T00:30"))).isEqualTo("2026-05-02");
    var byDay = template.toBuilder().setOpenFromMinute(8 * 60).setOpenUntilMinute(18 * 60).build();
    assertThat(dayOf(byDay, LocalDateTime.parse("2026-05-02T00:30"))).isEqualTo("2026-05-01");
    assertThat(dayOf(byDay, LocalDateTime.parse("2026-05-03T00:30"))).isEqualTo("2026-05-03");
  }

  private static LocalDate dayOf(TicketTemplate template, LocalDateTime at) {
    return new OpeningHours(template, ZONE).dayOf(at.atZone(ZONE).toInstant().toEpochMilli());
  }
}
