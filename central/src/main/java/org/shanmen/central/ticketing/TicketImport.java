package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.CREDENTIAL;
import static org.shanmen.central.db.tables.Tables.IMPORTED_TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_IMPORT;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.shanmen.central.catalogue.TicketTypeStore;
import org.shanmen.central.data.CsvFile;
import org.shanmen.central.data.CsvFile.Problem;
import org.shanmen.central.db.tables.tables.records.ImportedTicketRecord;
import org.shanmen.central.db.tables.tables.records.TicketImportRecord;
import org.shanmen.central.db.tables.tables.records.TicketRecord;
import org.shanmen.central.people.Audit;
import org.shanmen.central.people.PeopleStore;
import org.shanmen.central.ticketing.CredentialStore.Issue;
import org.shanmen.central.web.Actor;
import org.shanmen.central.web.Refused;

/**
 * Takes tickets in that a partner sold and whose codes their holders have. All of a file or
 * nothing; gates hear of them afterwards, see {@link ImportTelling}. No money is booked: what the
 * partner owes is between him and the park. Methods take the caller's transaction and block.
 * Thread-safe.
 */
final class TicketImport {
  /** Rows of one file. */
  static final int ROWS = 10_000;

  private static final int AT_ONCE = 1000;

  private final InstantSource clock;
  private final ZoneId zone;
  private final Audit audit;
  private final TicketTypeStore types;
  private final CodeIssuer issuer;
  private final CredentialStore credentials;
  private final Numbers numbers;

  TicketImport(
      InstantSource clock,
      ZoneId zone,
      Audit audit,
      TicketTypeStore types,
      CodeIssuer issuer,
      Numbers numbers) {
    this.clock = clock;
    this.zone = zone;
    this.audit = audit;
    this.types = types;
    this.issuer = issuer;
    this.credentials = new CredentialStore(issuer);
    this.numbers = numbers;
  }

  /** A file, and who it came from. */
  record Delivery(String partner, String fileName, byte[] file) {
    String hash() {
      try {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /**
   * What came of a file.
   *
   * @param made empty: nothing was imported
   * @param rows that are fit to be imported
   */
  record Outcome(Optional<TicketImportRecord> made, int rows, List<Problem> problems) {}

  /** What a file holds, and what is wrong with it; nothing is changed. */
  Outcome look(DSLContext tx, Delivery delivery) {
    var looked = read(tx, delivery);
    return new Outcome(Optional.empty(), looked.rows().size(), looked.problems());
  }

  /**
   * Imports a file if nothing is wrong with it, or finds the import that the same file was before.
   *
   * @throws Refused if somebody imported the same tickets or codes at the same moment
   */
  Outcome take(DSLContext tx, Actor actor, Delivery delivery) {
    var earlier =
        tx.selectFrom(TICKET_IMPORT)
            .where(TICKET_IMPORT.PARTNER.eq(delivery.partner()))
            .and(TICKET_IMPORT.FILE_HASH.eq(delivery.hash()))
            .fetchOptional();
    if (earlier.isPresent()) {
      return new Outcome(earlier, earlier.get().getTickets(), List.of());
    }
    var looked = read(tx, delivery);
    if (!looked.problems().isEmpty()) {
      return new Outcome(Optional.empty(), looked.rows().size(), looked.problems());
    }
    try {
      var made = store(tx, actor, delivery, looked.rows());
      audit.write(
          tx,
          actor,
          "ticket.import",
          made.getNumber(),
          "%d of %s, %s".formatted(made.getTickets(), delivery.partner(), delivery.fileName()));
      return new Outcome(Optional.of(made), made.getTickets(), List.of());
    } catch (IntegrityConstraintViolationException e) {
      throw Refused.conflict(
          "其中的票正在被另一次操作导入，请稍后重试", "somebody imports the same tickets just now: try again");
    }
  }

  private record Looked(List<ImportedRow> rows, List<Problem> problems) {}

  private Looked read(DSLContext tx, Delivery delivery) {
    var csv = CsvFile.read(delivery.file(), ImportedRow.COLUMNS, ROWS);
    var problems = new ArrayList<>(csv.problems());
    var wanted =
        csv.rows().stream()
            .flatMap(row -> row.value(ImportedRow.TYPE).stream())
            .distinct()
            .toList();
    var today = LocalDate.ofInstant(clock.instant(), zone);
    var reading = new ImportedRow.Reading(types.byCode(tx, wanted), today, zone);
    var rows = csv.rows().stream().flatMap(row -> reading.read(row).stream()).toList();
    problems.addAll(reading.problems());
    problems.addAll(twice(rows, ImportedRow.PARTNER_NUMBER, ImportedRow::partnerNumber));
    problems.addAll(twice(rows, ImportedRow.CODE, row -> row.code().value()));
    for (int from = 0; from < rows.size(); from += AT_ONCE) {
      problems.addAll(
          taken(tx, delivery.partner(), rows.subList(from, Math.min(rows.size(), from + AT_ONCE))));
    }
    problems.sort(java.util.Comparator.comparingLong(Problem::line));
    return new Looked(rows, problems);
  }

  private static List<Problem> twice(
      List<ImportedRow> rows, String column, Function<ImportedRow, String> value) {
    var first = new HashMap<String, Long>();
    var problems = new ArrayList<Problem>();
    for (var row : rows) {
      Long earlier = first.putIfAbsent(value.apply(row), row.line());
      if (earlier != null) {
        problems.add(
            new Problem(
                row.line(), column, "与第 " + earlier + " 行重复", "the same as in line " + earlier));
      }
    }
    return problems;
  }

  private List<Problem> taken(DSLContext tx, String partner, List<ImportedRow> rows) {
    var numbersTaken =
        new HashSet<>(
            tx.select(IMPORTED_TICKET.PARTNER_NUMBER)
                .from(IMPORTED_TICKET)
                .where(IMPORTED_TICKET.PARTNER.eq(partner))
                .and(
                    IMPORTED_TICKET.PARTNER_NUMBER.in(
                        rows.stream().map(ImportedRow::partnerNumber).toList()))
                .fetch(IMPORTED_TICKET.PARTNER_NUMBER));
    var prints = rows.stream().map(row -> issuer.fingerprint(row.code())).toList();
    Collection<Long> codesTaken =
        tx.select(CREDENTIAL.FINGERPRINT)
            .from(CREDENTIAL)
            .where(CREDENTIAL.FINGERPRINT.in(prints))
            .fetchSet(CREDENTIAL.FINGERPRINT);
    var problems = new ArrayList<Problem>();
    for (int i = 0; i < rows.size(); i++) {
      var row = rows.get(i);
      if (numbersTaken.contains(row.partnerNumber())) {
        problems.add(
            new Problem(
                row.line(),
                ImportedRow.PARTNER_NUMBER,
                "该票已导入过：请删除此行",
                "this ticket was imported before: take the line out"));
      } else if (codesTaken.contains(prints.get(i))) {
        problems.add(
            new Problem(
                row.line(),
                ImportedRow.CODE,
                "该票码已属于另一张票",
                "this code shows another ticket already"));
      }
    }
    return problems;
  }

  private TicketImportRecord store(
      DSLContext tx, Actor actor, Delivery delivery, List<ImportedRow> rows) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var made =
        tx.insertInto(TICKET_IMPORT)
            .set(TICKET_IMPORT.NUMBER, numbers.draw('I', now))
            .set(TICKET_IMPORT.PARTNER, delivery.partner())
            .set(TICKET_IMPORT.FILE_NAME, delivery.fileName())
            .set(TICKET_IMPORT.FILE_HASH, delivery.hash())
            .set(TICKET_IMPORT.TICKETS, rows.size())
            .set(TICKET_IMPORT.IMPORTED_AT, utc(now))
            .set(TICKET_IMPORT.IMPORTED_BY, PeopleStore.idOf(tx, actor.name()))
            .returning()
            .fetchSingle();
    for (int from = 0; from < rows.size(); from += AT_ONCE) {
      store(tx, made, from, rows.subList(from, Math.min(rows.size(), from + AT_ONCE)));
    }
    return made;
  }

  private void store(DSLContext tx, TicketImportRecord made, int index, List<ImportedRow> rows) {
    var tickets = new ArrayList<TicketRecord>();
    for (int i = 0; i < rows.size(); i++) {
      tickets.add(ticket(tx, Numbers.ofTicket(made.getNumber(), index + i), rows.get(i)));
    }
    var ids =
        tx.insertInto(TICKET)
            .set(tickets)
            .returning(TICKET.ID, TICKET.NUMBER)
            .fetchMap(TICKET.NUMBER, TICKET.ID);
    var imported = new ArrayList<ImportedTicketRecord>();
    var issues = new ArrayList<Issue>();
    for (int i = 0; i < rows.size(); i++) {
      long id = ids.get(tickets.get(i).getNumber());
      imported.add(imported(made, id, rows.get(i)));
      issues.add(new Issue(id, rows.get(i).code()));
    }
    tx.insertInto(IMPORTED_TICKET).set(imported).execute();
    credentials.issueGiven(tx, issues);
  }

  private static TicketRecord ticket(DSLContext tx, String number, ImportedRow row) {
    var type = row.type().row();
    var ticket = tx.newRecord(TICKET);
    ticket.setNumber(number);
    ticket.setTicketTypeId(type.getId());
    ticket.setState(TicketState.ACTIVE.name());
    ticket.setPriceFen(0L);
    ticket.setPeople(row.people());
    ticket.setEntries(row.type().isGroup() ? row.people() : type.getEntries());
    ticket.setValidFrom(utc(row.validity().from()));
    ticket.setValidUntil(utc(row.validity().until()));
    return ticket;
  }

  private static ImportedTicketRecord imported(
      TicketImportRecord made, long ticketId, ImportedRow row) {
    var record = new ImportedTicketRecord();
    record.setTicketId(ticketId);
    record.setImportId(made.getId());
    record.setPartner(made.getPartner());
    record.setPartnerNumber(row.partnerNumber());
    record.setHolderName(row.holderName().orElse(null));
    record.setHolderId(row.holderId().orElse(null));
    return record;
  }

  private static OffsetDateTime utc(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
