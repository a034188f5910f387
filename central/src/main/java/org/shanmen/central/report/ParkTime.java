package org.shanmen.central.report;

import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jooq.DatePart;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Days and hours of the park's zone, reckoned by the database. An hour that autumn repeats is one
 * hour here.
 */
record ParkTime(ZoneId zone) {
  private Field<LocalDateTime> local(Field<OffsetDateTime> at) {
    // PostgreSQL takes a name such as UTC+8 the other way round: what has no rules goes by seconds.
    return zone.normalized() instanceof ZoneOffset fixed
        ? DSL.field(
            "{0} at time zone make_interval(secs => {1})",
            LocalDateTime.class, at, DSL.inline(fixed.getTotalSeconds()))
        : DSL.field("{0} at time zone {1}", LocalDateTime.class, at, DSL.inline(zone.getId()));
  }

  /** Such as 2026-05-01. */
  Field<String> day(Field<OffsetDateTime> at) {
    return DSL.toChar(local(at), DSL.inline("YYYY-MM-DD"));
  }

  /** Such as 2026-05. */
  Field<String> month(Field<OffsetDateTime> at) {
    return DSL.toChar(local(at), DSL.inline("YYYY-MM"));
  }

  /** 1 is Monday, 7 Sunday. */
  Field<Long> weekday(Field<OffsetDateTime> at) {
    return DSL.extract(local(at), DatePart.ISO_DAY_OF_WEEK).cast(SQLDataType.BIGINT);
  }

  /** 1 to 31. */
  Field<Long> dayOfMonth(Field<OffsetDateTime> at) {
    return DSL.extract(local(at), DatePart.DAY).cast(SQLDataType.BIGINT);
  }

  /** 1 to 12. */
  Field<Long> monthOfYear(Field<OffsetDateTime> at) {
    return DSL.extract(local(at), DatePart.MONTH).cast(SQLDataType.BIGINT);
  }

  /** 0 to 23. */
  Field<Long> hour(Field<OffsetDateTime> at) {
    return DSL.extract(local(at), DatePart.HOUR).cast(SQLDataType.BIGINT);
  }

  /** 2026-05-01 09:30:00. */
  Field<String> clock(Field<OffsetDateTime> at) {
    return DSL.toChar(local(at), DSL.inline("YYYY-MM-DD HH24:MI:SS"));
  }
}
