package org.shanmen.central.money;

import static org.shanmen.central.db.tables.Tables.PERSON;
import static org.shanmen.central.db.tables.Tables.POSTING;
import static org.shanmen.central.db.tables.Tables.SHIFT;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.shanmen.central.db.Database;
import org.shanmen.central.people.Audit;
import org.shanmen.central.web.Call;
import org.shanmen.central.web.Days;
import org.shanmen.central.web.Operations;
import org.shanmen.central.web.Refused;
import org.shanmen.central.web.Reply;
import org.shanmen.central.web.Routes;

/** Shifts and statements over HTTP. */
public final class MoneyRoutes implements Routes {
  private final Database database;
  private final ZoneId zone;
  private final Shifts shifts;

  /**
   * @param zone the park's, in which days begin
   */
  public MoneyRoutes(Database database, Audit audit, ZoneId zone, InstantSource clock) {
    this.database = database;
    this.zone = zone;
    this.shifts = new Shifts(clock, audit);
  }

  @Override
  public void bind(Operations operations) {
    operations.bind("openShift", this::open);
    operations.bind("listShifts", this::list);
    operations.bind("getShift", this::get);
    operations.bind("closeShift", this::close);
    operations.bind("getStatement", this::statement);
  }

  private Future<Reply> open(Call call) {
    var body = call.body();
    return database.inTransaction(
        tx ->
            Reply.created(
                shifts.open(
                    tx,
                    call.actor(),
                    body.getString("place", ""),
                    Optional.ofNullable(body.getString("window")),
                    body.getLong("float_fen"))));
  }

  private Future<Reply> list(Call call) {
    return database.read(
        tx -> Reply.ok(new JsonObject().put("shifts", shifts.newest(tx, call.actor()))));
  }

  private Future<Reply> get(Call call) {
    long id = Long.parseLong(call.path("id"));
    return database.read(tx -> Reply.ok(shifts.get(tx, call.actor(), id)));
  }

  private Future<Reply> close(Call call) {
    long id = Long.parseLong(call.path("id"));
    long counted = call.body().getLong("counted_fen");
    return database.inTransaction(tx -> Reply.ok(shifts.close(tx, call.actor(), id, counted)));
  }

  private Future<Reply> statement(Call call) {
    var from = Days.of(call.query("from").orElseThrow());
    var until = Days.of(call.query("until").orElseThrow());
    if (until.isBefore(from)) {
      throw Refused.unprocessable("结束日期早于开始日期", "the last day is before the first");
    }
    var person = call.query("person");
    return database.read(
        tx -> {
          Condition which = within(from, until);
          if (!call.actor().units().isEmpty()) {
            which =
                which.and(
                    POSTING.SHIFT_ID.in(
                        DSL.select(SHIFT.ID).from(SHIFT).where(Shifts.ofUnits(call.actor()))));
          }
          if (person.isPresent()) {
            which =
                which.and(
                    POSTING.PERSON_ID.in(
                        DSL.select(PERSON.ID).from(PERSON).where(PERSON.NAME.eq(person.get()))));
          }
          return Reply.ok(
              new JsonObject()
                  .put("from", from.toString())
                  .put("until", until.toString())
                  .put("statement", Statement.of(tx, which)));
        });
  }

  private Condition within(LocalDate from, LocalDate until) {
    return POSTING
        .AT
        .ge(Ledger.utc(from.atStartOfDay(zone).toInstant()))
        .and(POSTING.AT.lt(Ledger.utc(until.plusDays(1).atStartOfDay(zone).toInstant())));
  }
}
