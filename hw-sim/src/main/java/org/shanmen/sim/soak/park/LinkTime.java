package org.shanmen.sim.soak.park;

import java.util.concurrent.TimeUnit;

/**
 * The time of a gate's link, which stands still while the link has nothing to say: most of three
 * days would be heartbeats. A second of it is a turn of the link. One thread.
 */
final class LinkTime {
  private static final long TICK_MILLIS = TimeUnit.SECONDS.toMillis(1);

  private final Agenda agenda;
  private final Runnable turn;
  private long awakeUntilMillis;
  private long restedNanos;

  /** Since when it stands still, by the agenda; negative while it runs. */
  private long restingSinceNanos;

  /**
   * @param turn of the link, once a second while it is awake
   */
  LinkTime(Agenda agenda, Runnable turn) {
    this.agenda = agenda;
    this.turn = turn;
  }

  /** Never jumps. */
  long nanos() {
    long now = restingSinceNanos >= 0 ? restingSinceNanos : agenda.nanos();
    return now - restedNanos;
  }

  /** The link has something to say, or may have, for so long. */
  void wake(long millis) {
    long until = agenda.millis() + millis;
    if (restingSinceNanos >= 0) {
      restedNanos += agenda.nanos() - restingSinceNanos;
      restingSinceNanos = -1;
      awakeUntilMillis = until;
      agenda.in(TICK_MILLIS, this::tick);
    }
    awakeUntilMillis = Math.max(awakeUntilMillis, until);
  }

  private void tick() {
    if (restingSinceNanos >= 0) {
      return;
    }
    turn.run();
    if (agenda.millis() >= awakeUntilMillis) {
      restingSinceNanos = agenda.nanos();
    } else {
      agenda.in(TICK_MILLIS, this::tick);
    }
  }
}
