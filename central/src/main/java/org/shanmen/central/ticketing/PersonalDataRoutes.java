package org.shanmen.central.ticketing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import org.jooq.DSLContext;
import org.shanmen.central.db.Database;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.central.people.Audit;
import org.shanmen.central.web.Call;
import org.shanmen.central.web.Operations;
import org.shanmen.central.web.Refused;
import org.shanmen.central.web.Reply;
import org.shanmen.central.web.Routes;

/** How long the park remembers people, and how it forgets one who asks for it, over HTTP. */
public final class PersonalDataRoutes implements Routes {
  private final Database database;
  private final ChangeLog changeLog;
  private final Audit audit;
  private final InstantSource clock;
  private final Erasure erasure;
  private final RetentionWatch watch;

  public PersonalDataRoutes(
      Vertx vertx,
      Database database,
      Audit audit,
      ChangeLog changeLog,
      ZoneId zone,
      InstantSource clock) {
    this.database = database;
    this.changeLog = changeLog;
    this.audit = audit;
    this.clock = clock;
    this.erasure = new Erasure(changeLog);
    this.watch = new RetentionWatch(vertx, database, changeLog, audit, clock, zone);
  }

  /** Begins to forget what is due each night. */
  public void start() {
    watch.start();
  }

  public void stop() {
    watch.stop();
  }

  @Override
  public void bind(Operations operations) {
    operations.bind("getRetention", call -> database.inTransaction(tx -> Reply.ok(terms(tx))));
    operations.bind("changeRetention", this::change);
    operations.bind("erasePersonalData", this::erase);
  }

  private Future<Reply> change(Call call) {
    var body = call.body();
    return database.inTransaction(
        tx -> {
          var row = RetentionWatch.terms(tx);
          row.setContactDays(days(body, "contact_days", row.getContactDays()));
          row.setCredentialDays(days(body, "credential_days", row.getCredentialDays()));
          row.setEventDays(days(body, "event_days", row.getEventDays()));
          row.setLookedOn(null);
          row.store();
          audit.write(tx, call.actor(), "retention.change", "", terms(tx).encode());
          return Reply.ok(terms(tx));
        });
  }

  private static Integer days(JsonObject body, String name, Integer before) {
    return body.containsKey(name) ? body.getInteger(name) : before;
  }

  private static JsonObject terms(DSLContext tx) {
    var row = RetentionWatch.terms(tx);
    return new JsonObject()
        .put("contact_days", row.getContactDays())
        .put("credential_days", row.getCredentialDays())
        .put("event_days", row.getEventDays());
  }

  private Future<Reply> erase(Call call) {
    var body = call.body();
    var person =
        new Erasure.Person(
            Optional.ofNullable(body.getString("phone")).filter(text -> !text.isBlank()),
            Optional.ofNullable(body.getString("id_number")).filter(text -> !text.isBlank()));
    if (person.phone().isEmpty() && person.idNumber().isEmpty()) {
      throw Refused.unprocessable("请给出 phone 或 id_number", "give phone or id_number");
    }
    boolean dry = body.getBoolean("dry_run");
    return database
        .inTransaction(
            tx -> {
              var answer = erasure.erase(tx, person, dry, clock.instant());
              if (!dry) {
                audit.write(
                    tx,
                    call.actor(),
                    "personal-data.erase",
                    person.masked(),
                    body.getString("reason") + ": " + answer.getJsonObject("erased").encode());
              }
              return Reply.ok(answer);
            })
        .onSuccess(reply -> changeLog.published());
  }
}
