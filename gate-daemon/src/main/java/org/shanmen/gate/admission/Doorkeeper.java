package org.shanmen.gate.admission;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongToIntFunction;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.shanmen.protocol.Fingerprint;
import org.shanmen.protocol.SignedCode;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.LaneSettings;
import org.shanmen.protocol.wire.Reason;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.protocol.wire.TicketKey;
import org.shanmen.protocol.wire.TicketTemplate;

/**
 * Finds the right behind a credential and puts it before {@link Admission}.
 *
 * <p>The whitelist is asked first, by fingerprint. Only a QR code that it does not hold is checked
 * for the park's signature: a genuine one stands for the right with its id, as the whitelist holds
 * it (so a refund counts), or else for the right that the code itself describes. A genuine code of
 * a ticket type that the gate does not hold is {@link Reason#STALE}.
 *
 * <p>Not thread-safe; owned by the lane loop.
 */
public final class Doorkeeper {
  private static final int REHEARSALS = 30;

  private final Fingerprint fingerprint;
  private final Map<Integer, Ed25519PublicKeyParameters> keys = new HashMap<>();
  private final LaneFacts lane;
  private final Rights rights;

  /**
   * @throws RuntimeException if the centre's settings make no sense: an unknown zone, a key of the
   *     wrong length
   */
  public Doorkeeper(LaneSettings settings, Rights rights) {
    this.fingerprint = new Fingerprint(settings.getFingerprintKey().toByteArray());
    this.lane =
        new LaneFacts(settings.getArea(), settings.getKind(), ZoneId.of(settings.getZone()));
    for (TicketKey key : settings.getTicketKeysList()) {
      keys.put(key.getId(), new Ed25519PublicKeyParameters(key.getPublicKey().toByteArray()));
    }
    this.rights = rights;
  }

  /** Under which the credential stands in whitelist, journal and log. */
  public long fingerprint(CredentialKind kind, String value) {
    return fingerprint.of(kind, value);
  }

  /**
   * @param fingerprint of the same kind and value
   * @param reserved people whom the lane has admitted on a right and who have not passed yet
   */
  public Decision judge(
      CredentialKind kind,
      String value,
      long fingerprint,
      LongToIntFunction reserved,
      long nowMillis) {
    var known = rights.right(fingerprint);
    if (known.isPresent()) {
      return decide(known.get(), reserved, nowMillis);
    }
    if (kind != CredentialKind.QR) {
      return Admission.decideUnknown(Reason.UNKNOWN, lane);
    }
    var check = SignedCode.check(Fingerprint.normalise(kind, value), keys::get);
    if (check instanceof SignedCode.Check.Genuine genuine) {
      var code = genuine.code();
      return decide(rights.rightById(code.right()).orElse(describedBy(code)), reserved, nowMillis);
    }
    return Admission.decideUnknown(
        check instanceof SignedCode.Check.Forged ? Reason.FORGED : Reason.UNKNOWN, lane);
  }

  /**
   * Judges a few credentials that nobody holds, so that the first visitor does not wait while the
   * machine loads and compiles what it needs. Some ten milliseconds.
   */
  public void rehearse() {
    int keyId = keys.keySet().stream().findFirst().orElse(0);
    var nobodysKey =
        new Ed25519PrivateKeyParameters(new byte[Ed25519PrivateKeyParameters.KEY_SIZE]);
    String forged = new SignedCode(keyId, 0, 1, 0, 0, 1, 1).sign(nobodysKey);
    for (int i = 0; i < REHEARSALS; i++) {
      judge(CredentialKind.QR, forged, fingerprint(CredentialKind.QR, forged), right -> 0, 0);
      String card = Integer.toHexString(i);
      judge(CredentialKind.CARD, card, fingerprint(CredentialKind.CARD, card), right -> 0, 0);
      decide(Right.getDefaultInstance(), right -> 0, 0);
    }
  }

  private Decision decide(Right right, LongToIntFunction reserved, long nowMillis) {
    Optional<TicketTemplate> template = rights.template(right.getTemplate());
    return Admission.decide(
        right,
        template,
        rights.uses(right.getId()),
        reserved.applyAsInt(right.getId()),
        lane,
        nowMillis);
  }

  private Right describedBy(SignedCode code) {
    return Right.newBuilder()
        .setId(code.right())
        .setTemplate(code.template())
        .setState(RightState.ACTIVE)
        .setValidFrom(startOfDay(code.fromDay()))
        .setValidUntil(startOfDay(code.untilDay() + 1))
        .setEntries(code.entries())
        .setPeople(code.people())
        .build();
  }

  private long startOfDay(int day) {
    return LocalDate.ofEpochDay(SignedCode.EPOCH_DAY + (long) day)
        .atStartOfDay(lane.zone())
        .toEpochSecond();
  }
}
