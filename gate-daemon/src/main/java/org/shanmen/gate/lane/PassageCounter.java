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
 * close that the lane is never clear between them cannot be told from one who hesitates and count
 * as one. Not thread-safe.
 */
final class PassageCounter {
  private static final int FULL_PASSAGE = 4;

  private boolean outer;
  private boolean inner;
  private int steps;

  /**
   * @return the direction of the passage that this change completed, if it did
   */
  Optional<Direction> change(Beam beam, boolean blocked) {
    int before = place();
    if (beam == Beam.OUTER) {
      outer = blocked;
    } else {
      inner = blocked;
    }
    int moved = Math.floorMod(place() - before, FULL_PASSAGE);
    steps += moved == FULL_PASSAGE - 1 ? -1 : moved;
    if (!isClear()) {
      return Optional.empty();
    }
    int walked = steps;
    steps = 0;
    return switch (walked) {
      case FULL_PASSAGE -> Optional.of(Direction.IN);
      case -FULL_PASSAGE -> Optional.of(Direction.OUT);
      default -> Optional.empty();
    };
  }

  /** Where somebody who is past the middle of the lane is going. */
  Optional<Direction> heading() {
    if (steps >= FULL_PASSAGE / 2) {
      return Optional.of(Direction.IN);
    }
    return steps <= -FULL_PASSAGE / 2 ? Optional.of(Direction.OUT) : Optional.empty();
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
