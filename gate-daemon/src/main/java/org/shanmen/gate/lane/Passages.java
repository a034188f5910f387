package org.shanmen.gate.lane;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.shanmen.gate.Limits;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.EventKind;

/**
 * Who goes through the lane, as beams and board tell it: commits rights, counts those who need
 * none, and raises the alarms about those who have none. Everybody who is seen through gives
 * exactly one of PASSED, FREE_PASS and UNAUTHORISED_PASS. Not thread-safe.
 */
final class Passages {
  private static final String LOITERING = "LOITERING";

  /** Of a pass that one beam told alone, the other being masked. */
  static final String BY_ONE_BEAM = "NOT_SENSING";

  private final boolean byBeams;
  private final Regime regime;
  private final Reservations reservations;
  private final PassTimer timer;
  private final ArmKeeper arm;
  private final Alarms alarms;
  private final PassageCounter beams = new PassageCounter();
  private final Occupancy occupancy = new Occupancy();
  private final Map<Beam, Long> freedMillis = new EnumMap<>(Beam.class);
  private final Set<Direction> assumedBefore = EnumSet.noneOf(Direction.class);
  private long startMillis;
  private boolean reversed;

  /** The lane could not tell what happens while somebody, or something, was in the beams. */
  private boolean blind;

  /** Somebody went back from the middle of the lane while somebody is awaited. */
  private boolean turnedBack;

  Passages(
      LaneOptions.Sensing sensing,
      Regime regime,
      Reservations reservations,
      PassTimer timer,
      ArmKeeper arm,
      Alarms alarms) {
    this.byBeams = sensing == LaneOptions.Sensing.BEAMS;
    this.regime = regime;
    this.reservations = reservations;
    this.timer = timer;
    this.arm = arm;
    this.alarms = alarms;
  }

  void beamChanged(Beam beam, boolean blocked, Turn turn) {
    boolean wasClear = beams.isClear();
    int swings = wasClear ? 0 : beams.swings();
    var walk = beams.change(beam, blocked, turn.nowMillis());
    if (wasClear && !beams.isClear()) {
      occupancy.begins(turn.nowMillis());
      timer.pause(turn.nowMillis());
    }
    if (blocked) {
      noticeSomebodyClose(beam, turn);
    } else {
      freedMillis.put(beam, turn.nowMillis());
    }
    noticeReverseEntry(turn);
    if (byBeams) {
      // A lane that cannot see counts by the other beam alone, see seenByOneBeam.
      if (regime.sensing() && !beams.isClear() && beams.swings() > Math.max(1, swings)) {
        // The one before this one did not turn back, he is through.
        assumeHidden(beams.began(), turn);
      }
      walk.ifPresent(ended -> seen(ended, turn));
      if (!blocked && !regime.sensing()) {
        seenByOneBeam(beam, turn);
      }
    }
    if (!wasClear && beams.isClear()) {
      blind = false;
      timer.resume(turn.nowMillis());
      occupancy.ends();
      alarms.clear(LOITERING, turn);
    }
  }

  /**
   * Whoever stands in the beams since the start, and goes on in this direction, was admitted by the
   * last run, and his use is recorded already.
   */
  void assumedBefore(Direction direction, Turn turn) {
    assumedBefore.add(direction);
    startMillis = turn.nowMillis();
  }

  private boolean wasAdmittedBefore(Walk walk, long nowMillis) {
    // Whoever was admitted since comes first: his pass is his own.
    return nowMillis - walk.millis() <= startMillis + Limits.FIRST_LEVELS_MILLIS
        && assumedBefore.contains(walk.heading())
        && !reservations.has(walk.heading());
  }

  /** The board saw somebody through; of interest only where it is what counts. */
  void counted(Direction direction, Turn turn) {
    if (!byBeams && (direction == Direction.IN || direction == Direction.OUT)) {
      passed(direction, turn);
    }
  }

  /**
   * Somebody is above the arm, or not any more. Whom the lane lets through may carry a child on his
   * shoulders.
   */
  void upperBeam(boolean blocked, Turn turn) {
    boolean letIn = !reservations.isEmpty() && !beams.isClear();
    if (blocked && !regime.posture().isFree() && !letIn) {
      alarms.warn("CLIMBING", turn);
    }
  }

  /** Once whatever the input was has taken effect. */
  void settled(Turn turn) {
    if (!beams.isClear()) {
      blind |= !regime.sensing();
      occupancy.sees(regime.isFree(Direction.IN), regime.isFree(Direction.OUT));
      if (occupancy.lastsLong(turn.nowMillis())) {
        alarms.raiseAloud(LOITERING, turn);
      }
    }
  }

  boolean isClear() {
    return beams.isClear();
  }

  boolean isBeyond(Direction direction) {
    return beams.isBeyond(direction);
  }

  /**
   * Whether somebody is in the beams who can be taken for whoever is awaited: on the way, and not
   * so long that he may as well be dirt.
   */
  boolean isOnHisWay(Direction direction, long nowMillis) {
    return !beams.isClear() && beams.cameFor(direction) && !occupancy.lastsLong(nowMillis);
  }

  /** Somebody, or something, has stood for long where whoever is let in goes through. */
  boolean isBlocked(Direction direction) {
    return alarms.stands(LOITERING) && beams.isBeyond(direction);
  }

  /** Somebody came against those who are awaited, past the middle of the lane. */
  boolean isReversed() {
    return reversed;
  }

  /** Nobody of those who are awaited came, or their ticket is no good any more. */
  void giveBackAll(Turn turn) {
    String came = turnedBack ? "TURNED_BACK" : "";
    String why = timer.isEnded() ? "TICKET_ENDED" : came;
    reservations.giveUp().forEach(open -> turn.record(Entry.givenBack(open, why)));
  }

  /** They may have passed unseen: a word with the clerk rather than two visitors on one ticket. */
  void assumeAll(Turn turn) {
    reservations.giveUp().forEach(open -> turn.record(Entry.assumed(open, open.people())));
  }

  /** The board's counter does not tell who passed; of interest only where it is what counts. */
  void countLost(Turn turn) {
    if (!byBeams) {
      assumeAll(turn);
    }
  }

  /** When the lane is clear and everything that follows from it was done. */
  void forgetWhoLeft() {
    reversed &= !(beams.isClear() && reservations.isEmpty());
    turnedBack &= !reservations.isEmpty();
  }

  private void seen(Walk walk, Turn turn) {
    boolean expected = reservations.has(walk.heading());
    if (walk.through() && !wasAdmittedBefore(walk, turn.nowMillis())) {
      passed(walk.heading(), turn);
    } else if (!walk.through()) {
      turnedBack |= expected && walk.furthest() == Walk.BOTH;
    }
    var against = walk.heading() == Direction.IN ? Direction.OUT : Direction.IN;
    for (var direction : new Direction[] {walk.heading(), against}) {
      // Of two who were admitted in opposite directions the one who stepped in turned back.
      boolean doubtful = direction == walk.heading() || !expected;
      if (doubtful && walk.mayHideOneTo(direction, blind)) {
        if (walk.swings() > 1 && !blind && direction == walk.heading()) {
          assumeHidden(direction, turn);
        } else {
          assume(direction, turn);
        }
      }
    }
  }

  /**
   * A masked beam keeps the arm open, for it may be somebody who stands there; who broke the other
   * beam meanwhile and freed it again has probably gone through.
   */
  private void seenByOneBeam(Beam freed, Turn turn) {
    var other = freed == Beam.OUTER ? Beam.INNER : Beam.OUTER;
    boolean oneWay = arm.position().letsIn() != arm.position().letsOut();
    if (!oneWay || !alarms.stands(Senses.stuck(other))) {
      return;
    }
    var direction = arm.position().letsIn() ? Direction.IN : Direction.OUT;
    if (reservations.has(direction)) {
      assume(direction, turn);
    } else if (regime.isFree(direction)) {
      turn.record(Entry.passedWithoutRight(EventKind.FREE_PASS, direction, BY_ONE_BEAM));
    } else {
      turn.record(Entry.passedWithoutRight(EventKind.UNAUTHORISED_PASS, direction, BY_ONE_BEAM));
      alarms.warn("FORCED_PASS", turn);
    }
  }

  /** Somebody went through while the near beam stayed broken: on a right, or behind one who had. */
  private void assumeHidden(Direction direction, Turn turn) {
    if (reservations.has(direction)) {
      assume(direction, turn);
    } else if (!needsNoRight(direction)) {
      alarms.warn("TAILGATING", turn);
    }
  }

  /** The beams do not tell whether one of those who are awaited passed: his entry is used. */
  private void assume(Direction direction, Turn turn) {
    reservations
        .commit(direction)
        .ifPresent(
            open -> {
              turn.record(Entry.assumed(open, 1));
              timer.restart(turn.nowMillis());
            });
  }

  private void passed(Direction direction, Turn turn) {
    var right = reservations.commit(direction);
    if (right.isPresent()) {
      turn.record(Entry.passed(right.get()));
      timer.restart(turn.nowMillis());
    } else if (needsNoRight(direction)) {
      turn.record(Entry.passedWithoutRight(EventKind.FREE_PASS, direction, ""));
    } else {
      String alarm = nameOfForcedPass(direction, turn);
      turn.record(Entry.passedWithoutRight(EventKind.UNAUTHORISED_PASS, direction, alarm));
      alarms.warn(alarm, turn);
    }
    occupancy.passed(direction, right.isPresent(), turn.nowMillis());
  }

  private String nameOfForcedPass(Direction direction, Turn turn) {
    return alarms.stands("CLIMBING")
        ? "CLIMBING"
        : occupancy.nameOfForcedPass(direction, arm.isOpen(), turn.nowMillis());
  }

  private boolean needsNoRight(Direction direction) {
    return regime.isFree(direction) || occupancy.wasFree(direction);
  }

  /**
   * A body's width behind him: the rear beam is broken again so soon after he freed it that it must
   * be somebody else, while he still stands in the front one. They count as one, see {@link
   * PassageCounter}.
   */
  private void noticeSomebodyClose(Beam rear, Turn turn) {
    var direction = rear == Beam.OUTER ? Direction.IN : Direction.OUT;
    Long freed = freedMillis.get(rear);
    boolean soon = freed != null && turn.nowMillis() - freed <= Limits.TAILGATING_GAP_MILLIS;
    boolean behindHim =
        beams.heading().filter(heading -> heading == direction).isPresent()
            && beams.isBeyond(direction);
    if (soon && behindHim && !needsNoRight(direction) && reservations.peopleTo(direction) == 1) {
      alarms.warn("TAILGATING", turn);
    }
  }

  private void noticeReverseEntry(Turn turn) {
    var heading = beams.heading();
    boolean against =
        regime.sensing()
            && heading.isPresent()
            && !reservations.isEmpty()
            && !reservations.has(heading.get());
    if (against && !reversed && !needsNoRight(heading.get())) {
      reversed = true;
      alarms.warn("WRONG_DIRECTION", turn);
    }
  }
}
