package org.shanmen.central.people;

import static org.shanmen.central.db.tables.Tables.AUDIT;
import static org.shanmen.central.db.tables.Tables.AUDIT_CHAIN;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.shanmen.central.db.Database;
import org.shanmen.central.web.Call;
import org.shanmen.central.web.Days;
import org.shanmen.central.web.Operations;
import org.shanmen.central.web.Refused;
import org.shanmen.central.web.Reply;
import org.shanmen.central.web.Routes;

/** The audit log and its chain over HTTP. */
public final class AuditRoutes implements Routes {
  private static final int PAGE = 100;

  private final Database database;
  private final AuditHeads heads;
  private final ZoneId zone;
  private final AtomicBoolean verifying = new AtomicBoolean();

  /**
   * @param zone the park's, in which a day begins
   */
  public AuditRoutes(Database database, AuditHeads heads, ZoneId zone) {
    this.database = database;
    this.heads = heads;
    this.zone = zone;
  }

  @Override
  public void bind(Operations operations) {
    operations.bind("listAudit", this::list);
    operations.bind("getAuditChain", call -> database.read(AuditRoutes::chain));
    operations.bind("verifyAudit", this::verify);
  }

  private Future<Reply> list(Call call) {
    var which = which(call);
    int limit = (int) call.query("limit", PAGE);
    return database.read(
        sql -> {
          var entries = new JsonArray();
          sql.select(AUDIT.fields())
              .select(AUDIT_CHAIN.POSITION)
              .from(AUDIT)
              .leftJoin(AUDIT_CHAIN)
              .on(AUDIT_CHAIN.AUDIT_ID.eq(AUDIT.ID))
              .where(which)
              .orderBy(AUDIT.ID.desc())
              .limit(limit)
              .forEach(row -> entries.add(json(row)));
          return Reply.ok(new JsonObject().put("entries", entries));
        });
  }

  private Condition which(Call call) {
    long before = call.query("before", Long.MAX_VALUE);
    var which = before == Long.MAX_VALUE ? DSL.noCondition() : AUDIT.ID.lt(before);
    var actor = call.query("actor").map(AUDIT.ACTOR::eq).orElse(DSL.noCondition());
    var action = call.query("action").map(AUDIT.ACTION::startsWith).orElse(DSL.noCondition());
    var day = call.query("day").map(Days::of).map(this::within).orElse(DSL.noCondition());
    return which.and(actor).and(action).and(day);
  }

  private Condition within(LocalDate day) {
    return AUDIT.AT.ge(start(day)).and(AUDIT.AT.lt(start(day.plusDays(1))));
  }

  private OffsetDateTime start(LocalDate day) {
    return OffsetDateTime.ofInstant(day.atStartOfDay(zone).toInstant(), ZoneOffset.UTC);
  }

  private static JsonObject json(Record row) {
    var entry = row.into(AUDIT);
    return new JsonObject()
        .put("id", entry.getId())
        .put("at", entry.getAt().toInstant().toString())
        .put("actor", entry.getActor())
        .put("action", entry.getAction())
        .put("subject", entry.getSubject())
        .put("detail", entry.getDetail())
        .put("address", entry.getAddress())
        .put("position", row.get(AUDIT_CHAIN.POSITION))
        .put("erased", entry.getErasedBy() != null);
  }

  private static Reply chain(DSLContext sql) {
    var head = AuditChain.head(sql);
    return Reply.ok(
        new JsonObject()
            .put("entries", head.position())
            .put("head", HexFormat.of().formatHex(head.hash()))
            .put("waiting", AuditChain.waiting(sql)));
  }

  private Future<Reply> verify(Call call) {
    if (!verifying.compareAndSet(false, true)) {
      throw Refused.conflict("正在核对，请稍候", "a verification is under way: wait for it");
    }
    return database
        .inTransaction(
            tx -> {
              var noted = noted();
              tx.execute("set transaction isolation level repeatable read, read only");
              return Reply.ok(json(new AuditVerification(noted).run(tx)));
            })
        .onComplete(done -> verifying.set(false));
  }

  /** Read before the chain, which is written before it. */
  private Map<Long, byte[]> noted() {
    try {
      return heads.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonObject json(AuditVerification.Report report) {
    var findings = new JsonArray();
    report
        .findings()
        .forEach(
            finding ->
                findings.add(
                    new JsonObject()
                        .put("kind", finding.kind().name())
                        .put("position", finding.position())
                        .put("id", finding.id())
                        .put("message_zh", finding.zh())
                        .put("message_en", finding.en())));
    return new JsonObject()
        .put("entries", report.entries())
        .put("head", HexFormat.of().formatHex(report.head()))
        .put("waiting", report.waiting())
        .put("erased", report.erased())
        .put("intact", report.count() == 0)
        .put("finding_count", report.count())
        .put("findings", findings);
  }
}
