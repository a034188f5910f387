package org.shanmen.central.report;

import static org.shanmen.central.db.tables.Tables.AREA;
import static org.shanmen.central.db.tables.Tables.PERSON;
import static org.shanmen.central.db.tables.Tables.SALES_POINT;
import static org.shanmen.central.db.tables.Tables.SALES_WINDOW;
import static org.shanmen.central.db.tables.Tables.SHIFT;
import static org.shanmen.central.db.tables.Tables.TICKET_ORDER;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.shanmen.central.paper.Language;
import org.shanmen.central.web.Refused;

/**
 * What rows of sales can be told apart by.
 *
 * @param columns what it shows
 * @param fields one for each column, of {@link Facts} and the tables that are joined to them
 */
record Dimension(String key, List<Column> columns, List<Field<?>> fields) {
  private static final Field<String> EMPTY = DSL.inline("");

  static Dimension ticketType() {
    return new Dimension(
        "ticket_type",
        List.of(
            Column.text("ticket_type", "票种代码", "Type"),
            Column.name("name_zh", "票种", "Ticket type", Language.ZH),
            Column.name("name_en", "票种", "Ticket type", Language.EN)),
        List.of(
            DSL.coalesce(TICKET_TYPE.CODE, EMPTY),
            DSL.coalesce(TICKET_TYPE.NAME_ZH, EMPTY),
            DSL.coalesce(TICKET_TYPE.NAME_EN, EMPTY)));
  }

  static Dimension kind() {
    return new Dimension(
        "kind",
        List.of(Column.code("kind", "票类", "Kind", Codes.TICKET_KIND)),
        List.of(DSL.coalesce(TICKET_TYPE.KIND, EMPTY)));
  }

  static Dimension clerk() {
    return new Dimension(
        "clerk",
        List.of(Column.text("clerk", "工号", "User"), Column.text("clerk_name", "收款员", "Cashier")),
        List.of(DSL.coalesce(PERSON.NAME, EMPTY), DSL.coalesce(PERSON.DISPLAY_NAME, EMPTY)));
  }

  static Dimension channel() {
    return new Dimension(
        "channel",
        List.of(Column.code("channel", "渠道", "Channel", Codes.CHANNEL)),
        List.of(DSL.coalesce(TICKET_ORDER.CHANNEL, EMPTY)));
  }

  /** As whoever opened the shift called it. */
  static Dimension place() {
    return new Dimension(
        "place",
        List.of(Column.text("place", "收款位置", "Place")),
        List.of(DSL.coalesce(SHIFT.PLACE, EMPTY)));
  }

  /** Of the park; empty: of a shift that was opened at none, or of none. */
  static Dimension window() {
    return named(
        "window",
        "窗口",
        "Window",
        List.of(SALES_WINDOW.CODE, SALES_WINDOW.NAME_ZH, SALES_WINDOW.NAME_EN));
  }

  static Dimension salesPoint() {
    return named(
        "sales_point",
        "售票站点",
        "Sales point",
        List.of(SALES_POINT.CODE, SALES_POINT.NAME_ZH, SALES_POINT.NAME_EN));
  }

  /** Only of money that is split by areas. */
  static Dimension area() {
    return named("area", "景点", "Area", List.of(AREA.CODE, AREA.NAME_ZH, AREA.NAME_EN));
  }

  /**
   * @param fields code, name in Chinese, name in English
   */
  private static Dimension named(
      String key, String zh, String en, List<? extends Field<String>> fields) {
    return new Dimension(
        key,
        List.of(
            Column.text(key, zh + "代码", en + " code"),
            Column.name(key + "_zh", zh, en, Language.ZH),
            Column.name(key + "_en", zh, en, Language.EN)),
        fields.stream().<Field<?>>map(field -> DSL.coalesce(field, EMPTY)).toList());
  }

  static Dimension month(ParkTime time) {
    return of(Column.text("month", "月份", "Month"), time.month(Facts.AT));
  }

  static Dimension day(ParkTime time) {
    return of(Column.text("day", "日期", "Day"), time.day(Facts.AT));
  }

  static Dimension weekday(ParkTime time) {
    return of(Column.ordinal("weekday", "星期", "Weekday", Codes.WEEKDAY), time.weekday(Facts.AT));
  }

  static Dimension dayOfMonth(ParkTime time) {
    return of(Column.ordinal("day_of_month", "日", "Day", Map.of()), time.dayOfMonth(Facts.AT));
  }

  static Dimension monthOfYear(ParkTime time) {
    return of(Column.ordinal("month_of_year", "月", "Month", Map.of()), time.monthOfYear(Facts.AT));
  }

  static Dimension hour(ParkTime time) {
    return of(Column.ordinal("hour", "时段", "Hour", Map.of()), time.hour(Facts.AT));
  }

  private static Dimension of(Column column, Field<?> field) {
    return new Dimension(column.key(), List.of(column), List.of(field));
  }

  /** In the order in which they stand in a report. */
  static List<Dimension> all(ParkTime time) {
    return List.of(
        month(time),
        day(time),
        weekday(time),
        hour(time),
        channel(),
        salesPoint(),
        window(),
        place(),
        clerk(),
        area(),
        kind(),
        ticketType());
  }

  /**
   * Those that are asked for.
   *
   * @param keys separated by commas; none: one row for everything
   * @throws Refused if there is no such key
   */
  static List<Dimension> parse(String keys, List<Dimension> all) {
    var wanted =
        Arrays.stream(keys.split(","))
            .map(key -> key.strip().toLowerCase(Locale.ROOT))
            .filter(key -> !key.isEmpty())
            .toList();
    var known = all.stream().map(Dimension::key).toList();
    for (String key : wanted) {
      if (!known.contains(key)) {
        throw Refused.unprocessable(
            "不能按 %s 汇总，可选：%s".formatted(key, String.join("、", known)),
            "nothing is summed by %s: expected %s".formatted(key, String.join(", ", known)));
      }
    }
    return all.stream().filter(each -> wanted.contains(each.key())).toList();
  }
}
