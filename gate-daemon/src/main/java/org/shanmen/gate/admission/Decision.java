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
  record Admit(Ticket ticket, Direction direction, int people, int left) implements Decision {}

  record Refuse(Ticket ticket, Reason reason) implements Decision {}
}
