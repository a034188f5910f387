package org.shanmen.sim.crowd;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.shanmen.protocol.wire.Reason;

/**
 * One party's way to one gate, as planned.
 *
 * @param number 1, 2, 3 ... in the order of arrival
 * @param arrival since the day's first hour with visitors began, in the crowd's own time
 * @param gate code of the gate that it goes to
 * @param people how many come, 1 but for groups
 * @param holding what it holds
 * @param shown how it is shown
 * @param copyOf the visit whose ticket is shown again; empty unless {@link Holding#isShownAgain}
 * @param turnsBack lets the gate release the arm and then does not go in
 * @param closed why the lane turns him away, however good what he holds is; empty: it serves him
 */
public record Visit(
    int number,
    Duration arrival,
    String gate,
    int people,
    Holding holding,
    Shown shown,
    OptionalInt copyOf,
    boolean turnsBack,
    Optional<Reason> closed) {
  public Visit {
    if (people < 1 || (people > 1 && holding != Holding.GROUP)) {
      throw new IllegalArgumentException(holding + " for " + people + " people");
    }
    if (holding.isShownAgain() != copyOf.isPresent()) {
      throw new IllegalArgumentException(holding + " and a copy of " + copyOf);
    }
  }

  /** Why they are to be refused; empty: they are to be let through. */
  public Optional<Reason> refusal() {
    return closed.or(holding::refusal);
  }

  /** Whether they go out; all others come in. */
  public boolean isLeaving() {
    return holding == Holding.LEAVING;
  }

  /** In words, for reports. */
  public String description() {
    return "visit "
        + number
        + " at "
        + gate
        + " ("
        + holding
        + (people > 1 ? " of " + people : "")
        + " shown as "
        + shown
        + (copyOf.isPresent() ? ", copied from visit " + copyOf.getAsInt() : "")
        + ")";
  }
}
