package org.shanmen.central.report;

import static org.shanmen.central.db.tables.Tables.OPERATING_UNIT;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE;

import java.util.Set;
import java.util.TreeSet;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.shanmen.central.money.Shifts;
import org.shanmen.central.web.Actor;

/**
 * Whose takings somebody is told of: the whole park's, or those of the operating units to which he
 * is bound.
 *
 * @param units codes; none: the whole park
 */
record Scope(Set<String> units) {
  static final Scope PARK = new Scope(Set.of());

  static Scope of(Actor actor) {
    return new Scope(actor.units());
  }

  boolean isPark() {
    return units.isEmpty();
  }

  /** What is of ticket types of his units; {@code TICKET_TYPE} must be joined. */
  Condition types() {
    return isPark()
        ? DSL.noCondition()
        : TICKET_TYPE.UNIT_ID.in(
            DSL.select(OPERATING_UNIT.ID)
                .from(OPERATING_UNIT)
                .where(OPERATING_UNIT.CODE.in(units)));
  }

  /** What went through drawers at windows of his units; {@code SHIFT} must be joined. */
  Condition drawers() {
    return Shifts.ofUnits(units);
  }

  /** Says on the report that it is not the whole park's. */
  Report noted(Report report, String zh, String en) {
    String names = String.join(", ", new TreeSet<>(units));
    return isPark() ? report : report.noting(zh.formatted(names), en.formatted(names));
  }

  /** The same for one that goes by ticket types. */
  Report noted(Report report) {
    return noted(report, "仅含经营单位 %s 的票种。", "Only ticket types of the operating units %s.");
  }
}
