package org.shanmen.central.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shanmen.central.WholeCentre;

class ParkTimeTest {
  private final WholeCentre centre = WholeCentre.shared();

  /** From hour to hour through both changes of the clock in Melbourne, and everywhere else. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Asia/Shanghai",
        "Australia/Melbourne",
        "America/St_Johns",
        "UTC+8",
        "-03:30",
        "Z"
      })
  void theDatabaseReckonsDaysAndHoursAsWeDo(String name) {
    var zone = ZoneId.of(name);
    var time = new ParkTime(zone);
    var fields = new ArrayList<Field<?>>();
    var expected = new ArrayList<Object>();
    for (String change : List.of("2015-04-04T12:30:00Z", "2015-10-03T12:30:00Z")) {
      for (int hour = 0; hour < 8; hour++) {
        var at = Instant.parse(change).plusSeconds(hour * 3600L);
        var field = DSL.inline(OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
        fields.add(time.day(field));
        fields.add(time.hour(field));
        fields.add(time.weekday(field));
        var local = at.atZone(zone);
        expected.add(local.toLocalDate().toString());
        expected.add((long) local.getHour());
        expected.add((long) local.getDayOfWeek().getValue());
      }
    }
    var found = centre.database().query(sql -> sql.select(fields).fetchSingle());
    assertThat(found.intoList()).isEqualTo(expected);
  }

  @Test
  void aDayIsAsLongAsTheClockMakesIt() {
    var melbourne = ZoneId.of("Australia/Melbourne");
    assertThat(hours(LocalDate.of(2015, 4, 5), melbourne)).isEqualTo(25);
    assertThat(hours(LocalDate.of(2015, 10, 4), melbourne)).isEqualTo(23);
  }

  private long hours(LocalDate day, ZoneId zone) {
    var hour = DSL.field(DSL.name("hour"), OffsetDateTime.class);
    var period = new Period(day, day, zone);
    return centre
        .database()
        .query(
            sql ->
                sql.fetchCount(
                    DSL.selectFrom(
                            DSL.table(
                                "generate_series(timestamptz '2015-01-01', timestamptz"
                                    + " '2016-01-01', interval '1 hour') as hour"))
                        .where(period.holds(hour))));
  }
}
