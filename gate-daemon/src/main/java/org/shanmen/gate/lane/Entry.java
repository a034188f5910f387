package org.shanmen.gate.lane;

import com.google.protobuf.ByteString;
import org.shanmen.gate.admission.Decision;
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
 * @param detail alarm, mode, command id, or who confirmed
 * @param feeFen what is deducted for all these people
 * @param question what the decision was made from; empty when there was none
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
    String detail,
    int feeFen,
    ByteString question) {

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
        detail,
        0,
        ByteString.EMPTY);
  }

  /**
   * @param detail who confirmed, if somebody had to
   */
  static Entry admitted(
      Input.Presented shown, Decision.Admit admit, long admission, String detail) {
    return new Entry(
        EventKind.ADMITTED,
        admit.direction(),
        shown.kind(),
        shown.fingerprint(),
        admit.ticket().right(),
        admit.ticket().template(),
        Reason.REASON_UNSPECIFIED,
        admit.people(),
        admission,
        detail,
        admit.fare().fen() * admit.people(),
        shown.question());
  }

  static Entry refused(
      Input.Presented shown, Ticket ticket, Direction direction, Reason reason, String detail) {
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
        detail,
        0,
        shown.question());
  }

  static Entry cardCollected(Input.Presented shown, Ticket ticket) {
    return new Entry(
        EventKind.CARD_COLLECTED,
        Direction.OUT,
        shown.kind(),
        shown.fingerprint(),
        ticket.right(),
        ticket.template(),
        Reason.REASON_UNSPECIFIED,
        0,
        0,
        "",
        0,
        ByteString.EMPTY);
  }

  /** An admission without a right, by command. */
  static Entry openedOnce(Direction direction, long admission, String issuer) {
    return of(EventKind.ADMITTED, issuer).with(direction, 1, admission);
  }

  static Entry passed(Reservations.Open open) {
    return of(EventKind.PASSED, "").about(open, 1, open.feeFen());
  }

  /**
   * @param why empty when nobody came; TURNED_BACK, TICKET_ENDED, USED_ELSEWHERE
   */
  static Entry givenBack(Reservations.Open open, String why) {
    return of(EventKind.GIVEN_BACK, why).about(open, open.people(), 0);
  }

  /** So many of them may have passed while the lane could not see them. */
  static Entry assumed(Reservations.Open open, int people) {
    return of(EventKind.USE_ASSUMED, "").about(open, people, open.feeFen() * people);
  }

  static Entry passedWithoutRight(EventKind kind, Direction direction, String detail) {
    return of(kind, detail).with(direction, 1, 0);
  }

  private Entry about(Reservations.Open open, int newPeople, int newFeeFen) {
    return new Entry(
        kind,
        open.direction(),
        credential,
        fingerprint,
        open.right(),
        open.template(),
        reason,
        newPeople,
        open.admission(),
        detail,
        newFeeFen,
        question);
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
        detail,
        feeFen,
        question);
  }
}
