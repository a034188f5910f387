package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.PRINTER;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.BiFunction;
import org.jooq.DSLContext;
import org.shanmen.central.db.Database;
import org.shanmen.central.db.tables.tables.records.PrinterRecord;
import org.shanmen.central.paper.NetworkPrinters;
import org.shanmen.central.paper.OrderPages;
import org.shanmen.central.paper.PrintedOrder;
import org.shanmen.central.paper.ThermalTickets;
import org.shanmen.central.park.Park;
import org.shanmen.central.people.Audit;
import org.shanmen.central.web.Call;
import org.shanmen.central.web.Download;
import org.shanmen.central.web.Operations;
import org.shanmen.central.web.Refused;
import org.shanmen.central.web.Reply;
import org.shanmen.central.web.Routes;

/** Tickets and receipts on paper over HTTP, and the printers in the network that print them. */
public final class DocumentRoutes implements Routes {
  private final Database database;
  private final Audit audit;
  private final Documents documents;
  private final NetworkPrinters printers;

  public DocumentRoutes(Vertx vertx, Database database, Audit audit, Park park) {
    this.database = database;
    this.audit = audit;
    this.documents = new Documents(park);
    this.printers = new NetworkPrinters(vertx);
  }

  @Override
  public void bind(Operations operations) {
    operations.bind("getTicketDocument", call -> document(call, documents::ofTicket, false));
    operations.bind("getSaleDocument", call -> document(call, documents::ofSale, true));
    operations.bind("printSale", this::print);
    operations.bind("listPrinters", this::list);
    operations.bind("createPrinter", this::create);
    operations.bind("deletePrinter", this::delete);
  }

  private Future<Reply> document(
      Call call, BiFunction<DSLContext, String, PrintedOrder> read, boolean receipt) {
    String number = call.path("number");
    String form = call.query("form").orElse("pdf-80");
    return database.read(
        tx -> {
          var order = read.apply(tx, number);
          return Reply.file(
              switch (form) {
                case "escpos" -> file(Download.BYTES, number + ".bin", thermal(order, receipt));
                case "pdf-a4" -> file(Download.PDF, number + ".pdf", OrderPages.sheets(order));
                default ->
                    file(
                        Download.PDF,
                        number + ".pdf",
                        receipt ? OrderPages.receiptAndTickets(order) : OrderPages.tickets(order));
              });
        });
  }

  private static byte[] thermal(PrintedOrder order, boolean receipt) {
    return receipt ? ThermalTickets.receiptAndTickets(order) : ThermalTickets.tickets(order);
  }

  private static Download file(String type, String name, byte[] bytes) {
    return new Download(type, name, Buffer.buffer(bytes));
  }

  /** A printer that does not answer is the park's affair, not a fault of ours. */
  private Future<Reply> print(Call call) {
    String number = call.path("number");
    String code = call.body().getString("printer");
    record Job(String host, int port, byte[] bytes) {}
    return database
        .read(
            tx -> {
              var printer =
                  tx.selectFrom(PRINTER)
                      .where(PRINTER.CODE.eq(code))
                      .fetchOptional()
                      .orElseThrow(() -> unknown(code));
              var order = documents.ofSale(tx, number);
              return new Job(printer.getHost(), printer.getPort(), thermal(order, true));
            })
        .compose(
            job ->
                printers
                    .print(job.host(), job.port(), job.bytes())
                    .recover(
                        e ->
                            Future.failedFuture(
                                Refused.conflict(
                                    "打印机 %s 无应答（%s:%d）".formatted(code, job.host(), job.port()),
                                    "printer %s does not answer at %s:%d"
                                        .formatted(code, job.host(), job.port())))))
        .map(Reply.noContent());
  }

  private Future<Reply> list(Call call) {
    return database.read(
        tx -> {
          var all = new JsonArray();
          tx.selectFrom(PRINTER).orderBy(PRINTER.CODE).forEach(row -> all.add(json(row)));
          return Reply.ok(new JsonObject().put("printers", all));
        });
  }

  private Future<Reply> create(Call call) {
    var body = call.body();
    return database.inTransaction(
        tx -> {
          String code = body.getString("code");
          var row =
              tx.insertInto(PRINTER)
                  .set(PRINTER.CODE, code)
                  .set(PRINTER.NAME, body.getString("name"))
                  .set(PRINTER.HOST, body.getString("host"))
                  .set(PRINTER.PORT, body.getInteger("port", 9100))
                  .onConflictDoNothing()
                  .returning()
                  .fetchOptional()
                  .orElseThrow(
                      () -> Refused.conflict("代码已存在：" + code, "the code " + code + " is taken"));
          audit.write(tx, call.actor(), "printer.create", code, json(row).encode());
          return Reply.created(json(row));
        });
  }

  private Future<Reply> delete(Call call) {
    String code = call.path("code");
    return database.inTransaction(
        tx -> {
          if (tx.deleteFrom(PRINTER).where(PRINTER.CODE.eq(code)).execute() == 0) {
            throw unknown(code);
          }
          audit.write(tx, call.actor(), "printer.delete", code, "");
          return Reply.noContent();
        });
  }

  private static Refused unknown(String code) {
    return Refused.notFound("没有打印机 " + code, "there is no printer " + code);
  }

  private static JsonObject json(PrinterRecord row) {
    return new JsonObject()
        .put("code", row.getCode())
        .put("name", row.getName())
        .put("host", row.getHost())
        .put("port", row.getPort());
  }
}
