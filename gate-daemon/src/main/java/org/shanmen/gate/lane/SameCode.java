package org.shanmen.gate.lane;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.shanmen.gate.Limits;

/**
 * Tells a presentation from its echoes: a phone held still is read many times a second. A code seen
 * again within the window of when it was last seen is the same presentation; a different code never
 * is. Not thread-safe.
 */
public final class SameCode {
  private final long windowMillis;
  private final Map<Long, Long> lastSeenMillis =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
          return size() > Limits.RECENT_CODES;
        }
      };

  private OptionalLong cameOut = OptionalLong.empty();

  public SameCode(long windowMillis) {
    this.windowMillis = windowMillis;
  }

  /** Whether this is a new presentation; remembers that the code was seen. */
  public boolean isNew(long fingerprint, long nowMillis) {
    Long last = lastSeenMillis.remove(fingerprint);
    lastSeenMillis.put(fingerprint, nowMillis);
    boolean out = cameOut.isPresent() && cameOut.getAsLong() == fingerprint;
    long window = out ? Math.min(Limits.CARD_OUT_MILLIS, windowMillis) : windowMillis;
    boolean isNew = last == null || nowMillis - last >= window;
    if (isNew && out) {
      cameOut = OptionalLong.empty();
    }
    return isNew;
  }

  /**
   * A machine handed the card out again. Who pushes it in once more waits for an answer, however
   * soon: it is new when it was out of the reader's sight for {@link Limits#CARD_OUT_MILLIS}.
   */
  public void cameOut(long fingerprint) {
    cameOut = OptionalLong.of(fingerprint);
  }
}
