package org.shanmen.gate.admission;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.shanmen.protocol.Fingerprint;
import org.shanmen.protocol.SignedCode;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.LaneSettings;
import org.shanmen.protocol.wire.OfflinePolicy;
import org.shanmen.protocol.wire.Question;
import org.shanmen.protocol.wire.Reason;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.protocol.wire.Use;

/**
 * Finds the right behind a credential and puts it before {@link Admission}.
 *
 * <p>The whitelist is asked first, by fingerprint; of several rights {@link Choice} takes one. Only
 * a QR code that it does not hold is checked for the park's signature. A genuine one opens by
 * itself, as the right that it describes, only while the whitelist does not hold that right: the
 * gate has not heard of it yet. Once it has, the right opens by its listed fingerprints alone, so a
 * code that is no longer among them was replaced or reprinted and is {@link Reason#REPLACED}. A
 * genuine code of a ticket type that the gate does not hold is {@link Reason#STALE}. One that was
 * signed with a key whose time is over is {@link Reason#REVOKED}, listed or not: whoever stole the
 * key can make the codes of listed tickets, too. One of a key newer than all that a gate knows is
 * {@link Reason#STALE} while the gate has no link: keys may have been rotated since.
 *
 * <p>A rotating code is always checked, for when it was made; {@link Rule#FRESH} tells whether that
 * is too long ago.
 *
 * <p>Not thread-safe; owned by the lane loop.
 */
public final class Doorkeeper {
  /** A JVM compiles what was called 200 times. */
  private static final int LOOK_UPS_REHEARSED = 220;

  /** Each takes long, and is made of loops, which are compiled sooner. */
  private static final int SIGNATURES_REHEARSED = 20;

  private static final long NOT_ROTATING = 0;

  private final Fingerprint fingerprint;
  private final TicketKeys keys;
  private final LaneSettings lane;
  private final ZoneId zone;
  private final Rights rights;

  /**
   * Reads no ticket key yet, see {@link #checkKeys}.
   *
   * @throws RuntimeException if the centre's settings make no sense: an unknown zone, a fingerprint
   *     key of the wrong length
   */
  public Doorkeeper(LaneSettings settings, Rights rights) {
    this.fingerprint = new Fingerprint(settings.getFingerprintKey().toByteArray());
    this.lane = settings;
    this.zone = ZoneId.of(settings.getZone());
    this.keys = new TicketKeys(settings.getTicketKeysList());
    this.rights = rights;
  }

  /**
   * For settings that were never in force. A key that is none would otherwise show only as codes
   * that are not genuine.
   *
   * @throws IllegalArgumentException if a ticket key is none
   */
  public void checkKeys() {
    keys.check();
  }

  /**
   * Under which the credential stands in whitelist, journal and log: one and the same for all
   * genuine rotating codes of a right. Whoever only names somebody else's right is not taken for
   * him.
   */
  public long fingerprint(CredentialKind kind, String value) {
    String text = Fingerprint.normalise(kind, value);
    return kind == CredentialKind.QR
            && SignedCode.isRotating(text)
            && SignedCode.check(text, keys::get) instanceof SignedCode.Check.Genuine genuine
        ? fingerprint.ofRotating(genuine.code().right())
        : fingerprint.of(kind, value);
  }

  /**
   * Judges a credential.
   *
   * @param fingerprint of the same kind and value
   */
  public Judgement judge(
      CredentialKind kind, String value, long fingerprint, Circumstances circumstances) {
    var known = rights.rights(fingerprint);
    if (!known.isEmpty() && !mustBeChecked(kind, value, circumstances)) {
      return notForHimself(among(known, NOT_ROTATING, circumstances));
    }
    if (kind != CredentialKind.QR) {
      return unknown(Reason.UNKNOWN);
    }
    var check = SignedCode.check(Fingerprint.normalise(kind, value), keys::get);
    if (check instanceof SignedCode.Check.Genuine genuine) {
      return isOfAnEndedKey(value, circumstances)
          ? unknown(Reason.REVOKED)
          : notForHimself(signed(genuine, fingerprint, circumstances));
    }
    if (check instanceof SignedCode.Check.NotSigned) {
      return unknown(Reason.UNKNOWN);
    }
    return unknown(mayBeOfALaterKey(value, circumstances) ? Reason.STALE : Reason.FORGED);
  }

  /**
   * Judges a right that the list holds, however it was shown; empty if it holds it not, or not any
   * more.
   */
  public Optional<Judgement> judge(long right, Circumstances circumstances) {
    return rights.rightById(right).map(held -> judge(held, false, NOT_ROTATING, circumstances));
  }

  /** That the list has its fingerprint does not show that a code is genuine, or still good. */
  private boolean mustBeChecked(CredentialKind kind, String value, Circumstances circumstances) {
    return kind == CredentialKind.QR
        && (SignedCode.isRotating(Fingerprint.normalise(kind, value))
            || isOfAnEndedKey(value, circumstances));
  }

  private Judgement signed(
      SignedCode.Check.Genuine genuine, long fingerprint, Circumstances circumstances) {
    long madeAtMillis = genuine.madeAt().map(Instant::toEpochMilli).orElse(NOT_ROTATING);
    var held = rights.rightById(genuine.code().right());
    if (held.isEmpty()) {
      return judge(describedBy(genuine.code()), false, madeAtMillis, circumstances);
    }
    // The sale may have come in while the signature was checked: then the code is not an old one.
    var known = rights.rights(fingerprint);
    return known.isEmpty()
        ? judge(held.get(), true, madeAtMillis, circumstances)
        : among(known, madeAtMillis, circumstances);
  }

  private Judgement among(List<Right> known, long codeMadeAtMillis, Circumstances circumstances) {
    return Choice.among(
        known.stream().map(right -> judge(right, false, codeMadeAtMillis, circumstances)).toList());
  }

  /** Keys are numbered upwards, and whoever has a link knows them all. */
  private boolean mayBeOfALaterKey(String value, Circumstances circumstances) {
    int key = SignedCode.claimedKey(Fingerprint.normalise(CredentialKind.QR, value));
    return !circumstances.online() && keys.ids().stream().allMatch(known -> known < key);
  }

  private boolean isOfAnEndedKey(String value, Circumstances circumstances) {
    if (!keys.anyEnds()) {
      return false;
    }
    int key = SignedCode.claimedKey(Fingerprint.normalise(CredentialKind.QR, value));
    return keys.isOver(key, circumstances.nowMillis());
  }

  /**
   * Judges a few credentials that nobody holds, so that early visitors do not wait while the
   * machine loads and compiles what it needs. Some hundred milliseconds at first.
   */
  public void rehearse() {
    int keyId = keys.ids().stream().findFirst().orElse(0);
    var nobodysKey =
        new Ed25519PrivateKeyParameters(new byte[Ed25519PrivateKeyParameters.KEY_SIZE]);
    String forged = new SignedCode(keyId, 0, 1, 0, 0, 1, 1).sign(nobodysKey);
    var nobody = new Circumstances(Direction.IN, right -> 0, right -> 0, false, true, 0);
    for (int i = 0; i < SIGNATURES_REHEARSED; i++) {
      judge(CredentialKind.QR, forged, fingerprint(CredentialKind.QR, forged), nobody);
    }
    for (int i = 0; i < LOOK_UPS_REHEARSED; i++) {
      String card = Integer.toHexString(i);
      judge(CredentialKind.CARD, card, fingerprint(CredentialKind.CARD, card), nobody);
      judge(Right.getDefaultInstance(), false, NOT_ROTATING, nobody);
    }
  }

  private Judgement unknown(Reason reason) {
    return new Judgement(Admission.decideUnknown(reason, lane.getKind()), Optional.empty(), 0);
  }

  /**
   * Whoever is awaited is refused for being awaited, most often. What else stands against him is
   * what he has to be told: his ticket may have ended, or been revoked, since.
   */
  private static Judgement notForHimself(Judgement judgement) {
    boolean awaited =
        judgement.question().map(Question::getReserved).filter(people -> people != 0).isPresent();
    if (!awaited || !(judgement.decision() instanceof Decision.Refuse asAwaited)) {
      return judgement;
    }
    var alone = judgement.question().get().toBuilder().clearReserved().build();
    return Admission.decide(alone) instanceof Decision.Refuse refusal
            && refusal.reason() != asAwaited.reason()
        ? new Judgement(refusal, Optional.of(alone), judgement.staff())
        : judgement;
  }

  private Judgement judge(
      Right right, boolean replaced, long codeMadeAtMillis, Circumstances circumstances) {
    var question =
        Question.newBuilder()
            .setRight(withoutFingerprints(right))
            .addAllUses(united(rights.uses(right.getId()), circumstances.claimed(), right))
            .setReserved(circumstances.reserved().applyAsInt(right.getId()))
            .setArea(lane.getArea())
            .setCheckPoint(lane.getCheckPoint())
            .setLane(lane.getKind())
            .setDirection(directionOf(circumstances))
            .setZone(lane.getZone())
            .setNowMillis(circumstances.nowMillis())
            .setClock(circumstances.clock())
            .setAreaFull(circumstances.areaFull())
            .setOnline(circumstances.online())
            .setUnconfirmedFen(circumstances.unconfirmedFen().applyAsInt(right.getId()))
            .setReplaced(replaced)
            .setCodeMadeAtMillis(codeMadeAtMillis);
    rights.template(right.getTemplate()).ifPresent(question::setTemplate);
    if (question.getTemplate().getOffline() != OfflinePolicy.OFFLINE_OPEN) {
      question.setClaim(circumstances.claimed().of(right.getId()));
    }
    var facts = new Case(question.build());
    long staff = Admission.isStaffOnDuty(facts) ? right.getId() : 0;
    return new Judgement(Admission.decide(facts), Optional.of(facts.question()), staff);
  }

  /** No rule looks at them, and the question goes into the journal. */
  private static Right withoutFingerprints(Right right) {
    return right.getFingerprintsCount() == 0
        ? right
        : right.toBuilder().clearFingerprints().build();
  }

  /** What this gate knows, and what the centre has told of besides. */
  private static Iterable<Use> united(List<Use> known, Claimed claimed, Right right) {
    var told = claimed.usesOf(right.getId());
    if (told.isEmpty()) {
      return known;
    }
    var united = new LinkedHashMap<UseName, Use>();
    known.forEach(use -> united.put(UseName.of(use), use));
    told.forEach(use -> united.putIfAbsent(UseName.of(use), use));
    return united.values();
  }

  private record UseName(int gate, long epoch, long sequence) {
    static UseName of(Use use) {
      return new UseName(use.getGateNumber(), use.getEpoch(), use.getSequence());
    }
  }

  private Direction directionOf(Circumstances circumstances) {
    return switch (lane.getKind()) {
      case EXIT -> Direction.OUT;
      case TWO_WAY -> circumstances.direction();
      default -> Direction.IN;
    };
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
        .atStartOfDay(zone)
        .toEpochSecond();
  }
}
