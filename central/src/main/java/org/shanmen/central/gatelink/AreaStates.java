package org.shanmen.central.gatelink;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.shanmen.protocol.wire.AreaState;

/**
 * Which areas are full, and what gates must be told when. Pure: time is an argument, in
 * milliseconds by the centre's clock.
 *
 * <p>An area is full from its capacity on, and takes people again when so many have left that
 * {@link #margin} places are free: otherwise one visitor who leaves would let one in, and the gates
 * would say "full" and "welcome" in turn. Without a history, after a start of the centre, an area
 * between the two counts as not full.
 *
 * <p>That an area is full holds at the gates for {@link Limits#AREA_STATE_MILLIS} and is said again
 * {@link Limits#AREA_RENEW_MILLIS} before that ends; that it is not full needs no repetition.
 *
 * <p>Not thread-safe.
 */
final class AreaStates {
  private record Standing(boolean full, long untilMillis) {}

  private final Map<Integer, Standing> standings = new HashMap<>();

  /** How many places must be free before a full area takes people again: 2 %, at least one. */
  static int margin(int capacity) {
    return Math.max(1, capacity / 50);
  }

  /**
   * Takes the newest counts.
   *
   * @return what all gates of these areas must be told now
   */
  List<AreaState> update(Collection<AreaLoad> loads, long nowMillis) {
    var told = new ArrayList<AreaState>();
    for (var load : loads) {
      var before = standings.getOrDefault(load.number(), new Standing(false, Long.MAX_VALUE));
      boolean full = full(load, before.full());
      boolean ending = before.untilMillis() - nowMillis <= Limits.AREA_RENEW_MILLIS;
      if (full != before.full() || full && ending) {
        standings.put(load.number(), new Standing(full, nowMillis + Limits.AREA_STATE_MILLIS));
        told.add(state(load.number(), full, nowMillis));
      }
    }
    return told;
  }

  private static boolean full(AreaLoad load, boolean before) {
    if (load.capacity() == 0) {
      return false;
    }
    int from = before ? load.capacity() - margin(load.capacity()) + 1 : load.capacity();
    return load.inside() >= from;
  }

  /** Whether an area takes no more people. */
  boolean full(int area) {
    return standings.containsKey(area) && standings.get(area).full();
  }

  /** What a gate of the area is told when it is greeted. */
  AreaState greeting(int area, long nowMillis) {
    return state(area, full(area), nowMillis);
  }

  private static AreaState state(int area, boolean full, long nowMillis) {
    return AreaState.newBuilder()
        .setArea(area)
        .setFull(full)
        .setUntilMillis(nowMillis + Limits.AREA_STATE_MILLIS)
        .build();
  }
}
