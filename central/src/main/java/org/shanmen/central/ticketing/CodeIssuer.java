package org.shanmen.central.ticketing;

import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
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
   * The codes of tickets that are being sold, each in the form of its type. Blocks.
   *
   * @param ticketIds in the order of the drafts
   * @return in the same order
   */
  List<Presented> codes(DSLContext tx, List<Draft> drafts, List<Long> ticketIds) {
    boolean signs = drafts.stream().anyMatch(draft -> draft.type().isSigned());
    var signing = signs ? Optional.of(ParkKeys.signing(tx)) : Optional.<ParkKeys.Signing>empty();
    var codes = new ArrayList<Presented>();
    for (int i = 0; i < drafts.size(); i++) {
      codes.add(
          drafts.get(i).type().isSigned()
              ? signed(drafts.get(i), ticketIds.get(i), signing.orElseThrow())
              : opaque());
    }
    return codes;
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
