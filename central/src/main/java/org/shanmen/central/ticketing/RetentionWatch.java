package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.RETENTION;

import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jooq.DSLContext;
import org.shanmen.central.db.Database;
import org.shanmen.central.db.tables.tables.records.RetentionRecord;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.central.people.Audit;
import org.shanmen.central.web.Actor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets once a day, after three in the morning, what the park has decided to forget; little by
 * little, so that nobody waits for it. Thread-safe.
 */
final class RetentionWatch {
  private static final Logger LOG = LoggerFactory.getLogger(RetentionWatch.class);
  private static final long LOOK_MILLIS = 600_000;
  private static final int HOUR = 3;

  private final Vertx vertx;
  private final Database database;
  private final ChangeLog changeLog;
  private final Forgetting forgetting;
  private final Audit audit;
  private final InstantSource clock;
  private final ZoneId zone;
  private long timer;

  RetentionWatch(
      Vertx vertx,
      Database database,
      ChangeLog changeLog,
      Audit audit,
      InstantSource clock,
      ZoneId zone) {
    this.vertx = vertx;
    this.database = database;
    this.changeLog = changeLog;
    this.forgetting = new Forgetting(changeLog);
    this.audit = audit;
    this.clock = clock;
    this.zone = zone;
  }

  void start() {
    timer =
        vertx.setPeriodic(
            LOOK_MILLIS,
            tick ->
                vertx
                    .executeBlocking(this::look, false)
                    .onFailure(e -> LOG.error("personal data was not forgotten in time", e)));
  }

  void stop() {
    vertx.cancelTimer(timer);
  }

  /** Forgets what is due if that was not done today. Blocks; returns how many rows it was. */
  Integer look() {
    var local = clock.instant().atZone(zone);
    var today = local.toLocalDate();
    boolean due =
        local.getHour() >= HOUR
            && database.query(
                sql ->
                    sql.fetchExists(
                        RETENTION, RETENTION.LOOKED_ON.isNull().or(RETENTION.LOOKED_ON.lt(today))));
    return due ? forget(today) : 0;
  }

  private int forget(LocalDate today) {
    int forgotten = 0;
    int some;
    do {
      some = database.transact(this::some);
      forgotten += some;
      changeLog.published();
    } while (some > 0);
    int all = forgotten;
    database.transact(
        tx -> {
          tx.update(RETENTION).set(RETENTION.LOOKED_ON, today).execute();
          if (all > 0) {
            audit.write(tx, Actor.SYSTEM, "personal-data.retention", "", all + " rows");
          }
          return null;
        });
    return forgotten;
  }

  /** What the park has decided; nobody changes it until the transaction ends. */
  static RetentionRecord terms(DSLContext tx) {
    tx.insertInto(RETENTION).set(RETENTION.ID, 1).onConflictDoNothing().execute();
    return tx.selectFrom(RETENTION).forUpdate().fetchSingle();
  }

  private int some(DSLContext tx) {
    var terms = terms(tx);
    int some = 0;
    if (terms.getCredentialDays() != null) {
      some += forgetting.credentials(tx, before(terms.getCredentialDays()));
    }
    if (terms.getContactDays() != null) {
      some += forgetting.contacts(tx, before(terms.getContactDays()));
    }
    return some + events(tx, terms);
  }

  private int events(DSLContext tx, RetentionRecord terms) {
    if (terms.getEventDays() == null) {
      return 0;
    }
    long to = forgetting.events(tx, terms.getEventId(), before(terms.getEventDays()));
    boolean more = to > terms.getEventId();
    terms.setEventId(to);
    terms.store();
    return more ? 1 : 0;
  }

  private Instant before(int days) {
    return clock.instant().atZone(zone).minusDays(days).toInstant();
  }
}
