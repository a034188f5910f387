package org.shanmen.sim.scenario;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.RightState;

/** Reads tickets: {@code NAME TYPE[: clause, clause, ...]}, or changes of one. */
final class Tickets {
  static final Map<String, RightState> STATES =
      Map.of(
          "active", RightState.ACTIVE,
          "not-activated", RightState.RIGHT_NOT_ACTIVATED,
          "revoked", RightState.RIGHT_REVOKED,
          "lost", RightState.RIGHT_LOST,
          "blocked", RightState.RIGHT_BLOCKED);
  static final Map<String, CredentialKind> CREDENTIALS =
      Map.of(
          "qr", CredentialKind.QR,
          "card", CredentialKind.CARD,
          "face", CredentialKind.FACE,
          "id", CredentialKind.ID_CARD);
  private static final String CLAUSES =
      "on, from, until, entries, people, credit, state, qr, card, face, id, signed or rotating";
  private static final long FIRST_ID = 1001;

  private final Park park;

  Tickets(Park park) {
    this.park = park;
  }

  /**
   * Reads a ticket and notes it in the park.
   *
   * @param sold the day of its sale if that is known; its validity if it says none
   */
  TicketSpec read(Words words, Optional<LocalDate> sold) {
    String name = words.take("the ticket's name");
    if (park.tickets.containsKey(name)) {
      throw words.mistake("there is a ticket " + name + " already", "门票重名");
    }
    var type = words.take("a type that is declared above: " + park.types.keySet(), park.types::get);
    var fresh =
        new TicketSpec(
            name,
            FIRST_ID + park.tickets.size(),
            type,
            RightState.ACTIVE,
            sold.map(LocalDate::atStartOfDay),
            sold.map(day -> day.plusDays(1).atStartOfDay()),
            type.entries(),
            type.people(),
            type.creditFen(),
            List.of(),
            false,
            false);
    var ticket = clauses(words, fresh);
    if (ticket.credentials().isEmpty()) {
      var named = List.of(new TicketSpec.Credential(CredentialKind.QR, name));
      ticket = with(ticket, named);
    }
    park.tickets.put(name, ticket);
    return ticket;
  }

  /** Reads what is different about a sold ticket from now on. Credentials replace the old ones. */
  TicketSpec change(Words words) {
    var old = known(words);
    var changed = clauses(words, with(old, List.of()));
    if (changed.credentials().isEmpty()) {
      changed = with(changed, old.credentials());
    }
    park.tickets.put(changed.name(), changed);
    return changed;
  }

  TicketSpec known(Words words) {
    return words.take("a ticket that is declared above", park.tickets::get);
  }

  private TicketSpec clauses(Words words, TicketSpec ticket) {
    var state = ticket.state();
    var from = ticket.from();
    var until = ticket.until();
    int entries = ticket.entries();
    int people = ticket.people();
    long credit = ticket.creditFen();
    boolean signed = ticket.signed();
    boolean rotating = ticket.rotating();
    var credentials = new ArrayList<>(ticket.credentials());
    if (words.took(":")) {
      do {
        String clause = words.take("a clause: " + CLAUSES);
        switch (clause) {
          case "on" -> {
            var day = Quantities.date(words);
            from = Optional.of(day.atStartOfDay());
            until = Optional.of(day.plusDays(1).atStartOfDay());
          }
          case "from" -> from = Optional.of(moment(words, 0));
          case "until" -> until = Optional.of(moment(words, 1));
          case "entries" -> entries = words.count("entries; 0: no limit", 0);
          case "people" -> people = words.count("people", 1);
          case "credit" -> credit = Quantities.fen(words, "the credit");
          case "state" -> state = words.choose(STATES);
          case "signed", "rotating" -> {
            signed = true;
            rotating = rotating || clause.equals("rotating");
            park.signedCodes = true;
          }
          case "qr", "card", "face", "id" ->
              credentials.add(
                  new TicketSpec.Credential(
                      CREDENTIALS.get(clause), words.take("the code or number")));
          default -> throw words.unexpected(clause, CLAUSES);
        }
      } while (words.took(","));
    }
    return new TicketSpec(
        ticket.name(),
        ticket.id(),
        ticket.type(),
        state,
        from,
        until,
        entries,
        people,
        credit,
        credentials,
        signed,
        rotating);
  }

  /** {@code 2026-05-01}, or {@code 2026-05-01T12:30}; a day's end is the start of the next. */
  private static LocalDateTime moment(Words words, int daysMore) {
    return words.take(
        "a date or time such as 2026-05-01 or 2026-05-01T12:30",
        word ->
            word.contains("T")
                ? LocalDateTime.parse(word)
                : LocalDate.parse(word).plusDays(daysMore).atStartOfDay());
  }

  private static TicketSpec with(TicketSpec ticket, List<TicketSpec.Credential> credentials) {
    return new TicketSpec(
        ticket.name(),
        ticket.id(),
        ticket.type(),
        ticket.state(),
        ticket.from(),
        ticket.until(),
        ticket.entries(),
        ticket.people(),
        ticket.creditFen(),
        credentials,
        ticket.signed(),
        ticket.rotating());
  }
}
