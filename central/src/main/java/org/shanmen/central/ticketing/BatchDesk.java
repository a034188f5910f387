package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.SHIFT;
import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_BATCH;

import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.shanmen.central.db.tables.tables.records.TicketBatchRecord;
import org.shanmen.central.db.tables.tables.records.TicketRecord;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.central.money.Till;
import org.shanmen.central.people.Audit;
import org.shanmen.central.people.PeopleStore;
import org.shanmen.central.web.Actor;
import org.shanmen.central.web.Refused;

/**
 * Where pre-printed tickets lie until they are sold: in the store, at windows, or spoilt. Each is
 * in one place at a time. Methods take the caller's transaction and block. Thread-safe.
 */
final class BatchDesk {
  private final InstantSource clock;
  private final Audit audit;
  private final ChangeLog changeLog;

  BatchDesk(InstantSource clock, Audit audit, ChangeLog changeLog) {
    this.clock = clock;
    this.audit = audit;
    this.changeLog = changeLog;
  }

  /**
   * Issues unsold tickets of the store to a window.
   *
   * @param first and
   * @param last positions in the batch, from 1, inclusive
   * @return how many, as in openapi.yaml
   * @throws Refused if one of them is not there, or not in the store; then none is issued
   */
  JsonObject issue(DSLContext tx, Actor actor, String batch, int first, int last, String place) {
    var ids = inert(tx, batch, first, last);
    requireAll(tx, ids, TICKET.HELD_AT.isNull(), "不在库中", "is not in the store");
    tx.update(TICKET).set(TICKET.HELD_AT, place).where(TICKET.ID.in(ids)).execute();
    audit.write(tx, actor, "ticket-batch.issue", batch, "%d-%d: %s".formatted(first, last, place));
    return new JsonObject().put("tickets", ids.size());
  }

  /**
   * Takes unsold tickets back from windows into the store.
   *
   * @throws Refused if one of them is not there, or at no window; then none is taken back
   */
  JsonObject giveBack(DSLContext tx, Actor actor, String batch, int first, int last) {
    var ids = inert(tx, batch, first, last);
    requireAll(tx, ids, TICKET.HELD_AT.isNotNull(), "不在窗口", "is at no window");
    tx.update(TICKET).setNull(TICKET.HELD_AT).where(TICKET.ID.in(ids)).execute();
    audit.write(tx, actor, "ticket-batch.return", batch, "%d-%d".formatted(first, last));
    return new JsonObject().put("tickets", ids.size());
  }

  /**
   * Puts an unsold ticket aside for good: nobody can sell it, and gates refuse it.
   *
   * @return the ticket as openapi.yaml shows it
   * @throws Refused if there is no such ticket, or it was sold or is spoilt already
   */
  JsonObject spoil(DSLContext tx, Actor actor, String number, String reason) {
    changeLog.lock(tx); // before the ticket's, as everybody does who needs both
    var ticket =
        tx.selectFrom(TICKET)
            .where(TICKET.NUMBER.eq(number))
            .forUpdate()
            .fetchOptional()
            .orElseThrow(() -> Refused.notFound("没有票 " + number, "there is no ticket " + number));
    if (!ticket.getState().equals(TicketState.NOT_ACTIVATED.name())) {
      throw Refused.conflict("此票已售出或已作废：" + number, number + " was sold, or is spoilt already");
    }
    ticket.setState(TicketState.REVOKED.name());
    ticket.setSpoiltAt(OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
    ticket.setSpoiltBy(PeopleStore.idOf(tx, actor.name()));
    ticket.setSpoiltReason(reason);
    ticket.store();
    audit.write(tx, actor, "ticket.spoil", number, reason);
    changeLog.append(tx, Rights.changes(tx, List.of(ticket.getId())));
    return TicketReader.ticket(tx, number);
  }

  /**
   * That a pre-printed ticket is sold where it lies.
   *
   * @throws Refused if it was issued to another window than the seller's shift is at, or to none
   *     though its batch is sold only from windows
   */
  static void requireHere(DSLContext tx, TicketRecord ticket, Till till) {
    String number = ticket.getNumber();
    String held = ticket.getHeldAt();
    if (held == null) {
      boolean only =
          tx.select(TICKET_BATCH.ONLY_ISSUED)
              .from(TICKET_BATCH)
              .where(TICKET_BATCH.ID.eq(ticket.getBatchId()))
              .fetchSingle(TICKET_BATCH.ONLY_ISSUED);
      if (only) {
        throw Refused.conflict("此票尚未领用到窗口：" + number, number + " was issued to no window yet");
      }
      return;
    }
    var place =
        till.shift()
            .map(id -> tx.select(SHIFT.PLACE).from(SHIFT).where(SHIFT.ID.eq(id)).fetchSingle())
            .map(row -> row.value1());
    if (!place.equals(java.util.Optional.of(held))) {
      throw Refused.conflict(
          "此票领用于窗口 %s，请在该窗口的班次中售出：%s".formatted(held, number),
          "%s was issued to the window %s: sell it in a shift there".formatted(number, held));
    }
  }

  /**
   * What of a batch opens nothing yet, for those who print it: each ticket as openapi.yaml shows
   * it.
   *
   * @throws Refused if there is no such batch, or nothing of it is left
   */
  static List<JsonObject> unsold(DSLContext tx, String batch) {
    batch(tx, batch);
    var tickets =
        TicketReader.ofBatch(tx, batch).stream()
            .map(JsonObject.class::cast)
            .filter(ticket -> ticket.getString("state").equals(TicketState.NOT_ACTIVATED.name()))
            .toList();
    if (tickets.isEmpty()) {
      throw Refused.conflict(
          "批次 %s 已全部售出或作废".formatted(batch), "all of %s is sold or spoilt".formatted(batch));
    }
    return tickets;
  }

  /** Locks unsold tickets of a batch; all of the range, or none. */
  private static List<Long> inert(DSLContext tx, String number, int first, int last) {
    if (last < first) {
      throw Refused.unprocessable("止号小于起号", "the last is before the first");
    }
    var batch = batch(tx, number);
    var numbers =
        java.util.stream.IntStream.rangeClosed(first, last)
            .mapToObj(i -> Numbers.ofTicket(number, i - 1))
            .toList();
    var ids =
        tx.select(TICKET.ID)
            .from(TICKET)
            .where(TICKET.BATCH_ID.eq(batch.getId()))
            .and(TICKET.NUMBER.in(numbers))
            .and(TICKET.STATE.eq(TicketState.NOT_ACTIVATED.name()))
            .orderBy(TICKET.ID)
            .forUpdate()
            .fetch(TICKET.ID);
    if (ids.size() < numbers.size()) {
      throw Refused.conflict(
          "%d 至 %d 号中有 %d 张已售出、作废或不存在".formatted(first, last, numbers.size() - ids.size()),
          "%d of the tickets %d to %d were sold, are spoilt or do not exist"
              .formatted(numbers.size() - ids.size(), first, last));
    }
    return ids;
  }

  private static void requireAll(
      DSLContext tx, List<Long> ids, Condition where, String zh, String en) {
    tx.select(TICKET.NUMBER)
        .from(TICKET)
        .where(TICKET.ID.in(ids))
        .andNot(where)
        .orderBy(TICKET.ID)
        .limit(1)
        .fetchOptional(TICKET.NUMBER)
        .ifPresent(
            number -> {
              throw Refused.conflict(number + " " + zh, number + " " + en);
            });
  }

  private static TicketBatchRecord batch(DSLContext tx, String number) {
    return tx.selectFrom(TICKET_BATCH)
        .where(TICKET_BATCH.NUMBER.eq(number))
        .fetchOptional()
        .orElseThrow(() -> Refused.notFound("没有批次 " + number, "there is no batch " + number));
  }
}
