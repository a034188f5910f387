package org.shanmen.central.gatelink;

import com.google.protobuf.TextFormat;
import java.time.Instant;
import java.util.Optional;
import org.shanmen.protocol.wire.ClockQuality;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.Reason;
import org.shanmen.protocol.wire.Use;

/**
 * An event as it can be stored. What a gate reports is never thrown away, and never stops what
 * comes behind it: an event that makes no sense is stored as {@link #QUARANTINED}, with its text,
 * and has no consequences.
 *
 * @param at when it happened; when it arrived if it cannot be told
 * @param quarantined why it makes no sense; empty if it does
 */
record CheckedEvent(Event event, Instant at, Optional<String> quarantined) {
  /** The kind under which an event without sense is stored. */
  static final String QUARANTINED = "QUARANTINED";

  private static final long EARLIEST_MILLIS = 0;
  private static final long LATEST_MILLIS = Instant.parse("2200-01-01T00:00:00Z").toEpochMilli();
  private static final int MOST_PEOPLE = 65_535;

  static CheckedEvent of(Event event, Instant arrived) {
    boolean timely = event.getAtMillis() >= EARLIEST_MILLIS && event.getAtMillis() < LATEST_MILLIS;
    var at = timely ? Instant.ofEpochMilli(event.getAtMillis()) : arrived;
    return new CheckedEvent(event, at, mistake(event, timely));
  }

  private static Optional<String> mistake(Event event, boolean timely) {
    if (!timely) {
      return Optional.of("time " + event.getAtMillis());
    }
    if (event.getKind() == EventKind.EVENT_KIND_UNSPECIFIED
        || event.getKind() == EventKind.UNRECOGNIZED) {
      return Optional.of("kind " + event.getKindValue());
    }
    if (event.getDirection() == Direction.UNRECOGNIZED) {
      return Optional.of("direction " + event.getDirectionValue());
    }
    if (event.getPeople() < 0 || event.getPeople() > MOST_PEOPLE) {
      return Optional.of("people " + Integer.toUnsignedString(event.getPeople()));
    }
    if (event.getFeeFen() < 0) {
      return Optional.of("fee " + Integer.toUnsignedString(event.getFeeFen()));
    }
    boolean passed = isPass(event.getKind());
    if (passed && event.getDirection() == Direction.DIRECTION_UNSPECIFIED) {
      return Optional.of(event.getKind() + " without a direction");
    }
    if (passed && event.getPeople() == 0) {
      return Optional.of(event.getKind() + " of nobody");
    }
    return Optional.empty();
  }

  /** Whether the beams saw people through. */
  static boolean isPass(EventKind kind) {
    return kind == EventKind.PASSED
        || kind == EventKind.FREE_PASS
        || kind == EventKind.UNAUTHORISED_PASS;
  }

  /** Whether it changes how many people are inside. */
  boolean countsPeople() {
    return sound() && isPass(event.getKind());
  }

  boolean sound() {
    return quarantined.isEmpty();
  }

  String kind() {
    return sound() ? event.getKind().name() : QUARANTINED;
  }

  /** IN, OUT or null. */
  String direction() {
    return switch (event.getDirection()) {
      case IN, OUT -> event.getDirection().name();
      default -> null;
    };
  }

  /** Null if nothing was presented. */
  String credential() {
    var kind = event.getCredential();
    return kind == CredentialKind.CREDENTIAL_KIND_UNSPECIFIED || kind == CredentialKind.UNRECOGNIZED
        ? null
        : kind.name();
  }

  /** Null if there is none. */
  String reason() {
    if (event.getReason() == Reason.REASON_UNSPECIFIED) {
      return null;
    }
    return event.getReason() == Reason.UNRECOGNIZED
        ? "REASON_" + event.getReasonValue()
        : event.getReason().name();
  }

  /** How good the gate's clock was; null if it did not say. */
  String clock() {
    return event.getClock() == ClockQuality.CLOCK_QUALITY_UNSPECIFIED
            || event.getClock() == ClockQuality.UNRECOGNIZED
        ? null
        : event.getClock().name();
  }

  int people() {
    return sound() ? event.getPeople() : 0;
  }

  String detail() {
    String text =
        sound()
            ? event.getDetail()
            : quarantined.get()
                + ": "
                + TextFormat.printer().shortDebugString(event.toBuilder().clearQuestion().build());
    // PostgreSQL's text holds everything but this.
    text = text.replace('\0', '?');
    return text.length() <= Limits.TEXT ? text : text.substring(0, Limits.TEXT);
  }

  /** Under what the event is counted: a kind, with the reason or the direction where it has one. */
  String countedAs() {
    if (!sound()) {
      return QUARANTINED;
    }
    return switch (event.getKind()) {
      case REFUSED -> "REFUSED:" + (reason() == null ? "UNKNOWN" : reason());
      case PASSED, FREE_PASS, UNAUTHORISED_PASS -> kind() + ":" + direction();
      default -> kind();
    };
  }

  /** How many it counts: people, and for everything that is not about people, occurrences. */
  int count() {
    return sound() && event.getKind() != EventKind.REFUSED ? Math.max(1, people()) : 1;
  }

  /** Whether people went through on a right, or must be assumed to have. */
  private boolean isUse() {
    boolean through =
        event.getKind() == EventKind.PASSED || event.getKind() == EventKind.USE_ASSUMED;
    return sound() && through && event.getRight() != 0;
  }

  /** What was deducted from a right's credit, 0: nothing. */
  int feeFen() {
    return isUse() ? event.getFeeFen() : 0;
  }

  /** The use of a right that this event is, inwards or outwards, if it is one. */
  Optional<Use> use(GatePlace gate) {
    if (!isUse()) {
      return Optional.empty();
    }
    return Optional.of(
        Use.newBuilder()
            .setRight(event.getRight())
            .setGateNumber(gate.number())
            .setEpoch(event.getEpoch())
            .setSequence(event.getSequence())
            .setPeople(event.getPeople())
            .setAtMillis(event.getAtMillis())
            .setDirection(event.getDirection())
            .setArea(gate.area())
            .setCheckPoint(gate.checkPoint())
            .setFeeFen(feeFen())
            .build());
  }
}
