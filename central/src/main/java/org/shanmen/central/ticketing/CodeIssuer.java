package org.shanmen.central.ticketing;

import java.security.SecureRandom;
import java.time.LocalDate;
import org.shanmen.central.park.ParkKeys;
import org.shanmen.protocol.Fingerprint;
import org.shanmen.protocol.OpaqueCode;
import org.shanmen.protocol.SignedCode;
import org.shanmen.protocol.wire.CredentialKind;

/** Makes the QR codes of tickets, and the fingerprints of everything presented. Thread-safe. */
final class CodeIssuer {
  private final ParkKeys keys;
  private final Fingerprint fingerprint;
  private final SecureRandom random = new SecureRandom();

  CodeIssuer(ParkKeys keys) {
    this.keys = keys;
    this.fingerprint = new Fingerprint(keys.fingerprintKey());
  }

  long fingerprint(Presented presented) {
    return fingerprint.of(presented.kind(), presented.value());
  }

  /** The code of a ticket, in the form of its type. */
  Presented code(Draft draft, long ticketId) {
    return draft.type().row().getCodeForm().equals("SIGNED") ? signed(draft, ticketId) : opaque();
  }

  /** A new random code. */
  Presented opaque() {
    byte[] bytes = new byte[OpaqueCode.RANDOM_BYTES];
    random.nextBytes(bytes);
    return new Presented(CredentialKind.QR, OpaqueCode.of(bytes));
  }

  private Presented signed(Draft draft, long ticketId) {
    var code =
        new SignedCode(
            keys.signingId(),
            ticketId,
            draft.type().row().getId(),
            day(draft.validity().first()),
            day(draft.validity().last()),
            draft.people(),
            draft.entries());
    return new Presented(CredentialKind.QR, code.sign(keys.signing()));
  }

  private static int day(LocalDate date) {
    return (int) (date.toEpochDay() - SignedCode.EPOCH_DAY);
  }
}
