package org.shanmen.gate.device.face;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Tells a fresh recognition from everything else that terminals send. Remembers the last {@value
 * #REMEMBERED} of them. Not thread-safe.
 */
final class Recognitions {
  static final int REMEMBERED = 1024;

  private static final String ACCESS = "AccessControllerEvent";
  private static final int MAJOR_EVENT = 5;
  private static final int FACE_PASSED = 75;

  /**
   * A terminal that was reset counts from one again, so its count alone names no event.
   *
   * @param terminal its address
   */
  private record Key(String terminal, long serialNo, String dateTime) {}

  private final Set<Key> seen = new LinkedHashSet<>();

  /** Judges an event; {@link #presented} makes it known. */
  Recognition judge(String terminal, HikvisionEvent event) {
    if (!event.eventType().equals(ACCESS)
        || event.majorEventType() != MAJOR_EVENT
        || event.subEventType() != FACE_PASSED
        || event.employeeNo().isBlank()) {
      return Recognition.OTHER;
    }
    if (!event.currentEvent()) {
      return Recognition.REPLAYED;
    }
    boolean known = event.serialNo().isPresent() && seen.contains(key(terminal, event));
    return known ? Recognition.REPEATED : Recognition.FRESH;
  }

  /** The lane took it: from now on it is a repetition. */
  void presented(String terminal, HikvisionEvent event) {
    if (event.serialNo().isEmpty()) {
      return;
    }
    if (seen.size() == REMEMBERED) {
      seen.remove(seen.iterator().next());
    }
    seen.add(key(terminal, event));
  }

  private static Key key(String terminal, HikvisionEvent event) {
    return new Key(terminal, event.serialNo().getAsLong(), event.dateTime());
  }
}
