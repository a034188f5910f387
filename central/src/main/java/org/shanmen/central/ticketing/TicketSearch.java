package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.CREDENTIAL;
import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_BATCH;
import static org.shanmen.central.db.tables.Tables.TICKET_ORDER;

import io.vertx.core.json.JsonArray;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.shanmen.central.web.Call;
import org.shanmen.central.web.Refused;
import org.shanmen.protocol.Fingerprint;
import org.shanmen.protocol.wire.CredentialKind;

/**
 * What tickets are looked for by at a window: what stands on the paper, what is presented, or, of a
 * paper that was lost, whom it was sold to.
 */
record TicketSearch(Condition which) {
  /** What a reader at a window gives of itself. */
  private static final List<CredentialKind> PRESENTED =
      List.of(CredentialKind.QR, CredentialKind.CARD, CredentialKind.FACE, CredentialKind.ID_CARD);

  /**
   * @throws Refused unless exactly one is given that tickets are looked for by
   */
  static TicketSearch of(Call call) {
    var kind = call.query("credential_kind");
    var credential = call.query("credential");
    var given =
        Stream.of(
                call.query("number").map(TicketSearch::numbered),
                credential.map(value -> presented(kind, value)),
                call.query("phone").map(TicketSearch::phone),
                call.query("id_number").map(OrderReader.Search::ofPerson))
            .flatMap(Optional::stream)
            .toList();
    if (given.size() != 1 || (kind.isPresent() && credential.isEmpty())) {
      throw Refused.unprocessable(
          "请给出 number、credential(可带 credential_kind)、phone、id_number 中的一项",
          "give one of number, credential (with or without credential_kind), phone and id_number");
    }
    return new TicketSearch(given.get(0));
  }

  /** Oldest first. Blocks. */
  JsonArray find(DSLContext tx) {
    return TicketReader.tickets(tx, which);
  }

  /** The ticket of this number, or all tickets of the order or batch of this number. */
  private static Condition numbered(String text) {
    String number = text.strip().toUpperCase(Locale.ROOT);
    return TICKET
        .NUMBER
        .eq(number)
        .or(TICKET_ORDER.NUMBER.eq(number))
        .or(TICKET_BATCH.NUMBER.eq(number));
  }

  private static Condition phone(String text) {
    return TICKET_ORDER.CONTACT_PHONE.eq(Contact.digits(text));
  }

  /** Unlike when selling, any text may be looked for. */
  private static Condition presented(Optional<String> kind, String value) {
    var kinds = kind.map(CredentialKind::valueOf).map(List::of).orElse(PRESENTED);
    var any =
        DSL.or(
            kinds.stream()
                .map(
                    each ->
                        CREDENTIAL
                            .KIND
                            .eq(each.name())
                            .and(CREDENTIAL.VALUE.eq(Fingerprint.normalise(each, value))))
                .toList());
    return TICKET.ID.in(DSL.select(CREDENTIAL.TICKET_ID).from(CREDENTIAL).where(any));
  }
}
