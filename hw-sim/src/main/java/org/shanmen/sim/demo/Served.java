package org.shanmen.sim.demo;

import java.util.Optional;
import org.shanmen.sim.crowd.Visit;

/**
 * What became of one visit at its gate, as the visitor saw it.
 *
 * @param reason why he was refused; empty: he was let in
 * @param passed how many people got through
 * @param trouble what went wrong on the way, in words; empty: nothing
 */
public record Served(Visit visit, Optional<String> reason, int passed, Optional<String> trouble) {
  static Served admitted(Visit visit, int passed) {
    return new Served(visit, Optional.empty(), passed, Optional.empty());
  }

  static Served refused(Visit visit, String reason) {
    return new Served(visit, Optional.of(reason), 0, Optional.empty());
  }

  /** He could not even be decided upon. */
  static Served troubled(Visit visit, String trouble) {
    return new Served(visit, Optional.empty(), 0, Optional.of(trouble));
  }

  /** Whether the gate let him in. */
  public boolean isAdmitted() {
    return reason.isEmpty() && trouble.isEmpty();
  }

  /** How it differs from the plan, in words; empty: it does not. */
  public Optional<String> surprise() {
    if (trouble.isPresent()) {
      return Optional.of(visit.description() + ": " + trouble.get());
    }
    String wanted = visit.refusal().map(Enum::name).orElse("admission");
    String found = reason.orElse("admission");
    if (!wanted.equals(found)) {
      return Optional.of(visit.description() + ": planned " + wanted + ", found " + found);
    }
    int walking = isAdmitted() && !visit.turnsBack() ? visit.people() : 0;
    return walking == passed
        ? Optional.empty()
        : Optional.of(
            visit.description()
                + ": "
                + walking
                + " should have walked through, "
                + passed
                + " did");
  }
}
