package org.shanmen.central.park;

import static org.shanmen.central.db.tables.Tables.OPERATING_UNIT;
import static org.shanmen.central.db.tables.Tables.ORDER_LINE;
import static org.shanmen.central.db.tables.Tables.REFUND_REQUEST;
import static org.shanmen.central.db.tables.Tables.REFUND_REQUEST_TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_ORDER;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.shanmen.central.db.Database;
import org.shanmen.central.web.Permission.UnitScope;
import org.shanmen.central.web.UnitWall;

/**
 * Whose takings something is: a ticket is of the operating unit of its type, an order of the units
 * of all its tickets or, while there are none, its lines. What belongs to no unit is the park's
 * own, and nothing for people who are bound to units.
 */
public final class UnitGuard implements UnitWall {
  private final Database database;

  public UnitGuard(Database database) {
    this.database = database;
  }

  @Override
  public Future<Boolean> within(
      Set<String> units, UnitScope scope, Map<String, String> path, JsonObject body) {
    return switch (scope) {
      case OWN -> Future.succeededFuture(true);
      case TICKET ->
          database.read(
              sql ->
                  tickets(sql, units, TICKET.NUMBER.eq(path.get("number")))
                      && types(sql, units).containsAll(named(body)));
      case SALE ->
          database.read(
              sql ->
                  !sql.fetchExists(
                          TICKET_ORDER,
                          TICKET_ORDER.NUMBER.eq(path.get("number")).and(DSL.not(orders(units))))
                      && types(sql, units).containsAll(named(body)));
      case REQUEST ->
          database.read(sql -> tickets(sql, units, TICKET.ID.in(requested(path.get("id")))));
      case LINES -> database.read(sql -> types(sql, units).containsAll(named(body)));
    };
  }

  /** Codes of the ticket types of some units. */
  public static Set<String> types(DSLContext sql, Set<String> units) {
    return sql.select(TICKET_TYPE.CODE)
        .from(TICKET_TYPE)
        .join(OPERATING_UNIT)
        .on(OPERATING_UNIT.ID.eq(TICKET_TYPE.UNIT_ID))
        .where(OPERATING_UNIT.CODE.in(units))
        .fetchSet(TICKET_TYPE.CODE);
  }

  /**
   * What is of somebody's units; all of it, if he is bound to none.
   *
   * @param all objects that name their {@code ticket_type}
   */
  public static JsonArray own(DSLContext sql, Set<String> units, JsonArray all) {
    if (units.isEmpty()) {
      return all;
    }
    var types = types(sql, units);
    return all.stream()
        .map(JsonObject.class::cast)
        .filter(one -> types.contains(one.getString("ticket_type")))
        .collect(JsonArray::new, JsonArray::add, JsonArray::addAll);
  }

  /** Orders of some units, of {@code TICKET_ORDER}. */
  public static Condition orders(Set<String> units) {
    var ofOrder = TICKET.ORDER_ID.eq(TICKET_ORDER.ID);
    return DSL.notExists(foreignTickets(units, ofOrder))
        .and(
            DSL.exists(DSL.selectOne().from(TICKET).where(ofOrder))
                .or(DSL.notExists(foreignLines(units))));
  }

  /** Refund requests of some units, of {@code REFUND_REQUEST}. */
  public static Condition requests(Set<String> units) {
    return DSL.notExists(
        foreignTickets(
            units,
            TICKET.ID.in(
                DSL.select(REFUND_REQUEST_TICKET.TICKET_ID)
                    .from(REFUND_REQUEST_TICKET)
                    .where(REFUND_REQUEST_TICKET.REQUEST_ID.eq(REFUND_REQUEST.ID)))));
  }

  private static Select<Record1<Long>> requested(String id) {
    return DSL.select(REFUND_REQUEST_TICKET.TICKET_ID)
        .from(REFUND_REQUEST_TICKET)
        .where(REFUND_REQUEST_TICKET.REQUEST_ID.eq(Long.parseLong(id)));
  }

  private static boolean tickets(DSLContext sql, Set<String> units, Condition which) {
    return !sql.fetchExists(foreignTickets(units, which));
  }

  private static Select<?> foreignTickets(Set<String> units, Condition which) {
    return DSL.selectOne()
        .from(TICKET)
        .join(TICKET_TYPE)
        .on(TICKET_TYPE.ID.eq(TICKET.TICKET_TYPE_ID))
        .where(which)
        .and(isForeign(units));
  }

  private static Select<?> foreignLines(Set<String> units) {
    return DSL.selectOne()
        .from(ORDER_LINE)
        .join(TICKET_TYPE)
        .on(TICKET_TYPE.ID.eq(ORDER_LINE.TICKET_TYPE_ID))
        .where(ORDER_LINE.ORDER_ID.eq(TICKET_ORDER.ID))
        .and(isForeign(units));
  }

  /** Of {@code TICKET_TYPE}: it is another unit's, or the park's own. */
  private static Condition isForeign(Set<String> units) {
    return TICKET_TYPE
        .UNIT_ID
        .isNull()
        .or(
            TICKET_TYPE.UNIT_ID.notIn(
                DSL.select(OPERATING_UNIT.ID)
                    .from(OPERATING_UNIT)
                    .where(OPERATING_UNIT.CODE.in(units))));
  }

  /** The ticket types that lines of a sale, or the body itself, name. */
  private static Set<String> named(JsonObject body) {
    var types = new HashSet<String>();
    if (body.getValue("ticket_type") instanceof String type) {
      types.add(type);
    }
    for (Object line : body.getJsonArray("lines", new JsonArray())) {
      if (line instanceof JsonObject one && one.getValue("ticket_type") instanceof String type) {
        types.add(type);
      }
    }
    return types;
  }
}
