package org.shanmen.gate;

import java.util.HashMap;
import java.util.Map;
import org.shanmen.protocol.wire.AreaState;

/** What the centre last let the loop know besides the whitelist. Owned by the lane loop. */
final class CentreWord {
  private final Map<Integer, AreaState> areas = new HashMap<>();
  private boolean online;

  void online(boolean up) {
    online = up;
  }

  /** Whether the centre is there. */
  boolean isOnline() {
    return online;
  }

  /** Takes what the centre says of an area; of too many areas it forgets them all. */
  void said(AreaState state) {
    if (areas.size() >= Limits.AREAS && !areas.containsKey(state.getArea())) {
      areas.clear();
    }
    areas.put(state.getArea(), state);
  }

  /**
   * Whether an area takes no more people.
   *
   * @param centreMillis now by the centre's clock; what was said holds until its expiry by it
   */
  boolean isFull(int area, long centreMillis) {
    var state = areas.get(area);
    return state != null && state.getFull() && centreMillis < state.getUntilMillis();
  }
}
