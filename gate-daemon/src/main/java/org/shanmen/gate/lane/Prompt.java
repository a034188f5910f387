package org.shanmen.gate.lane;

import org.shanmen.gate.admission.Ticket;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.Reason;

/** What the lane has to tell the visitor; the words are chosen elsewhere. */
public sealed interface Prompt {
  /** Controlled, nobody is being served. */
  record Idle(LaneKind kind) implements Prompt {}

  /**
   * @param left entries that remain, or {@link org.shanmen.gate.admission.Decision#UNLIMITED}
   */
  record Welcome(Ticket ticket, int people, int left) implements Prompt {}

  /** Opened by hand from the control room. */
  record Opened() implements Prompt {}

  record Refused(Ticket ticket, Reason reason) implements Prompt {}

  /** The lane's posture says it all. */
  record Standing(Posture posture) implements Prompt {}
}
