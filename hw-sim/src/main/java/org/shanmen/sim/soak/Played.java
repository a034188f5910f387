package org.shanmen.sim.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one round did and what its oracle found. Filled while it is played; one thread.
 *
 * <p>The history of a round on virtual time is the same, byte by byte, whenever it is played with
 * its seed again.
 */
final class Played {
  /** What the end of a history is cut to when it is shown to people. */
  static final int LINES_SHOWN = 40;

  private final List<String> history = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private final Map<String, Long> counts = new TreeMap<>();

  /** Notes what happened. */
  void note(String what) {
    history.add(what);
  }

  /** Counts things, such as kills, cuts or events. */
  void count(String things, long more) {
    counts.merge(things, more, Long::sum);
  }

  /** What must hold did not. */
  void violated(String what) {
    history.add("VIOLATED: " + what);
    violations.add(what);
  }

  /** Notes a violation unless it holds. */
  void require(boolean holds, String what) {
    if (!holds) {
      violated(what);
    }
  }

  List<String> history() {
    return List.copyOf(history);
  }

  List<String> violations() {
    return List.copyOf(violations);
  }

  Map<String, Long> counts() {
    return counts;
  }
}
