package org.shanmen.central.report;

import static org.shanmen.central.db.tables.Tables.POSTING_LINE;
import static org.shanmen.central.db.tables.Tables.POSTING_SHARE;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE_AREA;

import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * Lines of the ledger as reports sum them: each as it was booked, or split over areas. Both come to
 * the same fen.
 */
final class Lines {
  private static final String NAME = "line";
  static final Field<Long> POSTING_ID = DSL.field(DSL.name(NAME, "posting_id"), Long.class);
  static final Field<String> ACCOUNT = DSL.field(DSL.name(NAME, "account"), String.class);
  static final Field<Integer> TYPE = DSL.field(DSL.name(NAME, "ticket_type_id"), Integer.class);
  static final Field<Long> FEN = DSL.field(DSL.name(NAME, "fen"), Long.class);

  /** Null: of no single area. Only of lines that are split. */
  static final Field<Integer> AREA = DSL.field(DSL.name(NAME, "area_id"), Integer.class);

  private Lines() {}

  static Table<?> whole() {
    return DSL.select(
            POSTING_LINE.POSTING_ID.as(POSTING_ID),
            POSTING_LINE.ACCOUNT.as(ACCOUNT),
            POSTING_LINE.TICKET_TYPE_ID.as(TYPE),
            POSTING_LINE.FEN.as(FEN))
        .from(POSTING_LINE)
        .asTable(NAME);
  }

  /**
   * A package's as they were split when they were booked; those of a type that opens one area only
   * are that area's.
   */
  static Table<?> byArea() {
    var only =
        DSL.select(TICKET_TYPE_AREA.TICKET_TYPE_ID, DSL.min(TICKET_TYPE_AREA.AREA_ID).as("area_id"))
            .from(TICKET_TYPE_AREA)
            .groupBy(TICKET_TYPE_AREA.TICKET_TYPE_ID)
            .having(DSL.count().eq(1))
            .asTable("only_area");
    return DSL.select(
            POSTING_LINE.POSTING_ID.as(POSTING_ID),
            POSTING_LINE.ACCOUNT.as(ACCOUNT),
            POSTING_LINE.TICKET_TYPE_ID.as(TYPE),
            DSL.coalesce(POSTING_SHARE.FEN, POSTING_LINE.FEN).as(FEN),
            DSL.coalesce(POSTING_SHARE.AREA_ID, only.field("area_id", Integer.class)).as(AREA))
        .from(POSTING_LINE)
        .leftJoin(POSTING_SHARE)
        .on(POSTING_SHARE.POSTING_ID.eq(POSTING_LINE.POSTING_ID))
        .and(POSTING_SHARE.POSITION.eq(POSTING_LINE.POSITION))
        .leftJoin(only)
        .on(only.field(TICKET_TYPE_AREA.TICKET_TYPE_ID).eq(POSTING_LINE.TICKET_TYPE_ID))
        .asTable(NAME);
  }
}
