package org.shanmen.central.ticketing;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import org.shanmen.central.db.Database;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.central.paper.BatchPages;
import org.shanmen.central.people.Audit;
import org.shanmen.central.web.Call;
import org.shanmen.central.web.Download;
import org.shanmen.central.web.Operations;
import org.shanmen.central.web.Reply;
import org.shanmen.central.web.Routes;

/** Where pre-printed tickets are, over HTTP; making and selling them is in {@link PrintDesk}. */
public final class BatchRoutes implements Routes {
  private final Database database;
  private final Audit audit;
  private final ChangeLog changeLog;
  private final ZoneId zone;
  private final BatchDesk desk;

  public BatchRoutes(
      Database database, Audit audit, ChangeLog changeLog, ZoneId zone, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.changeLog = changeLog;
    this.zone = zone;
    this.desk = new BatchDesk(clock, audit, changeLog);
  }

  @Override
  public void bind(Operations operations) {
    operations.bind("exportTicketBatch", this::export);
    operations.bind("issueTicketBatch", this::issue);
    operations.bind("returnTicketBatch", this::giveBack);
    operations.bind("spoilTicket", this::spoil);
  }

  /** Whoever has this can make tickets of it once they are sold: it is written down who took it. */
  private Future<Reply> export(Call call) {
    String number = call.path("number");
    boolean pages = call.query("form").orElse("csv").equals("pdf");
    return database.inTransaction(
        tx -> {
          var tickets = BatchDesk.unsold(tx, number);
          audit.write(tx, call.actor(), "ticket-batch.export", number, pages ? "pdf" : "csv");
          if (!pages) {
            return Reply.file(new Download(Download.CSV, number + ".csv", csv(tickets)));
          }
          var names = Documents.names(tx, tickets);
          var printed =
              tickets.stream().map(ticket -> Documents.ticket(ticket, names, zone)).toList();
          var bytes = Buffer.buffer(BatchPages.of(number, printed));
          return Reply.file(new Download(Download.PDF, number + ".pdf", bytes));
        });
  }

  /** Codes and numbers hold neither commas nor quotes. */
  private static Buffer csv(List<JsonObject> tickets) {
    var lines = new StringBuilder("number,code,ticket_type\r\n");
    for (var ticket : tickets) {
      lines
          .append(ticket.getString("number"))
          .append(',')
          .append(ticket.getJsonArray("credentials").getJsonObject(0).getString("value"))
          .append(',')
          .append(ticket.getString("ticket_type"))
          .append("\r\n");
    }
    return Buffer.buffer(lines.toString());
  }

  private Future<Reply> issue(Call call) {
    var body = call.body();
    return database.inTransaction(
        tx ->
            Reply.ok(
                desk.issue(
                    tx,
                    call.actor(),
                    call.path("number"),
                    body.getInteger("first"),
                    body.getInteger("last"),
                    body.getString("place"))));
  }

  private Future<Reply> giveBack(Call call) {
    var body = call.body();
    return database.inTransaction(
        tx ->
            Reply.ok(
                desk.giveBack(
                    tx,
                    call.actor(),
                    call.path("number"),
                    body.getInteger("first"),
                    body.getInteger("last"))));
  }

  private Future<Reply> spoil(Call call) {
    String reason = call.body().getString("reason");
    return database
        .inTransaction(tx -> Reply.ok(desk.spoil(tx, call.actor(), call.path("number"), reason)))
        .onSuccess(reply -> changeLog.published());
  }
}
