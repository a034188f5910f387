package org.shanmen.gate.lane;

import org.shanmen.gate.admission.Ticket;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.Reason;

/**
 * What goes into the journal, before the journal gave it a number and a time.
 *
 * @param direction unspecified when nobody moves
 * @param credential unspecified when nothing was presented
 * @param fingerprint 0 when nothing was presented
 * @param people who were admitted, passed or were given back
 * @param admission the lane's own number of an admission: of this one, or of the one that this
 *     entry completes; 0: none. Starts at 1 in every run; the loop knows its event
 * @param detail alarm, mode, or command id
 */
public record Entry(
    EventKind kind,
    Direction direction,
    CredentialKind credential,
    long fingerprint,
    long right,
    int template,
    Reason reason,
    int people,
    long admission,
    String detail) {

  static Entry of(EventKind kind, String detail) {
    return new Entry(
        kind,
        Direction.DIRECTION_UNSPECIFIED,
        CredentialKind.CREDENTIAL_KIND_UNSPECIFIED,
        0,
        0,
        0,
        Reason.REASON_UNSPECIFIED,
        0,
        0,
        detail);
  }

  static Entry admitted(
      Input.Presented shown, Ticket ticket, Direction direction, int people, long admission) {
    return new Entry(
        EventKind.ADMITTED,
        direction,
        shown.kind(),
        shown.fingerprint(),
        ticket.right(),
        ticket.template(),
        Reason.REASON_UNSPECIFIED,
        people,
        admission,
        "");
  }

  static Entry refused(Input.Presented shown, Ticket ticket, Direction direction, Reason reason) {
    return new Entry(
        EventKind.REFUSED,
        direction,
        shown.kind(),
        shown.fingerprint(),
        ticket.right(),
        ticket.template(),
        reason,
        0,
        0,
        "");
  }

  /** An admission without a right, by command. */
  static Entry openedOnce(Direction direction, long admission, String issuer) {
    return of(EventKind.ADMITTED, issuer).with(direction, 1, admission);
  }

  static Entry passed(Reservations.Open open) {
    return of(EventKind.PASSED, "").of(open).with(open.direction(), 1, open.admission());
  }

  static Entry givenBack(Reservations.Open open) {
    return of(EventKind.GIVEN_BACK, "")
        .of(open)
        .with(open.direction(), open.people(), open.admission());
  }

  static Entry passedWithoutRight(EventKind kind, Direction direction, String detail) {
    return of(kind, detail).with(direction, 1, 0);
  }

  private Entry of(Reservations.Open open) {
    return new Entry(
        kind,
        direction,
        credential,
        fingerprint,
        open.right(),
        open.template(),
        reason,
        people,
        admission,
        detail);
  }

  private Entry with(Direction newDirection, int newPeople, long newAdmission) {
    return new Entry(
        kind,
        newDirection,
        credential,
        fingerprint,
        right,
        template,
        reason,
        newPeople,
        newAdmission,
        detail);
  }
}
