package org.shanmen.gate.lane;

import org.shanmen.gate.admission.Decision;
import org.shanmen.gate.admission.Ticket;
import org.shanmen.protocol.wire.Direction;

/** Admits: numbers, records, awaits and welcomes whom the lane lets through. Not thread-safe. */
final class Admissions {
  private final Reservations reservations;
  private final PassTimer timer;
  private final Signage signage;
  private long latest;

  Admissions(Reservations reservations, PassTimer timer, Signage signage) {
    this.reservations = reservations;
    this.timer = timer;
    this.signage = signage;
  }

  /**
   * @param detail who confirmed, if somebody had to
   */
  void admit(Input.Presented shown, Decision.Admit admit, String detail, Turn turn) {
    var ticket = admit.ticket();
    turn.record(Entry.admitted(shown, admit, ++latest, detail));
    await(
        new Reservations.Open(
            latest,
            shown.fingerprint(),
            ticket.right(),
            ticket.template(),
            admit.direction(),
            admit.people(),
            admit.fare().fen()),
        turn);
    signage.welcome(
        new Prompt.Welcome(ticket, admit.people(), admit.left(), admit.fare()), turn.nowMillis());
  }

  /** By command, without a right. */
  void openOnce(Direction direction, String issuer, Turn turn) {
    turn.record(Entry.openedOnce(direction, ++latest, issuer));
    await(new Reservations.Open(latest, 0, 0, 0, direction, 1, 0), turn);
    signage.welcome(new Prompt.Opened(), turn.nowMillis());
  }

  /**
   * He holds it up again because nothing happened, as far as he noticed, or his group is long.
   *
   * @param oneWaits somebody else, whom he must not keep waiting by it
   */
  void goOn(Ticket ticket, Direction direction, boolean oneWaits, Turn turn) {
    if (!oneWaits) {
      timer.extend(turn.nowMillis());
    }
    int people = reservations.peopleOn(ticket.right(), direction);
    signage.welcome(new Prompt.Welcome(ticket, people, Decision.UNLIMITED), turn.nowMillis());
  }

  /** What he shows again is no good any more: nobody else gets in on it. */
  void end() {
    timer.end();
  }

  boolean areEnded() {
    return timer.isEnded() && !reservations.isEmpty();
  }

  private void await(Reservations.Open open, Turn turn) {
    reservations.add(open);
    timer.begin(turn.nowMillis());
  }
}
