package org.shanmen.sim.soak.park;

import java.util.PriorityQueue;

/**
 * Virtual time and what is due in it, in order; of two things that are due at one moment, the one
 * that was entered first comes first. One thread.
 */
final class Agenda {
  private record Entry(long atMillis, long number, Runnable what) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(atMillis, other.atMillis);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  private final PriorityQueue<Entry> due = new PriorityQueue<>();
  private final long startMillis;
  private long nowMillis;
  private long entered;

  Agenda(long startMillis) {
    this.startMillis = startMillis;
    this.nowMillis = startMillis;
  }

  /** True Unix time. */
  long millis() {
    return nowMillis;
  }

  /** Never jumps, and is never 0. */
  long nanos() {
    return (1 + nowMillis - startMillis) * 1_000_000L;
  }

  /** Enters something; what is late already is done next. */
  void at(long atMillis, Runnable what) {
    due.add(new Entry(Math.max(atMillis, nowMillis), ++entered, what));
  }

  void in(long millis, Runnable what) {
    at(nowMillis + millis, what);
  }

  /** Does the next thing. Returns false if nothing is due until then; time is then that. */
  boolean next(long untilMillis) {
    if (due.isEmpty() || due.peek().atMillis() > untilMillis) {
      nowMillis = untilMillis;
      return false;
    }
    var entry = due.remove();
    nowMillis = entry.atMillis();
    entry.what().run();
    return true;
  }
}
