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
 * least one; reserved = passed + given up + awaited at all times. Not thread-safe.
 */
final class Reservations {
  /**
   * People of one admission who have still to pass.
   *
   * @param admission the lane's number of the admission, see {@link Entry#admission}
   * @param fingerprint of what was shown for it; 0 when nothing was
   * @param right 0 when the lane was opened without one
   * @param feeFen that each of them costs
   */
  record Open(
      long admission,
      long fingerprint,
      long right,
      int template,
      Direction direction,
      int people,
      int feeFen) {
    private Open of(int some) {
      return new Open(admission, fingerprint, right, template, direction, some, feeFen);
    }
  }

  private final Deque<Open> waiting = new ArrayDeque<>();
  private long reserved;
  private long passed;
  private long givenUp;

  void add(Open open) {
    if (open.people() < 1) {
      throw new IllegalArgumentException("an admission of " + open.people() + " people");
    }
    waiting.addLast(open);
    reserved += open.people();
  }

  /** Takes one person off the oldest admission in a direction. */
  Optional<Open> commit(Direction direction) {
    for (Iterator<Open> each = waiting.iterator(); each.hasNext(); ) {
      Open open = each.next();
      if (open.direction() == direction) {
        each.remove();
        passed++;
        if (open.people() > 1) {
          waiting.addFirst(open.of(open.people() - 1));
        }
        return Optional.of(open);
      }
    }
    return Optional.empty();
  }

  /**
   * Gives up on some of those who are awaited on a right: of one right there is one admission in a
   * direction, as a ticket shown again admits nobody else.
   *
   * @param left so many stay awaited, at least one
   * @return who was given up; empty if no more are awaited
   */
  Optional<Open> giveUpBut(int left, long right, Direction direction) {
    var shortened = new ArrayDeque<Open>();
    Optional<Open> given = Optional.empty();
    for (Open open : waiting) {
      boolean his = open.right() == right && open.direction() == direction;
      if (his && open.people() > left) {
        given = Optional.of(open.of(open.people() - left));
        givenUp += open.people() - left;
      }
      shortened.addLast(his ? open.of(Math.min(left, open.people())) : open);
    }
    waiting.clear();
    waiting.addAll(shortened);
    return given;
  }

  /** Gives up on everybody who has not passed. */
  List<Open> giveUp() {
    var given = new ArrayList<>(waiting);
    waiting.clear();
    given.forEach(open -> givenUp += open.people());
    return given;
  }

  /** Nobody who was admitted is lost, nobody counts twice. */
  boolean addUp() {
    return reserved == passed + givenUp + people();
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  int admissions() {
    return waiting.size();
  }

  int people() {
    // As peopleTo: no stream.
    int people = 0;
    for (Open open : waiting) {
      people += open.people();
    }
    return people;
  }

  int peopleOn(long right, Direction direction) {
    return right == 0
        ? 0
        : waiting.stream()
            .filter(open -> open.right() == right && open.direction() == direction)
            .mapToInt(Open::people)
            .sum();
  }

  /** Whether somebody is awaited in a direction who showed this. */
  boolean isFor(long fingerprint, Direction direction) {
    return waiting.stream()
        .anyMatch(open -> open.fingerprint() == fingerprint && open.direction() == direction);
  }

  /** Rights on which somebody is awaited in a direction, each once. */
  List<Long> rightsTo(Direction direction) {
    return waiting.stream()
        .filter(open -> open.right() != 0 && open.direction() == direction)
        .map(Open::right)
        .distinct()
        .toList();
  }

  boolean has(Direction direction) {
    return peopleTo(direction) > 0;
  }

  int peopleTo(Direction direction) {
    // Asked several times in every turn of the loop: no stream.
    int people = 0;
    for (Open open : waiting) {
      people += open.direction() == direction ? open.people() : 0;
    }
    return people;
  }
}
