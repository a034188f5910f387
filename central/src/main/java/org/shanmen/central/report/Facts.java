package org.shanmen.central.report;

import static org.shanmen.central.db.tables.Tables.POSTING;
import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_ORDER;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.shanmen.central.money.Posting;

/**
 * Everything that a sales report sums, under one roof: lines of the ledger, tickets sold, tickets
 * given back; each with when, by whom, in which shift, and of which type.
 */
final class Facts {
  static final String NAME = "fact";
  static final Field<OffsetDateTime> AT = DSL.field(DSL.name(NAME, "at"), OffsetDateTime.class);
  static final Field<Integer> PERSON = DSL.field(DSL.name(NAME, "person_id"), Integer.class);
  static final Field<Long> SHIFT = DSL.field(DSL.name(NAME, "shift_id"), Long.class);
  static final Field<Long> ORDER_ID = DSL.field(DSL.name(NAME, "order_id"), Long.class);
  static final Field<Integer> TYPE = DSL.field(DSL.name(NAME, "ticket_type_id"), Integer.class);

  /** Only of money by area; null: of no single one. */
  static final Field<Integer> AREA = DSL.field(DSL.name(NAME, "area_id"), Integer.class);

  private Facts() {}

  /** A derived table of the fields above and of each measure's. */
  static Table<?> of(Period period, List<Measure> measures) {
    return lines(Lines.whole(), period, measures)
        .unionAll(sold(period, measures))
        .unionAll(refunded(period, measures))
        .asTable(NAME);
  }

  /**
   * The same, and the area; a package's money is split.
   *
   * @param measures of money
   */
  static Table<?> byArea(Period period, List<Measure> measures) {
    return lines(Lines.byArea(), period, measures, Lines.AREA.as(AREA)).asTable(NAME);
  }

  private static Select<Record> lines(
      Table<?> lines, Period period, List<Measure> measures, SelectField<?>... more) {
    var keys =
        new ArrayList<SelectField<?>>(
            List.of(
                POSTING.AT.as(AT),
                POSTING.PERSON_ID.as(PERSON),
                POSTING.SHIFT_ID.as(SHIFT),
                POSTING.ORDER_ID.as(ORDER_ID),
                Lines.TYPE.as(TYPE)));
    keys.addAll(List.of(more));
    return DSL.select(each(measures, Measure::ofLine, keys.toArray(SelectField[]::new)))
        .from(POSTING)
        .join(lines)
        .on(Lines.POSTING_ID.eq(POSTING.ID))
        .where(period.holds(POSTING.AT));
  }

  /** Under the type as which each was sold: an exchange sells nothing. */
  private static Select<Record> sold(Period period, List<Measure> measures) {
    return DSL.select(
            each(
                measures,
                Measure::ofSold,
                TICKET_ORDER.PAID_AT.as(AT),
                TICKET_ORDER.PAID_BY.as(PERSON),
                TICKET_ORDER.SHIFT_ID.as(SHIFT),
                TICKET_ORDER.ID.as(ORDER_ID),
                DSL.coalesce(TICKET.SOLD_AS, TICKET.TICKET_TYPE_ID).as(TYPE)))
        .from(TICKET_ORDER)
        .join(TICKET)
        .on(TICKET.ORDER_ID.eq(TICKET_ORDER.ID))
        .where(period.holds(TICKET_ORDER.PAID_AT));
  }

  private static Select<Record> refunded(Period period, List<Measure> measures) {
    return DSL.select(
            each(
                measures,
                Measure::ofRefunded,
                TICKET.REFUNDED_AT.as(AT),
                TICKET.REFUNDED_BY.as(PERSON),
                POSTING.SHIFT_ID.as(SHIFT),
                TICKET.ORDER_ID.as(ORDER_ID),
                TICKET.TICKET_TYPE_ID.as(TYPE)))
        .from(TICKET)
        .leftJoin(POSTING)
        .on(
            POSTING
                .TICKET_ID
                .eq(TICKET.ID)
                .and(POSTING.KIND.in(Posting.Kind.REFUND.name(), Posting.Kind.VOID.name())))
        .where(period.holds(TICKET.REFUNDED_AT));
  }

  private static List<SelectField<?>> each(
      List<Measure> measures, Function<Measure, Field<Long>> what, SelectField<?>... keys) {
    var fields = new ArrayList<SelectField<?>>(List.of(keys));
    measures.forEach(each -> fields.add(what.apply(each).as(each.column().key())));
    return fields;
  }
}
