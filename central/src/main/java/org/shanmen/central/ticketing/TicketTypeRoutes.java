package org.shanmen.central.ticketing;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import org.shanmen.central.catalogue.Channel;
import org.shanmen.central.catalogue.TicketTypeStore;
import org.shanmen.central.db.Database;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.central.park.UnitGuard;
import org.shanmen.central.people.Audit;
import org.shanmen.central.web.Call;
import org.shanmen.central.web.Days;
import org.shanmen.central.web.Operations;
import org.shanmen.central.web.Refused;
import org.shanmen.central.web.Reply;
import org.shanmen.central.web.Routes;

/** Ticket types, and what is left of them to be sold, over HTTP. */
public final class TicketTypeRoutes implements Routes {
  private final Database database;
  private final Audit audit;
  private final ChangeLog changeLog;
  private final InstantSource clock;
  private final TicketTypeStore types = new TicketTypeStore();
  private final Offers offers;

  public TicketTypeRoutes(
      Database database, Audit audit, ChangeLog changeLog, ZoneId zone, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.changeLog = changeLog;
    this.clock = clock;
    this.offers = new Offers(zone);
  }

  @Override
  public void bind(Operations operations) {
    operations.bind("listTicketTypes", this::listTypes);
    operations.bind("createTicketType", this::createType);
    operations.bind("changeTicketType", this::changeType);
    operations.bind("getTypeCalendar", this::typeCalendar);
    operations.bind("listOffers", this::offers);
  }

  private Future<Reply> listTypes(Call call) {
    return database
        .read(types::all)
        .map(
            all -> {
              var list = new JsonArray();
              all.forEach(type -> list.add(type.json()));
              return Reply.ok(new JsonObject().put("ticket_types", list));
            });
  }

  private Future<Reply> createType(Call call) {
    var body = call.body();
    return database
        .inTransaction(
            tx -> {
              var type = types.add(tx, body);
              audit.write(
                  tx, call.actor(), "ticket-type.create", type.row().getCode(), body.encode());
              changeLog.append(tx, List.of(type.putTemplate()));
              return Reply.created(type.json());
            })
        .onSuccess(reply -> changeLog.published());
  }

  private Future<Reply> changeType(Call call) {
    var body = call.body();
    return database
        .inTransaction(
            tx -> {
              var type = types.change(tx, call.path("code"), body);
              audit.write(
                  tx, call.actor(), "ticket-type.change", type.row().getCode(), body.encode());
              changeLog.append(tx, List.of(type.putTemplate()));
              if (type.row().getDailyQuota() == 0) {
                Stock.forget(tx, type);
              }
              return Reply.ok(type.json());
            })
        .onSuccess(reply -> changeLog.published());
  }

  private Future<Reply> offers(Call call) {
    var day = Days.of(call.query("day").orElseThrow());
    var channel = Channel.valueOf(call.query("channel").orElse(Channel.WINDOW.name()));
    return database.read(
        tx -> {
          var all = offers.on(tx, day, channel, types.all(tx), clock.instant());
          return Reply.ok(
              all.put(
                  "offers", UnitGuard.own(tx, call.actor().units(), all.getJsonArray("offers"))));
        });
  }

  private Future<Reply> typeCalendar(Call call) {
    String code = call.path("code");
    var from = Days.of(call.query("from").orElseThrow());
    var until = Days.of(call.query("until").orElseThrow());
    return database.read(
        tx -> {
          var type =
              types
                  .find(tx, code)
                  .orElseThrow(
                      () -> Refused.notFound("没有票种 " + code, "there is no ticket type " + code));
          return Reply.ok(offers.calendar(tx, type, from, until, clock.instant()));
        });
  }
}
