package org.shanmen.gate.lane;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.shanmen.protocol.wire.Direction;

/**
 * People who were admitted and have not passed yet, oldest admission first. Each admission holds at
 * least one; reserved = passed + given back at all times. Not thread-safe.
 */
final class Reservations {
  /**
   * People of one admission who have still to pass.
   *
   * @param admission the lane's number of the admission, see {@link Entry#admission}
   * @param right 0 when the lane was opened without one
   */
  record Open(long admission, long right, int template, Direction direction, int people) {
    private Open less(int passed) {
      return new Open(admission, right, template, direction, people - passed);
    }
  }

  private final Deque<Open> waiting = new ArrayDeque<>();

  void add(Open open) {
    if (open.people() < 1) {
      throw new IllegalArgumentException("an admission of " + open.people() + " people");
    }
    waiting.addLast(open);
  }

  /** Takes one person off the oldest admission in a direction. */
  Optional<Open> commit(Direction direction) {
    for (Iterator<Open> each = waiting.iterator(); each.hasNext(); ) {
      Open open = each.next();
      if (open.direction() == direction) {
        each.remove();
        if (open.people() > 1) {
          waiting.addFirst(open.less(1));
        }
        return Optional.of(open);
      }
    }
    return Optional.empty();
  }

  /** Gives up on everybody who has not passed. */
  List<Open> giveBack() {
    var given = new ArrayList<>(waiting);
    waiting.clear();
    return given;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  int admissions() {
    return waiting.size();
  }

  int people() {
    return waiting.stream().mapToInt(Open::people).sum();
  }

  int peopleOn(long right) {
    return right == 0
        ? 0
        : waiting.stream().filter(open -> open.right() == right).mapToInt(Open::people).sum();
  }

  boolean has(Direction direction) {
    return waiting.stream().anyMatch(open -> open.direction() == direction);
  }
}
