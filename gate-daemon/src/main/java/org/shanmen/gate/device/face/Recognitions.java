package org.shanmen.gate.device.face;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.Set;
import org.shanmen.gate.Limits;

/**
 * Tells a fresh recognition from everything else that terminals send. Not thread-safe.
 *
 * <p>History never opens, by three tests. The terminal says itself that it repeats its records. Or
 * its time of the event lies further than the allowed age from our time, either way; so a clock
 * that is wrong by more locks its terminal out, which is noticed at once, instead of opening for
 * yesterday's visitors, which is not. Or the event happened before this daemon was started and may
 * have been acted on by the one before.
 *
 * <p>What is within the age opens once: number, time and person of an event are remembered for
 * longer than it stays fresh. A terminal that was reset counts from one again, so its number alone
 * names no event.
 */
final class Recognitions {
  private record Key(String terminal, String index, Instant at, FaceReport.Person person) {}

  private final Set<Key> seen = new LinkedHashSet<>();
  private final Duration maxAge;
  private final Instant start;

  /**
   * @param start of this daemon
   */
  Recognitions(Duration maxAge, Instant start) {
    this.maxAge = maxAge;
    // Terminals tell whole seconds.
    this.start = start.truncatedTo(ChronoUnit.SECONDS);
  }

  /** Judges an event; {@link #presented} makes it known. */
  Recognition judge(String terminal, FaceReport report, Instant now) {
    if (report.person().isEmpty() || report.at().isEmpty()) {
      return Recognition.OTHER;
    }
    Instant at = report.at().get();
    if (report.history() || at.isBefore(start) || at.isBefore(now.minus(maxAge))) {
      return Recognition.REPLAYED;
    }
    if (at.isAfter(now.plus(maxAge))) {
      return Recognition.AHEAD;
    }
    return seen.contains(key(terminal, report)) ? Recognition.REPEATED : Recognition.FRESH;
  }

  /** The lane took it: from now on it is a repetition. */
  void presented(String terminal, FaceReport report) {
    if (seen.size() == Limits.FACE_EVENTS_REMEMBERED) {
      seen.remove(seen.iterator().next());
    }
    seen.add(key(terminal, report));
  }

  private static Key key(String terminal, FaceReport report) {
    return new Key(
        terminal, report.index(), report.at().orElseThrow(), report.person().orElseThrow());
  }
}
