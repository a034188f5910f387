package org.shanmen.gate.lane;

import org.shanmen.gate.admission.Decision;
import org.shanmen.gate.admission.Ticket;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.Reason;

/** What the lane has to tell the visitor; the words are chosen elsewhere. */
public sealed interface Prompt {
  /** Controlled, nobody is being served. */
  record Idle(LaneKind kind, Leaving leaving) implements Prompt {
    public Idle(LaneKind kind) {
      this(kind, Leaving.FREE);
    }
  }

  /** What an exit asks of whoever leaves. */
  enum Leaving {
    /** Nothing. The same of lanes that are no exits. */
    FREE,
    /** It is locked until he shows something. */
    BY_TICKET,
    /** The same, and some cards stay in the collector. */
    BY_CARD
  }

  /**
   * @param left entries that remain, or {@link Decision#UNLIMITED}
   */
  record Welcome(Ticket ticket, int people, int left, Decision.Fare fare) implements Prompt {
    /** The same for those of a group who have still to pass. */
    Welcome of(int awaited) {
      return fare.fen() == 0 && awaited > 0 && awaited < people
          ? new Welcome(ticket, awaited, left, fare)
          : this;
    }

    public Welcome(Ticket ticket, int people, int left) {
      this(ticket, people, left, Decision.Fare.NONE);
    }
  }

  /** A member of staff is called to look at him. */
  record Held(Ticket ticket) implements Prompt {}

  /** He looked, and does not let him in. */
  record Rejected() implements Prompt {}

  /** The lane serves somebody else; he is served next. */
  record Wait() implements Prompt {}

  /** As {@link Wait}; whoever waited before has to show his ticket again. */
  record WaitInstead() implements Prompt {}

  /** Opened by hand from the control room. */
  record Opened() implements Prompt {}

  /**
   * @param fromMillis Unix time from which the answer would be another one; 0: not known
   */
  record Refused(Ticket ticket, Reason reason, long fromMillis) implements Prompt {
    public Refused(Ticket ticket, Reason reason) {
      this(ticket, reason, 0);
    }
  }

  /** The card that he showed stays here: he is to put it into the machine. */
  record InsertCard() implements Prompt {}

  /** Somebody or something has stood in the lane for long, and nobody can be let in. */
  record Blocked() implements Prompt {}

  /** The machine hands the card out again. */
  record TakeCard() implements Prompt {}

  /**
   * Something is wrong in the lane that whoever stands there should hear.
   *
   * @param alarm its name, such as {@code TAILGATING}
   */
  record Alarmed(String alarm) implements Prompt {}

  /** A maintenance test is running. */
  record Testing() implements Prompt {}

  /** The lane's posture says it all. */
  record Standing(Posture posture) implements Prompt {}
}
