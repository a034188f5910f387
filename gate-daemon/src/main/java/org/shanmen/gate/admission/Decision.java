package org.shanmen.gate.admission;

import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Reason;

/** Whether the lane may open for a credential, and if not, why. */
public sealed interface Decision {
  /** {@link Admit#left} of a right without a limit. */
  int UNLIMITED = -1;

  /** What was presented, as far as it is known. */
  Ticket ticket();

  /**
   * @param people how many may pass on this presentation, at least 1
   * @param left entries that remain on the ticket when all of them have passed, or {@link
   *     #UNLIMITED}
   */
  record Admit(Ticket ticket, Direction direction, int people, int left, Fare fare)
      implements Decision {
    /** An admission that costs nothing. */
    public Admit(Ticket ticket, Direction direction, int people, int left) {
      this(ticket, direction, people, left, Fare.NONE);
    }
  }

  /** A member of staff must look first; if he agrees, {@code then} is done. */
  record Hold(Admit then) implements Decision {
    @Override
    public Ticket ticket() {
      return then.ticket();
    }
  }

  /**
   * @param fromMillis Unix time from which the answer would be another one; 0: not known
   */
  record Refuse(Ticket ticket, Reason reason, long fromMillis) implements Decision {
    /** A refusal that time does not mend. */
    public Refuse(Ticket ticket, Reason reason) {
      this(ticket, reason, 0);
    }
  }

  /**
   * What is deducted at the gate.
   *
   * @param fen for each person, 0: it costs nothing
   * @param balanceFen what is left when all have passed; meaningless when it costs nothing
   */
  record Fare(int fen, long balanceFen) {
    public static final Fare NONE = new Fare(0, 0);
  }
}
