package org.shanmen.central.ticketing;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.shanmen.central.db.tables.tables.records.TicketRecord;
import org.shanmen.central.park.ParkKeys;
import org.shanmen.protocol.Fingerprint;
import org.shanmen.protocol.OpaqueCode;
import org.shanmen.protocol.SignedCode;
import org.shanmen.protocol.wire.CredentialKind;

/** Makes the QR codes of tickets, and the fingerprints of everything presented. Thread-safe. */
final class CodeIssuer {
  private final Fingerprint fingerprint;
  private final SecureRandom random = new SecureRandom();

  CodeIssuer(ParkKeys keys) {
    this.fingerprint = new Fingerprint(keys.fingerprintKey());
  }

  long fingerprint(Presented presented) {
    return fingerprint.of(presented.kind(), presented.value());
  }

  /**
   * What shows the tickets that are being sold, each in the form of its type. Blocks.
   *
   * @param ticketIds in the order of the drafts
   * @return in the same order
   */
  List<Presented> codes(DSLContext tx, List<Draft> drafts, List<Long> ticketIds) {
    Optional<ParkKeys.Signing> signing = Optional.empty();
    var codes = new ArrayList<Presented>();
    for (int i = 0; i < drafts.size(); i++) {
      var draft = drafts.get(i);
      long ticket = ticketIds.get(i);
      if (draft.type().isRotating()) {
        codes.add(rotating(ticket));
      } else if (draft.type().isSigned()) {
        signing = signing.or(() -> Optional.of(ParkKeys.signing(tx)));
        codes.add(signed(draft, ticket, signing.get()));
      } else {
        codes.add(opaque());
      }
    }
    return codes;
  }

  /** What all rotating codes of a ticket have in common. */
  private static Presented rotating(long ticketId) {
    return new Presented(CredentialKind.ROTATING, Long.toUnsignedString(ticketId));
  }

  /**
   * The code that a phone shows from now on, until it is made anew. Blocks.
   *
   * @param ticket of a type that rotates
   */
  static String current(DSLContext tx, TicketRecord ticket, ZoneId zone, Instant now) {
    var signing = ParkKeys.signing(tx);
    var first = LocalDate.ofInstant(ticket.getValidFrom().toInstant(), zone);
    var last = LocalDate.ofInstant(ticket.getValidUntil().toInstant().minusMillis(1), zone);
    return new SignedCode(
            signing.id(),
            ticket.getId(),
            ticket.getTicketTypeId(),
            day(first),
            day(last),
            ticket.getPeople(),
            ticket.getEntries())
        .signRotating(signing.key(), now);
  }

  /** A new random code. */
  Presented opaque() {
    byte[] bytes = new byte[OpaqueCode.RANDOM_BYTES];
    random.nextBytes(bytes);
    return new Presented(CredentialKind.QR, OpaqueCode.of(bytes));
  }

  private static Presented signed(Draft draft, long ticketId, ParkKeys.Signing signing) {
    var code =
        new SignedCode(
            signing.id(),
            ticketId,
            draft.type().row().getId(),
            day(draft.validity().first()),
            day(draft.validity().last()),
            draft.people(),
            draft.entries());
    return new Presented(CredentialKind.QR, code.sign(signing.key()));
  }

  private static int day(LocalDate date) {
    return (int) (date.toEpochDay() - SignedCode.EPOCH_DAY);
  }
}
