package org.shanmen.central.ticketing;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import org.shanmen.central.db.Database;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.central.park.ParkKeys;
import org.shanmen.central.people.Audit;
import org.shanmen.central.web.Call;
import org.shanmen.central.web.Operations;
import org.shanmen.central.web.Refused;
import org.shanmen.central.web.Reply;
import org.shanmen.central.web.Routes;
import org.shanmen.protocol.Fingerprint;
import org.shanmen.protocol.wire.CredentialKind;

/** Ticket types, sales and refunds over HTTP. */
public final class TicketingRoutes implements Routes {
  private final Database database;
  private final Audit audit;
  private final ChangeLog changeLog;
  private final TicketTypeStore types = new TicketTypeStore();
  private final SaleDesk saleDesk;
  private final RefundDesk refundDesk;

  public TicketingRoutes(
      Database database,
      Audit audit,
      ChangeLog changeLog,
      ParkKeys keys,
      ZoneId zone,
      InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.changeLog = changeLog;
    this.saleDesk = new SaleDesk(clock, zone, audit, changeLog, types, new CodeIssuer(keys));
    this.refundDesk = new RefundDesk(clock, audit, changeLog);
  }

  @Override
  public void bind(Operations operations) {
    operations.bind("listTicketTypes", this::listTypes);
    operations.bind("createTicketType", this::createType);
    operations.bind("changeTicketType", this::changeType);
    operations.bind("createSale", this::sell);
    operations.bind("getSale", this::getSale);
    operations.bind("findTickets", this::find);
    operations.bind("getTicket", this::getTicket);
    operations.bind("refundTicket", this::refund);
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
              return Reply.ok(type.json());
            })
        .onSuccess(reply -> changeLog.published());
  }

  private Future<Reply> sell(Call call) {
    var order = Order.of(call.body(), call.header("Idempotency-Key"), call.actor().name());
    return database
        .inTransaction(tx -> Reply.created(saleDesk.sell(tx, call.actor(), order)))
        .onSuccess(reply -> changeLog.published());
  }

  private Future<Reply> getSale(Call call) {
    return database.read(tx -> Reply.ok(TicketReader.sale(tx, call.path("number"))));
  }

  private Future<Reply> getTicket(Call call) {
    return database.read(tx -> Reply.ok(TicketReader.ticket(tx, call.path("number"))));
  }

  private Future<Reply> find(Call call) {
    var number = call.query("number");
    var kind = call.query("credential_kind");
    var credential = call.query("credential");
    if (number.isPresent() == credential.isPresent()
        || kind.isPresent() != credential.isPresent()) {
      throw Refused.unprocessable(
          "请给出 number,或 credential 与 credential_kind",
          "give either number, or credential with credential_kind");
    }
    return database
        .read(
            tx ->
                number.isPresent()
                    ? TicketReader.byNumber(tx, number.get())
                    : TicketReader.byCredential(tx, presented(kind.get(), credential.get())))
        .map(found -> Reply.ok(new JsonObject().put("tickets", found)));
  }

  /** Unlike when selling, any text may be looked for. */
  private static Presented presented(String kind, String value) {
    var parsed = CredentialKind.valueOf(kind);
    return new Presented(parsed, Fingerprint.normalise(parsed, value));
  }

  private Future<Reply> refund(Call call) {
    String reason = call.body().getString("reason", "");
    return database
        .inTransaction(
            tx -> Reply.ok(refundDesk.refund(tx, call.actor(), call.path("number"), reason)))
        .onSuccess(reply -> changeLog.published());
  }
}
