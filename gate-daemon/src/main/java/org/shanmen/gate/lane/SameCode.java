package org.shanmen.gate.lane;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.shanmen.gate.Limits;
import org.shanmen.gate.lane.port.Spot;

/**
 * Tells a presentation from its echoes: a phone held still is read many times a second. A code seen
 * again at the same spot is the same presentation while it is held there, and within the window of
 * its answer; a different code, or the same one at another spot, never is. Not thread-safe.
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

  /**
   * @param toldMillis when this was last something else than an echo
   * @param open its answer was not the end of it, see {@link #answered}
   */
  private record Seen(long toldMillis, long lastMillis, boolean open) {}

  private final long windowMillis;
  private final Map<Showing, Seen> seen =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Showing, Seen> eldest) {
          return size() > Limits.RECENT_CODES;
        }
      };

  private Optional<Showing> cameOut = Optional.empty();

  public SameCode(long windowMillis) {
    this.windowMillis = windowMillis;
  }

  /**
   * What it is that a code was seen; remembers that it was.
   *
   * @param open whether the presentation before is still being answered
   */
  public Reading read(Showing showing, boolean open, long nowMillis) {
    return reading(showing, seen.remove(showing), open, nowMillis);
  }

  /**
   * What became of a presentation.
   *
   * @param open he waits, is held, or is awaited: once that is over, what he shows is new
   */
  public void answered(Showing showing, boolean open) {
    seen.computeIfPresent(
        showing, (place, last) -> new Seen(last.toldMillis(), last.lastMillis(), open));
  }

  private Reading reading(Showing place, Seen last, boolean open, long nowMillis) {
    boolean out = cameOut.filter(place::equals).isPresent();
    long window = out ? Math.min(Limits.CARD_OUT_MILLIS, windowMillis) : windowMillis;
    if (last == null
        || nowMillis - last.lastMillis() >= window
        || isShownAgain(last, open, nowMillis)) {
      cameOut = out ? Optional.empty() : cameOut;
      seen.put(place, new Seen(nowMillis, nowMillis, false));
      return Reading.NEW;
    }
    boolean lies =
        place.spot() == Spot.COLLECTOR
            && nowMillis - last.toldMillis() >= Math.max(windowMillis, Limits.CARD_LIES_MILLIS);
    seen.put(place, new Seen(lies ? nowMillis : last.toldMillis(), nowMillis, last.open()));
    return lies ? Reading.LIES_THERE : Reading.ECHO;
  }

  /**
   * It was taken away and comes back, and its answer was given long enough ago, or what came of it
   * is over: who shows his ticket every second because nothing happens is heard, and of a couple
   * with one card the second as soon as the first is through.
   */
  private boolean isShownAgain(Seen last, boolean open, long nowMillis) {
    boolean takenAway =
        nowMillis - last.lastMillis() >= Math.min(Limits.CODE_GONE_MILLIS, windowMillis);
    boolean over = last.open() && !open;
    return takenAway && (over || nowMillis - last.toldMillis() >= windowMillis);
  }

  /**
   * The collector handed the card out again. Who pushes it in once more waits for an answer,
   * however soon: it is new when it was out of the reader's sight for {@link
   * Limits#CARD_OUT_MILLIS}.
   */
  public void cameOut(long fingerprint) {
    cameOut = Optional.of(new Showing(fingerprint, Spot.COLLECTOR));
  }
}
