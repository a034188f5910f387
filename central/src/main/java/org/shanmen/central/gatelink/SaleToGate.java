package org.shanmen.central.gatelink;

import java.util.ArrayDeque;
import java.util.Deque;
import org.HdrHistogram.Histogram;

/**
 * How long a change takes from its commit until a connected gate has it in force. Times are
 * monotonic nanoseconds. Thread-safe.
 */
public final class SaleToGate {
  /** Milliseconds, over all gates and changes since the centre started. */
  public record Summary(long count, double p50, double p99, double max, double sum) {}

  private record Commit(long version, long nanos) {}

  private static final int REMEMBERED_COMMITS = 1024;
  private static final long LONGEST_MICROS = 600_000_000;

  private final Deque<Commit> commits = new ArrayDeque<>();
  private final Histogram micros = new Histogram(LONGEST_MICROS, 3);

  /** Changes up to this version were committed then. */
  synchronized void committed(long version, long nanos) {
    commits.addLast(new Commit(version, nanos));
    if (commits.size() > REMEMBERED_COMMITS) {
      commits.removeFirst();
    }
  }

  /**
   * A gate has come from one version to another.
   *
   * @param since when the gate was first in step on this connection: what it missed before that
   *     does not count
   */
  synchronized void confirmed(long from, long to, long since, long now) {
    for (var commit : commits) {
      if (commit.version() > from && commit.version() <= to && commit.nanos() - since >= 0) {
        micros.recordValue(Math.min(LONGEST_MICROS, Math.max(0, (now - commit.nanos()) / 1000)));
      }
    }
  }

  public synchronized Summary summary() {
    return new Summary(
        micros.getTotalCount(),
        micros.getValueAtPercentile(50) / 1000.0,
        micros.getValueAtPercentile(99) / 1000.0,
        micros.getMaxValue() / 1000.0,
        micros.getMean() * micros.getTotalCount() / 1000.0);
  }
}
