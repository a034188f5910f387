package org.shanmen.sim.soak.park;

/**
 * When the turns of a gate's loop are due: often while something goes on at its lane, and ever more
 * seldom while nothing does. One thread.
 */
final class Turns {
  /** So long after something happened turns come so often; milliseconds both. */
  private static final long[][] PACES = {{11_000, 500}, {75_000, 4_000}, {620_000, 60_000}};

  private static final long SELDOM_MILLIS = 300_000;

  private final Agenda agenda;
  private final Runnable turn;
  private long happenedMillis;
  private long dueMillis = Long.MAX_VALUE;
  private int entered;

  /**
   * @param turn is done when one is due; whether the gate is on is its own matter
   */
  Turns(Agenda agenda, Runnable turn) {
    this.agenda = agenda;
    this.turn = turn;
  }

  /** Something happened: whatever follows from it is due in the next seconds. */
  void happened() {
    happenedMillis = agenda.millis();
    dueIn(PACES[0][1]);
  }

  private void dueIn(long millis) {
    long at = agenda.millis() + millis;
    if (at >= dueMillis) {
      return;
    }
    dueMillis = at;
    int number = ++entered;
    agenda.at(
        at,
        () -> {
          if (number == entered) {
            dueMillis = Long.MAX_VALUE;
            turn.run();
            dueIn(pace());
          }
        });
  }

  private long pace() {
    long quiet = agenda.millis() - happenedMillis;
    for (long[] each : PACES) {
      if (quiet < each[0]) {
        return each[1];
      }
    }
    return SELDOM_MILLIS;
  }
}
