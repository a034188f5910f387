package org.shanmen.central.park;

import static org.shanmen.central.db.tables.Tables.AREA;
import static org.shanmen.central.db.tables.Tables.CHECK_POINT;
import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.GATE_COUNT;
import static org.shanmen.central.db.tables.Tables.GATE_STAY;
import static org.shanmen.central.db.tables.Tables.OPERATING_UNIT;
import static org.shanmen.central.db.tables.Tables.PERSON_UNIT;
import static org.shanmen.central.db.tables.Tables.POSTING_SHARE;
import static org.shanmen.central.db.tables.Tables.SALES_POINT;
import static org.shanmen.central.db.tables.Tables.SALES_WINDOW;
import static org.shanmen.central.db.tables.Tables.SHIFT;
import static org.shanmen.central.db.tables.Tables.TICKET_SHARE;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE_AREA;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE_CHECK_POINT;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE_FEE;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE_PART;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.shanmen.central.web.Refused;

/**
 * Takes units, sales points, windows, areas and check points away, as long as nothing hangs on
 * them: what was sold at a window or counted at a check point is told by it for good. Methods take
 * the caller's transaction and block.
 */
final class PlaceRemoval {
  /** Something that names what is to be taken away. */
  private record Hanging(TableField<?, Integer> by, Condition which, String zh, String en) {
    Hanging(TableField<?, Integer> by, String zh, String en) {
      this(by, DSL.noCondition(), zh, en);
    }
  }

  private PlaceRemoval() {}

  /**
   * @throws Refused if there is no such unit, or something is its own: whoever is bound to it would
   *     be bound to nothing, and so work for the whole park
   */
  static void unit(DSLContext tx, String code) {
    remove(
        tx,
        OPERATING_UNIT.CODE,
        OPERATING_UNIT.ID,
        code,
        new Hanging(TICKET_TYPE.UNIT_ID, "票种", "ticket types"),
        new Hanging(SALES_POINT.UNIT_ID, "售票站点", "sales points"),
        new Hanging(PERSON_UNIT.UNIT_ID, "用户", "users"));
  }

  /**
   * @throws Refused if there is no such sales point, or it has windows
   */
  static void point(DSLContext tx, String code) {
    remove(
        tx,
        SALES_POINT.CODE,
        SALES_POINT.ID,
        code,
        new Hanging(SALES_WINDOW.SALES_POINT_ID, "窗口", "windows"));
  }

  /**
   * @throws Refused if there is no such window, or a shift was ever opened at it
   */
  static void window(DSLContext tx, String code) {
    remove(
        tx, SALES_WINDOW.CODE, SALES_WINDOW.ID, code, new Hanging(SHIFT.WINDOW_ID, "班次", "shifts"));
  }

  /**
   * @throws Refused if there is no such area, or it has check points, or ticket types or what was
   *     booked for tickets name it
   */
  static void area(DSLContext tx, String code) {
    remove(
        tx,
        AREA.CODE,
        AREA.ID,
        code,
        new Hanging(CHECK_POINT.AREA_ID, "检票点", "check points"),
        new Hanging(TICKET_TYPE_AREA.AREA_ID, "票种", "ticket types"),
        new Hanging(TICKET_TYPE_PART.AREA_ID, "票种", "ticket types"),
        new Hanging(TICKET_TYPE_FEE.AREA_ID, "票种", "ticket types"),
        new Hanging(TICKET_SHARE.AREA_ID, "已售门票的分账", "shares of tickets that were sold"),
        new Hanging(POSTING_SHARE.AREA_ID, "账目", "money that was booked"));
  }

  /**
   * @throws Refused if there is no such check point, or it has gates, or ever counted anybody, or
   *     ticket types name it
   */
  static void checkPoint(DSLContext tx, String code) {
    remove(
        tx,
        CHECK_POINT.CODE,
        CHECK_POINT.ID,
        code,
        new Hanging(GATE.CHECK_POINT_ID, GATE.RETIRED_AT.isNull(), "闸机或手持机", "gates or handhelds"),
        new Hanging(
            GATE.CHECK_POINT_ID, GATE.RETIRED_AT.isNotNull(), "原有闸机的记录", "records of former gates"),
        new Hanging(GATE_STAY.CHECK_POINT_ID, "原有闸机的记录", "records of former gates"),
        new Hanging(GATE_COUNT.CHECK_POINT_ID, "通行记录", "passes that reports tell of"),
        new Hanging(TICKET_TYPE_CHECK_POINT.CHECK_POINT_ID, "票种", "ticket types"));
  }

  private static void remove(
      DSLContext tx,
      TableField<?, String> codes,
      TableField<?, Integer> ids,
      String code,
      Hanging... all) {
    Table<?> table = ids.getTable();
    // Nobody hangs anything on it meanwhile.
    int id =
        tx.select(ids)
            .from(table)
            .where(codes.eq(code))
            .forUpdate()
            .fetchOptional(ids)
            .orElseThrow(() -> Refused.notFound("没有 " + code, "there is no " + code));
    var hanging =
        Stream.of(all)
            .filter(one -> tx.fetchExists(one.by().getTable(), one.by().eq(id).and(one.which())))
            .toList();
    if (!hanging.isEmpty()) {
      throw Refused.conflict(
          "%s 仍有：%s".formatted(code, words(hanging, Hanging::zh, "、")),
          "%s still has %s".formatted(code, words(hanging, Hanging::en, ", ")));
    }
    tx.deleteFrom(table).where(ids.eq(id)).execute();
  }

  private static String words(
      List<Hanging> hanging, Function<Hanging, String> word, String between) {
    return hanging.stream().map(word).distinct().collect(Collectors.joining(between));
  }
}
