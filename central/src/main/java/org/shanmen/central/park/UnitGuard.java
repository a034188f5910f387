package org.shanmen.central.park;

import static org.shanmen.central.db.tables.Tables.OPERATING_UNIT;
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
import org.jooq.impl.DSL;
import org.shanmen.central.db.Database;
import org.shanmen.central.web.Permission.UnitScope;
import org.shanmen.central.web.UnitWall;

/**
 * Whose takings something is: a ticket is of the operating unit of its type, a sale of the units of
 * all its tickets. What belongs to no unit is the park's own, and nothing for people who are bound
 * to units.
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
                  tickets(
                      sql,
                      units,
                      TICKET.ORDER_ID.in(
                          DSL.select(TICKET_ORDER.ID)
                              .from(TICKET_ORDER)
                              .where(TICKET_ORDER.NUMBER.eq(path.get("number"))))));
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

  private static boolean tickets(DSLContext sql, Set<String> units, Condition which) {
    return !sql.fetchExists(
        sql.selectOne()
            .from(TICKET)
            .join(TICKET_TYPE)
            .on(TICKET_TYPE.ID.eq(TICKET.TICKET_TYPE_ID))
            .leftJoin(OPERATING_UNIT)
            .on(OPERATING_UNIT.ID.eq(TICKET_TYPE.UNIT_ID))
            .where(which)
            .and(OPERATING_UNIT.CODE.isNull().or(OPERATING_UNIT.CODE.notIn(units))));
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
