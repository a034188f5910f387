package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.TICKET_IMPORT;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import org.shanmen.central.catalogue.TicketTypeStore;
import org.shanmen.central.catalogue.TypeImport;
import org.shanmen.central.data.CsvFile.Problem;
import org.shanmen.central.db.Database;
import org.shanmen.central.db.tables.tables.records.TicketImportRecord;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.central.park.ParkKeys;
import org.shanmen.central.people.Audit;
import org.shanmen.central.web.Call;
import org.shanmen.central.web.Contract;
import org.shanmen.central.web.Operations;
import org.shanmen.central.web.Refused;
import org.shanmen.central.web.Reply;
import org.shanmen.central.web.Routes;

/** Files of tickets that were sold elsewhere, and of ticket types, over HTTP. */
public final class ImportRoutes implements Routes {
  /** Of one answer; the first are told, and how many there are. */
  private static final int PROBLEMS = 1000;

  private static final int IMPORTS = 200;

  private final Database database;
  private final ChangeLog changeLog;
  private final TicketImport tickets;
  private final TypeImport types;
  private final ImportTelling telling;

  public ImportRoutes(
      Database database,
      Audit audit,
      ChangeLog changeLog,
      ParkKeys keys,
      ZoneId zone,
      InstantSource clock,
      Contract contract) {
    this.database = database;
    this.changeLog = changeLog;
    var store = new TicketTypeStore();
    this.tickets =
        new TicketImport(clock, zone, audit, store, new CodeIssuer(keys), new Numbers(zone));
    this.types = new TypeImport(audit, changeLog, store, contract.body("createTicketType"));
    this.telling = new ImportTelling(database, changeLog);
  }

  /** Tells gates of what an earlier centre did not come to tell. */
  public void start() {
    telling.go();
  }

  @Override
  public void bind(Operations operations) {
    operations.bind("importTickets", this::importTickets);
    operations.bind("importTicketTypes", this::importTypes);
    operations.bind("listImports", this::list);
  }

  private Future<Reply> importTickets(Call call) {
    var body = call.body();
    var delivery =
        new TicketImport.Delivery(
            body.getString("partner").strip(), body.getString("file_name"), file(body));
    if (body.getBoolean("dry_run")) {
      return database.read(tx -> answer(tickets.look(tx, delivery)));
    }
    return database
        .inTransaction(tx -> answer(tickets.take(tx, call.actor(), delivery)))
        .onSuccess(reply -> telling.go());
  }

  private Future<Reply> importTypes(Call call) {
    var body = call.body();
    boolean dry = body.getBoolean("dry_run");
    return database
        .inTransaction(tx -> types.take(tx, call.actor(), file(body), dry))
        .onSuccess(outcome -> changeLog.published())
        .map(
            outcome ->
                Reply.ok(
                    problems(outcome.problems())
                        .put("rows", outcome.rows())
                        .put("imported", outcome.imported())));
  }

  private Future<Reply> list(Call call) {
    return database.read(
        tx -> {
          var list = new JsonArray();
          tx.selectFrom(TICKET_IMPORT)
              .orderBy(TICKET_IMPORT.ID.desc())
              .limit(IMPORTS)
              .forEach(row -> list.add(json(row)));
          return Reply.ok(new JsonObject().put("imports", list));
        });
  }

  private static byte[] file(JsonObject body) {
    try {
      return Base64.getDecoder().decode(body.getString("content"));
    } catch (IllegalArgumentException e) {
      throw Refused.unprocessable("content 不是有效的 Base64", "content is no Base64");
    }
  }

  private static Reply answer(TicketImport.Outcome outcome) {
    return Reply.ok(
        problems(outcome.problems())
            .put("rows", outcome.rows())
            .put("import", outcome.made().map(ImportRoutes::json).orElse(null)));
  }

  private static JsonObject problems(List<Problem> problems) {
    var list = new JsonArray();
    problems.stream()
        .limit(PROBLEMS)
        .forEach(
            problem ->
                list.add(
                    new JsonObject()
                        .put("line", problem.line())
                        .put("column", problem.column())
                        .put("message_zh", problem.messageZh())
                        .put("message_en", problem.messageEn())));
    return new JsonObject().put("problems", list).put("problem_count", problems.size());
  }

  private static JsonObject json(TicketImportRecord row) {
    return new JsonObject()
        .put("number", row.getNumber())
        .put("partner", row.getPartner())
        .put("file_name", row.getFileName())
        .put("tickets", row.getTickets())
        .put("imported_at", row.getImportedAt().toInstant().toString())
        .put("told_to_gates", row.getToldAll());
  }
}
