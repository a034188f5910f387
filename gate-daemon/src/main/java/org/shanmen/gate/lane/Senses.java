package org.shanmen.gate.lane;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.shanmen.gate.Limits;
import org.shanmen.gate.lane.port.Beam;

/**
 * Whether the lane can tell who passes: beams that stay broken are dirty or masked, and a board
 * that does not answer tells nothing. Not thread-safe.
 */
final class Senses {
  /** The devices, by their names in signals, that tell of passes. */
  private static final Set<String> SENSING = Set.of("gpio", "board");

  /** The board's counter, among those that are gone: what it counted since is not known. */
  private static final String COUNTER = "counter";

  /** The pins: beams, and contacts that count. */
  private static final String PINS = "gpio";

  private static final String UPPER = "BEAM_STUCK:upper";

  private final boolean byBeams;
  private final Alarms alarms;
  private final Map<Beam, Long> brokenSinceMillis = new EnumMap<>(Beam.class);
  private final Map<String, Long> goneSinceMillis = new HashMap<>();
  private final Set<Beam> told = EnumSet.noneOf(Beam.class);
  private long startedMillis = Long.MAX_VALUE;
  private long aloneSinceMillis;
  private long upperSinceMillis = Long.MAX_VALUE;
  private boolean doubtful;

  Senses(LaneOptions.Sensing sensing, Alarms alarms) {
    this.byBeams = sensing == LaneOptions.Sensing.BEAMS;
    this.alarms = alarms;
  }

  void start(Turn turn) {
    startedMillis = turn.nowMillis();
  }

  /** Whether each beam was told since the start, or nobody will tell them. */
  boolean haveLooked(long nowMillis) {
    return told.size() == Beam.values().length
        || nowMillis - startedMillis >= Limits.FIRST_LEVELS_MILLIS;
  }

  void beam(Beam beam, boolean blocked, Turn turn) {
    told.add(beam);
    if (blocked) {
      brokenSinceMillis.putIfAbsent(beam, turn.nowMillis());
    } else {
      brokenSinceMillis.remove(beam);
      alarms.clear(stuck(beam), turn);
    }
    aloneSinceMillis = turn.nowMillis();
  }

  void upperBeam(boolean blocked, Turn turn) {
    upperSinceMillis = blocked ? turn.nowMillis() : Long.MAX_VALUE;
    if (!blocked) {
      alarms.clear(UPPER, turn);
    }
  }

  /** Returns whether a device that tells of passes is back. */
  boolean device(String name, boolean well, Turn turn) {
    if (!SENSING.contains(name)) {
      return false;
    }
    doubtful |= name.equals(PINS) && !well;
    if (well) {
      return goneSinceMillis.remove(name) != null;
    }
    goneSinceMillis.putIfAbsent(name, turn.nowMillis());
    return false;
  }

  /** Whether all that the board counted was told; of interest only where it is what counts. */
  void counter(boolean known, Turn turn) {
    if (known) {
      goneSinceMillis.remove(COUNTER);
    } else if (!byBeams) {
      goneSinceMillis.putIfAbsent(COUNTER, turn.nowMillis());
    }
  }

  /**
   * Whether everybody was told who passed while the arm was open.
   *
   * @param lockedForMillis since when nobody is let through any more
   */
  boolean toldEverybody(long lockedForMillis) {
    return byBeams
        || (!goneSinceMillis.containsKey(COUNTER) && lockedForMillis >= Limits.COUNT_SETTLE_MILLIS);
  }

  /** For a while nobody looked. A board that counts tells of it later. */
  void unwatched() {
    doubtful |= byBeams;
  }

  /** Whether somebody who is awaited may have passed while the pins were not looked at. */
  boolean areDoubtful() {
    return doubtful;
  }

  /** Nobody is awaited. */
  void forgetDoubt() {
    doubtful = goneSinceMillis.containsKey(PINS);
  }

  void tick(Turn turn) {
    boolean alone = turn.nowMillis() - aloneSinceMillis >= Limits.BEAM_ALONE_MILLIS;
    if (brokenSinceMillis.size() == 1 && alone) {
      // Both at once is somebody, or something, in the middle of the lane: that is loitering; and
      // when he goes on at last, the beam that he frees last is not dirty.
      brokenSinceMillis.forEach(
          (beam, since) -> {
            if (turn.nowMillis() - since >= Limits.BEAM_STUCK_MILLIS) {
              alarms.raiseAloud(stuck(beam), turn);
            }
          });
    }
    if (turn.nowMillis() - Limits.BEAM_STUCK_MILLIS >= upperSinceMillis) {
      alarms.raiseAloud(UPPER, turn);
    }
    alarms.set("NOT_SENSING", areLost(turn.nowMillis()), "", turn);
  }

  /** The lane cannot tell who passes. */
  boolean areLost(long nowMillis) {
    return areCutOff(nowMillis)
        || (byBeams && anySince(brokenSinceMillis, nowMillis, Limits.BLIND_MILLIS));
  }

  /** Nothing tells what happens in the lane, not even whether somebody stands there. */
  boolean areCutOff(long nowMillis) {
    return anySince(goneSinceMillis, nowMillis, Limits.SENSES_GONE_MILLIS);
  }

  private static boolean anySince(Map<?, Long> sinceMillis, long nowMillis, long bound) {
    // Asked in every turn of the loop, and mostly of nothing.
    for (long since : sinceMillis.values()) {
      if (nowMillis - since >= bound) {
        return true;
      }
    }
    return false;
  }

  /** The alarm that this beam alone is broken. */
  static String stuck(Beam beam) {
    return "BEAM_STUCK:" + beam.name().toLowerCase(Locale.ROOT);
  }
}
