package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.CREDENTIAL;
import static org.shanmen.central.db.tables.Tables.TICKET;

import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.shanmen.central.db.tables.tables.records.TicketRecord;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.central.people.Audit;
import org.shanmen.central.ticketing.CredentialStore.Issue;
import org.shanmen.central.web.Actor;
import org.shanmen.central.web.Refused;
import org.shanmen.protocol.SignedCode;
import org.shanmen.protocol.wire.CredentialKind;

/**
 * Codes of tickets that were sold before: what a phone shows at the moment, and a new code in place
 * of one that was lost or revoked. Methods take the caller's transaction and block. Thread-safe.
 */
final class CodeDesk {
  private final InstantSource clock;
  private final ZoneId zone;
  private final Audit audit;
  private final ChangeLog changeLog;
  private final CodeIssuer issuer;
  private final CredentialStore credentials;

  CodeDesk(InstantSource clock, ZoneId zone, Audit audit, ChangeLog changeLog, CodeIssuer issuer) {
    this.clock = clock;
    this.zone = zone;
    this.audit = audit;
    this.changeLog = changeLog;
    this.issuer = issuer;
    this.credentials = new CredentialStore(issuer);
  }

  /**
   * The rotating code of a ticket as it is now.
   *
   * @return as openapi.yaml shows it
   * @throws Refused if there is no such ticket, it is not active, or its code does not rotate
   */
  JsonObject current(DSLContext tx, String number) {
    var ticket =
        tx.selectFrom(TICKET)
            .where(TICKET.NUMBER.eq(number))
            .fetchOptional()
            .orElseThrow(() -> unknown(number));
    requireActive(ticket);
    if (!tx.fetchExists(CREDENTIAL, codesOf(ticket, CredentialKind.ROTATING))) {
      throw Refused.conflict(
          "此票没有动态码（票种不是 ROTATING，或已换发固定码）：" + number,
          number + " has no rotating code: its type is not ROTATING, or it was given a fixed one");
    }
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return new JsonObject()
        .put("code", CodeIssuer.current(tx, ticket, zone, now))
        .put("made_at", now.toString())
        .put("refresh_seconds", SignedCode.REFRESH_SECONDS);
  }

  /**
   * The code that is printed on a ticket.
   *
   * @return as openapi.yaml shows it
   * @throws Refused if there is no such ticket, it is not active, or it has no code for paper
   */
  JsonObject printed(DSLContext tx, String number) {
    var ticket =
        tx.selectFrom(TICKET)
            .where(TICKET.NUMBER.eq(number))
            .fetchOptional()
            .orElseThrow(() -> unknown(number));
    requireActive(ticket);
    String text =
        tx.select(CREDENTIAL.VALUE)
            .from(CREDENTIAL)
            .where(codesOf(ticket, CredentialKind.QR))
            .fetchOptional(CREDENTIAL.VALUE)
            .orElseThrow(
                () ->
                    Refused.conflict(
                        "动态码不能印在纸上：" + number, "a rotating code cannot be printed: " + number));
    return new JsonObject().put("text", text).put("modules", QrModules.of(text));
  }

  /**
   * Gives a ticket a new code that does not rotate. Gates refuse the earlier ones from then on.
   *
   * @return the ticket as openapi.yaml shows it
   * @throws Refused if there is no such ticket, or it is not active
   */
  JsonObject replace(DSLContext tx, Actor actor, String number, String reason) {
    changeLog.lock(tx); // before the ticket's, as everybody does who needs both
    var ticket =
        tx.selectFrom(TICKET)
            .where(TICKET.NUMBER.eq(number))
            .forUpdate()
            .fetchOptional()
            .orElseThrow(() -> unknown(number));
    requireActive(ticket);
    tx.deleteFrom(CREDENTIAL)
        .where(codesOf(ticket, CredentialKind.QR).or(codesOf(ticket, CredentialKind.ROTATING)))
        .execute();
    credentials.issue(tx, List.of(new Issue(ticket.getId(), issuer.opaque())), clock.instant());
    audit.write(tx, actor, "ticket.new-code", number, reason);
    changeLog.append(tx, Rights.changes(tx, List.of(ticket.getId())));
    return TicketReader.ticket(tx, number);
  }

  private static Condition codesOf(TicketRecord ticket, CredentialKind kind) {
    return CREDENTIAL.TICKET_ID.eq(ticket.getId()).and(CREDENTIAL.KIND.eq(kind.name()));
  }

  private static void requireActive(TicketRecord ticket) {
    if (!ticket.getState().equals(TicketState.ACTIVE.name())) {
      throw Refused.conflict(
          "此票无效（状态 %s）：%s".formatted(ticket.getState(), ticket.getNumber()),
          "%s is %s: it has no code".formatted(ticket.getNumber(), ticket.getState()));
    }
  }

  private static Refused unknown(String number) {
    return Refused.notFound("没有票 " + number, "there is no ticket " + number);
  }
}
