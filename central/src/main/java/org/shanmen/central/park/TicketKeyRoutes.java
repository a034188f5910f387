package org.shanmen.central.park;

import static org.shanmen.central.db.tables.Tables.TICKET_KEY;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jooq.DSLContext;
import org.shanmen.central.db.Database;
import org.shanmen.central.people.Audit;
import org.shanmen.central.web.Call;
import org.shanmen.central.web.Operations;
import org.shanmen.central.web.Refused;
import org.shanmen.central.web.Reply;
import org.shanmen.central.web.Routes;

/** The keys that sign ticket codes, over HTTP. Private halves never leave the database. */
public final class TicketKeyRoutes implements Routes {
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  private final Database database;
  private final Audit audit;
  private final InstantSource clock;

  public TicketKeyRoutes(Database database, Audit audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  public void bind(Operations operations) {
    operations.bind("listTicketKeys", call -> database.read(TicketKeyRoutes::list).map(Reply::ok));
    operations.bind("rotateTicketKeys", this::rotate);
  }

  private static JsonObject list(DSLContext sql) {
    var found = new JsonArray();
    sql.selectFrom(TICKET_KEY)
        .orderBy(TICKET_KEY.ID)
        .forEach(
            key ->
                found.add(
                    new JsonObject()
                        .put("id", key.getId())
                        .put("created_at", key.getCreatedAt().toInstant().toString())
                        .put("signs", key.getPrivateKey() != null)
                        .put(
                            "valid_until",
                            key.getValidUntil() == null
                                ? null
                                : key.getValidUntil().toInstant().toString())));
    return new JsonObject().put("ticket_keys", found);
  }

  private static Instant instant(String text) {
    Instant instant;
    try {
      instant = Instant.parse(text);
    } catch (DateTimeException e) {
      throw Refused.unprocessable(
          "不是有效时间：" + text + "（例：2026-05-01T00:30:00Z）",
          "not a moment: " + text + " (such as 2026-05-01T00:30:00Z)");
    }
    if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
      throw Refused.unprocessable(
          "时间超出范围：%s（%s 至 %s）".formatted(text, EARLIEST, LATEST),
          "%s is out of range: %s to %s".formatted(text, EARLIEST, LATEST));
    }
    return instant;
  }

  private Future<Reply> rotate(Call call) {
    var oldUntil =
        Optional.ofNullable(call.body().getString("old_valid_until")).map(TicketKeyRoutes::instant);
    return database
        .inTransaction(
            tx -> {
              int id =
                  ParkKeys.rotate(tx, oldUntil, clock.instant())
                      .orElseThrow(
                          () ->
                              Refused.conflict("票码密钥编号已用完", "all numbers of ticket keys are used"));
              audit.write(
                  tx,
                  call.actor(),
                  "ticket-key.rotate",
                  Integer.toString(id),
                  oldUntil
                      .map(until -> "codes of older keys end at " + until)
                      .orElse("codes of older keys are good until their tickets end"));
              return list(tx);
            })
        .map(Reply::created);
  }
}
