package org.shanmen.central.ticketing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.protocol.Fingerprint;
import org.shanmen.protocol.wire.CredentialKind;

/**
 * What a person has a right to: that the park forgets him. Tells what was erased, and what is kept
 * and why. Methods take the caller's transaction and block.
 */
final class Erasure {
  private static final int SHOWN_OF_A_NUMBER = 4;

  private static final String ORDERS =
      """
      select o.id, coalesce((select max(t.valid_until) from ticket t where t.order_id = o.id and t.state <> 'REVOKED'),
        o.ended_at, o.ordered_at) as ends
      from ticket_order o where o.contact_phone = nullif({0}, '') or upper(o.contact_id_number) = nullif({1}, '')
      """;
  private static final String HOLDERS =
      """
      select h.id, h.ticket_id, coalesce(
        (select case when t.state = 'REVOKED' then t.refunded_at else t.valid_until end from ticket t where t.id = h.ticket_id),
        l.last_day + interval '1 day') as ends
      from ticket_holder h join order_line l on l.id = h.order_line_id where h.document_number = nullif({0}, '')
      """;
  private static final String IMPORTED =
      """
      select i.ticket_id as id, i.ticket_id, t.valid_until as ends
      from imported_ticket i join ticket t on t.id = i.ticket_id where i.holder_id = nullif({0}, '')
      """;
  private static final String SHOWN =
      """
      select c.ticket_id as id, c.ticket_id, t.valid_until as ends
      from credential c join ticket t on t.id = c.ticket_id where c.kind = 'ID_CARD' and c.value = nullif({0}, '')
      """;

  private final ChangeLog changeLog;
  private final Forgetting forgetting;

  Erasure(ChangeLog changeLog) {
    this.changeLog = changeLog;
    this.forgetting = new Forgetting(changeLog);
  }

  /** Whom it is about: at least one of both. */
  record Person(Optional<String> phone, Optional<String> idNumber) {
    /** For the audit log: enough for whoever knows the number, too little for whoever does not. */
    String masked() {
      String number = phone.or(this::idNumber).orElseThrow();
      return "***" + number.substring(Math.max(0, number.length() - SHOWN_OF_A_NUMBER));
    }

    private Optional<String> document() {
      return idNumber.map(number -> Fingerprint.normalise(CredentialKind.ID_CARD, number));
    }
  }

  /** Rows of one kind: those whose visit is over, and how many are not. */
  private record Found(List<Long> over, Set<Long> ticketsOver, int open) {}

  /**
   * Erases what may be erased.
   *
   * @param dry only tells
   * @return as openapi.yaml shows it
   */
  JsonObject erase(DSLContext tx, Person person, boolean dry, Instant now) {
    changeLog.lock(tx);
    String phone = person.phone().map(String::strip).orElse("");
    String document = person.document().orElse("");
    var orders = found(tx, ORDERS, now, phone, document);
    var holders = found(tx, HOLDERS, now, document);
    var imported = found(tx, IMPORTED, now, document);
    var shown = found(tx, SHOWN, now, document);
    var tickets = new HashSet<>(holders.ticketsOver());
    tickets.addAll(imported.ticketsOver());
    tickets.addAll(shown.ticketsOver());
    int credentials = credentials(tx, tickets);
    if (!dry) {
      forget(tx, orders, holders, imported, tickets);
    }
    return new JsonObject()
        .put("dry_run", dry)
        .put(
            "erased",
            new JsonObject()
                .put("orders", orders.over().size())
                .put("holders", holders.over().size())
                .put("imported_tickets", imported.over().size())
                .put("credentials", credentials))
        .put("kept", kept(orders, holders, imported, shown));
  }

  private static Found found(DSLContext tx, String query, Instant now, Object... which) {
    var over = new ArrayList<Long>();
    var tickets = new HashSet<Long>();
    int open = 0;
    for (var row : tx.resultQuery(query, which).fetch()) {
      if (row.get("ends", OffsetDateTime.class).toInstant().isAfter(now)) {
        open++;
      } else {
        over.add(row.get("id", Long.class));
        if (row.field("ticket_id") != null && row.get("ticket_id") != null) {
          tickets.add(row.get("ticket_id", Long.class));
        }
      }
    }
    return new Found(over, tickets, open);
  }

  private static int credentials(DSLContext tx, Set<Long> tickets) {
    return tx.fetchSingle(
            "select count(*) from credential where kind in ('FACE', 'ID_CARD') and ticket_id = any({0})",
            (Object) tickets.toArray(Long[]::new))
        .get(0, Integer.class);
  }

  private void forget(
      DSLContext tx, Found orders, Found holders, Found imported, Set<Long> tickets) {
    forgetting.contactsOf(tx, orders.over());
    tx.execute(
        "update ticket_holder set name = '', document_number = '' where id = any({0})",
        (Object) holders.over().toArray(Long[]::new));
    tx.execute(
        "update imported_ticket set holder_name = null, holder_id = null where ticket_id = any({0})",
        (Object) imported.over().toArray(Long[]::new));
    int deleted =
        tx.execute(
            "delete from credential where kind in ('FACE', 'ID_CARD') and ticket_id = any({0})",
            (Object) tickets.toArray(Long[]::new));
    if (deleted > 0) {
      changeLog.append(tx, Rights.changes(tx, tickets));
    }
  }

  private static JsonArray kept(Found orders, Found holders, Found imported, Found shown) {
    var kept = new JsonArray();
    int open = orders.open() + holders.open() + imported.open() + shown.open();
    if (open > 0) {
      kept.add(
          kept(
              "NOT_OVER",
              open,
              "仍有未结束的订单或门票：游览结束或退票后可再次申请删除",
              "orders or tickets that are not over: ask again after the visit or a refund"));
    }
    if (!orders.over().isEmpty() || !holders.over().isEmpty()) {
      kept.add(
          kept(
              "MONEY",
              orders.over().size() + holders.over().size(),
              "金额、票号和入园次数按会计法规保存，已不含姓名、电话和证件号码",
              "amounts, ticket numbers and passes, which the law on accounts wants kept; without name, telephone or document number"));
    }
    return kept;
  }

  private static JsonObject kept(String what, int count, String zh, String en) {
    return new JsonObject()
        .put("what", what)
        .put("count", count)
        .put("reason_zh", zh)
        .put("reason_en", en);
  }
}
