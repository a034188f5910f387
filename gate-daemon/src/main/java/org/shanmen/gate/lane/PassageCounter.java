package org.shanmen.gate.lane;

import java.util.Optional;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.protocol.wire.Direction;

/**
 * Counts people by the order in which they break and free the two beams.
 *
 * <pre>
 *             in -->                      <-- out
 *   clear -> OUTER -> both -> INNER -> clear
 *     0        1        2       3        4    : a pass inwards
 *     0       -3       -2      -1       -4    : a pass outwards, from right to left
 * </pre>
 *
 * <p>Every change moves one step; turning back walks back to 0 and counts nothing. Two people so
 * close that the lane is never clear between them, or who cross, cannot be told from one who
 * hesitates: {@link Walk#mayHideOneTo} tells when that is likely. Not thread-safe.
 */
final class PassageCounter {
  private static final int FULL_PASSAGE = 4;

  private boolean outer;
  private boolean inner;
  private int steps;

  // Since the first beam was broken.
  private int furthest;
  private boolean turned;
  private boolean emptied;
  private int swings;
  private long swungMillis;
  private long beganMillis;

  /**
   * @return the walk that this change ended: both beams are free again
   */
  Optional<Walk> change(Beam beam, boolean blocked, long nowMillis) {
    int before = place();
    if (beam == Beam.OUTER) {
      outer = blocked;
    } else {
      inner = blocked;
    }
    int moved = Math.floorMod(place() - before, FULL_PASSAGE);
    if (moved == 0) {
      return Optional.empty();
    }
    int from = steps;
    steps += moved == FULL_PASSAGE - 1 ? -1 : moved;
    if (from == 0) {
      begin(nowMillis);
    }
    return isClear() ? Optional.of(ended(from, nowMillis)) : noticed(from, nowMillis);
  }

  private void begin(long nowMillis) {
    beganMillis = nowMillis;
    furthest = 0;
    turned = false;
    emptied = false;
    swings = 0;
  }

  private Optional<Walk> noticed(int from, long nowMillis) {
    int far = Math.abs(steps);
    furthest = Math.max(furthest, far);
    turned |= far < Math.abs(from);
    if (far == 1 && Math.abs(from) == Walk.BOTH) {
      swing(nowMillis);
    }
    emptied |= furthest == Walk.BEYOND && far == 1;
    return Optional.empty();
  }

  private void swing(long nowMillis) {
    boolean ofWhoCameBack = furthest == Walk.BEYOND && !emptied;
    if (!ofWhoCameBack) {
      swings++;
      swungMillis = nowMillis;
    }
  }

  /** Of the walk that is under way, see {@link Walk#swings}. */
  int swings() {
    return swings;
  }

  /** Where whoever broke the first beam wants to go. */
  Direction began() {
    return steps > 0 ? Direction.IN : Direction.OUT;
  }

  private Walk ended(int from, long nowMillis) {
    boolean through = steps != 0;
    steps = 0;
    return new Walk(
        from > 0 ? Direction.IN : Direction.OUT,
        furthest,
        turned,
        emptied,
        swings,
        swings == 0 ? 0 : nowMillis - swungMillis,
        through,
        nowMillis - beganMillis);
  }

  /** Where somebody who is past the middle of the lane is going. */
  Optional<Direction> heading() {
    if (steps >= Walk.BOTH) {
      return Optional.of(Direction.IN);
    }
    return steps <= -Walk.BOTH ? Optional.of(Direction.OUT) : Optional.empty();
  }

  /** Whether whoever is in the beams came by the beam that is first on this way. */
  boolean cameFor(Direction direction) {
    return direction == Direction.IN ? steps > 0 : steps < 0;
  }

  boolean isClear() {
    return !outer && !inner;
  }

  /** Whether somebody stands so far inside that he cannot be the one who just showed his ticket. */
  boolean isBeyond(Direction direction) {
    return direction == Direction.IN ? inner : outer;
  }

  /** Of the cycle clear, OUTER, both, INNER. */
  private int place() {
    if (outer) {
      return inner ? 2 : 1;
    }
    return inner ? 3 : 0;
  }
}
