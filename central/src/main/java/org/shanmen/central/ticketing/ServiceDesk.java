package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.TICKET;

import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.shanmen.central.catalogue.TicketTypeStore;
import org.shanmen.central.credit.Balance;
import org.shanmen.central.credit.CreditBook;
import org.shanmen.central.db.tables.tables.records.TicketRecord;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.central.money.Payment;
import org.shanmen.central.money.Shifts;
import org.shanmen.central.people.Audit;
import org.shanmen.central.web.Actor;
import org.shanmen.central.web.Refused;
import org.shanmen.central.web.Role;

/**
 * What happens to tickets that are sold: reported lost, blocked, found again; money paid in;
 * printed again. The gates are told in the same transaction. Methods take it and block.
 * Thread-safe.
 */
final class ServiceDesk {
  private final InstantSource clock;
  private final Audit audit;
  private final ChangeLog changeLog;
  private final TicketTypeStore types;

  ServiceDesk(InstantSource clock, Audit audit, ChangeLog changeLog, TicketTypeStore types) {
    this.clock = clock;
    this.audit = audit;
    this.changeLog = changeLog;
    this.types = types;
  }

  /**
   * Freezes a ticket, or makes a frozen one active again. Asking for what holds changes nothing.
   *
   * @param wanted ACTIVE, LOST or BLOCKED
   * @return the ticket as openapi.yaml shows it
   * @throws Refused if there is no such ticket, it is not sold or was refunded, or the caller may
   *     not
   */
  JsonObject change(DSLContext tx, Actor actor, String number, TicketState wanted, String reason) {
    var ticket = locked(tx, number);
    var state = TicketState.valueOf(ticket.getState());
    if (state != TicketState.ACTIVE && !state.frozen()) {
      throw Refused.conflict(
          "此票未售出或已退：" + number, number + " is " + state + ": it was not sold, or was refunded");
    }
    boolean blocking = wanted == TicketState.BLOCKED || state == TicketState.BLOCKED;
    if (blocking && !mayBlock(actor)) {
      throw Refused.forbidden(
          "冻结和解冻需要控制中心或管理员权限", "blocking and unblocking needs the role control or admin");
    }
    if (state != wanted) {
      ticket.setState(wanted.name());
      ticket.store();
      audit.write(
          tx,
          actor,
          "ticket.state",
          number,
          state + " -> " + wanted + (reason.isBlank() ? "" : ": " + reason));
      changeLog.append(tx, Rights.changes(tx, List.of(ticket.getId())));
    }
    return TicketReader.ticket(tx, number);
  }

  private static boolean mayBlock(Actor actor) {
    var able = EnumSet.of(Role.CONTROL, Role.ADMIN);
    return actor.roles().stream().anyMatch(able::contains);
  }

  /**
   * Pays in.
   *
   * @param parts what the visitor pays and what the park adds
   * @param key of the request, if it has one; a repeated one pays nothing in
   * @return the ticket as openapi.yaml shows it
   * @throws Refused if there is no such ticket, it is not active, is over or holds no money, or
   *     would hold too much, or the bonus is too high; never because of what became of it since the
   *     key's first request
   */
  JsonObject topUp(
      DSLContext tx,
      Actor actor,
      String number,
      Balance.Parts parts,
      Payment payment,
      Optional<String> key) {
    var ticket = locked(tx, number);
    var till = Shifts.tillOf(tx, actor);
    var payIn = new CreditBook.PayIn(ticket.getId(), parts, payment, till, key);
    switch (CreditBook.earlier(tx, payIn)) {
      case SAME -> {
        return TicketReader.ticket(tx, number);
      }
      case OTHER ->
          throw Refused.conflict(
              "此 Idempotency-Key 已用于另一请求", "this Idempotency-Key was used for another request");
      case NONE -> {}
    }
    requireMoneyFits(tx, ticket, parts);
    CreditBook.topUp(tx, payIn, clock.instant());
    audit.write(
        tx,
        actor,
        "ticket.top-up",
        number,
        "%d + %d fen, %s".formatted(parts.principal(), parts.bonus(), payment));
    changeLog.append(tx, Rights.changes(tx, List.of(ticket.getId())));
    return TicketReader.ticket(tx, number);
  }

  /**
   * Notes that a ticket is printed again.
   *
   * @return the ticket as openapi.yaml shows it
   * @throws Refused if there is no such ticket, or it is not active
   */
  JsonObject reprint(DSLContext tx, Actor actor, String number, String reason) {
    var ticket = locked(tx, number);
    if (!ticket.getState().equals(TicketState.ACTIVE.name())) {
      throw Refused.conflict(
          "此票无效（状态 %s），不能重打：%s".formatted(ticket.getState(), number),
          "%s is %s: it is not printed again".formatted(number, ticket.getState()));
    }
    ticket.setReprints(ticket.getReprints() + 1);
    ticket.store();
    audit.write(tx, actor, "ticket.reprint", number, reason);
    return TicketReader.ticket(tx, number);
  }

  private void requireMoneyFits(DSLContext tx, TicketRecord ticket, Balance.Parts parts) {
    String number = ticket.getNumber();
    if (!ticket.getState().equals(TicketState.ACTIVE.name())) {
      throw Refused.conflict(
          "此票不可充值（状态 %s）：%s".formatted(ticket.getState(), number),
          "%s is %s: no money can be paid in".formatted(number, ticket.getState()));
    }
    if (!clock.instant().isBefore(ticket.getValidUntil().toInstant())) {
      throw Refused.conflict("此票已过期，不可充值：" + number, number + " is over: no money can be paid in");
    }
    var account = CreditBook.of(tx, List.of(ticket.getId())).get(ticket.getId());
    if (account == null) {
      throw Refused.conflict("此票不是储值票：" + number, number + " holds no money");
    }
    types.byId(tx, ticket.getTicketTypeId()).requireBonusFits(parts);
    if (account.balance().left().total() + parts.total() > Balance.MOST) {
      throw Refused.unprocessable(
          "余额过大，最多 " + Balance.MOST + " 分", "too much: at most " + Balance.MOST + " fen");
    }
  }

  /** After the change log's lock, as everybody does who needs both. */
  private TicketRecord locked(DSLContext tx, String number) {
    changeLog.lock(tx);
    return tx.selectFrom(TICKET)
        .where(TICKET.NUMBER.eq(number))
        .forUpdate()
        .fetchOptional()
        .orElseThrow(() -> Refused.notFound("没有票 " + number, "there is no ticket " + number));
  }
}
