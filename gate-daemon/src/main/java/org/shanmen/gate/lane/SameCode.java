package org.shanmen.gate.lane;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.shanmen.gate.Limits;
import org.shanmen.gate.lane.port.Spot;

/**
 * Tells a presentation from its echoes: a phone held still is read many times a second. A code seen
 * again at the same spot, within the window of when it was last seen there, is the same
 * presentation; a different code, or the same one at another spot, never is. Not thread-safe.
 */
public final class SameCode {
  /** What a reading is. */
  public enum Reading {
    /** A presentation, to be answered. */
    NEW,
    /** Of one that was answered. */
    ECHO,
    /**
     * The card collector's reader has seen a card for so long, after that was answered, that nobody
     * took it; told once in a window.
     */
    LIES_THERE
  }

  private record Place(long fingerprint, Spot spot) {}

  /**
   * @param toldMillis when this was last something else than an echo
   */
  private record Seen(long toldMillis, long lastMillis) {}

  private final long windowMillis;
  private final Map<Place, Seen> seen =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Seen> eldest) {
          return size() > Limits.RECENT_CODES;
        }
      };

  private Optional<Place> cameOut = Optional.empty();

  public SameCode(long windowMillis) {
    this.windowMillis = windowMillis;
  }

  /** What it is that a code was seen; remembers that it was. */
  public Reading read(long fingerprint, Spot spot, long nowMillis) {
    var place = new Place(fingerprint, spot);
    return reading(place, seen.remove(place), nowMillis);
  }

  private Reading reading(Place place, Seen last, long nowMillis) {
    boolean out = cameOut.filter(place::equals).isPresent();
    long window = out ? Math.min(Limits.CARD_OUT_MILLIS, windowMillis) : windowMillis;
    if (last == null || nowMillis - last.lastMillis() >= window) {
      cameOut = out ? Optional.empty() : cameOut;
      seen.put(place, new Seen(nowMillis, nowMillis));
      return Reading.NEW;
    }
    boolean lies =
        place.spot() == Spot.COLLECTOR
            && nowMillis - last.toldMillis() >= Math.max(windowMillis, Limits.CARD_LIES_MILLIS);
    seen.put(place, new Seen(lies ? nowMillis : last.toldMillis(), nowMillis));
    return lies ? Reading.LIES_THERE : Reading.ECHO;
  }

  /**
   * The collector handed the card out again. Who pushes it in once more waits for an answer,
   * however soon: it is new when it was out of the reader's sight for {@link
   * Limits#CARD_OUT_MILLIS}.
   */
  public void cameOut(long fingerprint) {
    cameOut = Optional.of(new Place(fingerprint, Spot.COLLECTOR));
  }
}
