package org.shanmen.sim.lane;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A lane with an arm, two beams, a lamp and people. Not thread-safe; never blocks, never reads a
 * clock.
 *
 * <p>Every call takes the time in milliseconds, which must not run backwards, and first lets happen
 * what was due until then. Between calls nothing happens: the caller comes back with {@link
 * #advance} at {@link #nextDueMillis()} and takes what happened with {@link #drain()}.
 *
 * <p>One person is between the beams at a time. People of one direction queue; of the two who stand
 * first, the one who has stood longer and whom the arm lets goes. Nothing stops a person who has
 * broken the first beam.
 */
public final class Lane {
  /** How long a count contact closes, a button is pressed, a fallen card is told. */
  static final int PULSE_MILLIS = 250;

  /** How many people a lane takes on its way to the arm. */
  public static final int MAX_WAITING = 1000;

  private final Gait gait;
  private final Arm arm;
  private final Collector collector = new Collector();
  private final Map<Direction, Long> counted = new EnumMap<>(Direction.class);

  /** Inputs that go idle by themselves, and when. */
  private final Map<Input, Long> pulses = new EnumMap<>(Input.class);

  private final Set<Output> lamps = EnumSet.noneOf(Output.class);
  private final Map<Input, Boolean> levels = new EnumMap<>(Input.class);
  private final Map<Direction, Deque<Party>> queues = new EnumMap<>(Direction.class);
  private final List<Happening> happenings = new ArrayList<>();

  /** Who is between the beams, or about to be; null when nobody. */
  private Passage passage;

  private long clearSince = Integer.MIN_VALUE;
  private long now = Integer.MIN_VALUE;
  private long lastWalk;
  private long passedIn;
  private long passedOut;
  private long outerBreaks;
  private long innerBreaks;

  /** A lane whose board is in potential mode. */
  public Lane(Gait gait) {
    this(gait, BoardKind.POTENTIAL);
  }

  public Lane(Gait gait, BoardKind board) {
    this.gait = gait;
    this.arm = new Arm(board);
    for (Input input : Input.values()) {
      levels.put(input, input == Input.FIRE_LOOP);
    }
    for (Direction direction : Direction.values()) {
      queues.put(direction, new ArrayDeque<>());
    }
  }

  /** The controller drives one of its output wires. */
  public void output(Output wire, boolean high, long nowMillis) {
    advance(nowMillis);
    if (wire == Output.LAMP_GREEN || wire == Output.LAMP_RED) {
      if (high) {
        lamps.add(wire);
      } else {
        lamps.remove(wire);
      }
    }
    boolean rises = high && !arm.holds(wire);
    arm.output(wire, high);
    boolean orders = wire == Output.COLLECTOR_SWALLOW || wire == Output.COLLECTOR_RETURN;
    if (orders && rises && collector.order(wire)) {
      pulse(Input.CARD_TAKEN);
    }
    settle();
  }

  /** Nobody drives the output wires any more: all fall idle. */
  public void outputsFall(long nowMillis) {
    for (Output wire : Output.values()) {
      output(wire, false, nowMillis);
    }
  }

  /** Somebody presses the attendant's button. */
  public void press(long nowMillis) {
    advance(nowMillis);
    pulse(Input.BUTTON);
  }

  /**
   * Somebody puts a card into the collector.
   *
   * @throws IllegalStateException if there is one in it already
   */
  public void insertCard(long nowMillis) {
    advance(nowMillis);
    collector.insert();
  }

  public Cards cards() {
    return collector.cards();
  }

  /** The collector's bin is full, or was emptied. */
  public void binFull(boolean full, long nowMillis) {
    advance(nowMillis);
    level(Input.BIN_FULL, full);
  }

  /** The other lane of an interlocked pair opens or closes. */
  public void otherLane(boolean open, long nowMillis) {
    advance(nowMillis);
    level(Input.OTHER_LANE, open);
  }

  /** How many have turned the arm, as its board counts them. */
  public long counted(Direction direction) {
    return counted.getOrDefault(direction, 0L);
  }

  /** Whether this lane tells the other one of a pair that it is open. */
  public boolean interlock() {
    return arm.holds(Output.INTERLOCK);
  }

  /** Opens the fire loop, or closes it again. */
  public void fire(boolean burning, long nowMillis) {
    advance(nowMillis);
    arm.fire(burning);
    level(Input.FIRE_LOOP, !burning);
    settle();
  }

  /** Cuts or restores the arm's supply. */
  public void power(boolean on, long nowMillis) {
    advance(nowMillis);
    arm.power(on);
    settle();
  }

  /**
   * Sends people to the arm.
   *
   * @return names the walk in its {@link Happening.WalkEnded}
   * @throws IllegalStateException if more than {@link #MAX_WAITING} people would be waiting
   */
  public long walk(Walk walk, long nowMillis) {
    advance(nowMillis);
    if (peopleWaiting() + walk.people() > MAX_WAITING) {
      throw new IllegalStateException(
          peopleWaiting() + " people wait at the arm: no more than " + MAX_WAITING + " can");
    }
    var party = new Party(++lastWalk, walk, nowMillis + gait.approachMillis());
    queues.get(walk.direction()).add(party);
    return party.id;
  }

  /** When {@link #advance} has something to do; {@link Long#MAX_VALUE} if nothing is due. */
  public long nextDueMillis() {
    long due = Math.min(arm.dueMillis(), passage == null ? Long.MAX_VALUE : passage.nextAt());
    for (long ends : pulses.values()) {
      due = Math.min(due, ends);
    }
    for (var queue : queues.values()) {
      if (!queue.isEmpty()) {
        due = Math.min(due, dueOf(queue.peek()));
      }
    }
    return due;
  }

  /** Lets happen what is due until now. */
  public void advance(long nowMillis) {
    if (nowMillis < now) {
      throw new IllegalArgumentException("time runs backwards: " + nowMillis + " after " + now);
    }
    for (long due = nextDueMillis(); due <= nowMillis; due = nextDueMillis()) {
      now = Math.max(now, due);
      arm.advance(now);
      endPulses();
      if (passage != null && passage.nextAt() <= now) {
        takeEdge();
      }
      settle();
    }
    now = nowMillis;
    arm.advance(now);
  }

  /** What happened since the last call, in order. */
  public List<Happening> drain() {
    var drained = List.copyOf(happenings);
    happenings.clear();
    return drained;
  }

  public boolean level(Input input) {
    return levels.get(input);
  }

  public ArmPosition arm() {
    return arm.position();
  }

  public LampColour lamp() {
    if (lamps.contains(Output.LAMP_RED)) {
      return LampColour.RED;
    }
    return lamps.contains(Output.LAMP_GREEN) ? LampColour.GREEN : LampColour.OFF;
  }

  public boolean burning() {
    return arm.fireLoopOpen();
  }

  public boolean powered() {
    return arm.powered();
  }

  /** People on their way to the arm or standing at it, without the one between the beams. */
  public int peopleWaiting() {
    return queues.values().stream().flatMap(Deque::stream).mapToInt(party -> party.left).sum();
  }

  public Sensed sensed() {
    return new Sensed(passedIn, passedOut, outerBreaks, innerBreaks);
  }

  /** The next moment at which something becomes of the first in a queue. */
  private long dueOf(Party party) {
    if (party.pushes()) {
      return party.pushesUntil;
    }
    if (passage != null) {
      return Long.MAX_VALUE;
    }
    long mayGoAt = mayGoAt(party);
    if (lets(party) || party.walk.manner() == Walk.Manner.PUSH) {
      return mayGoAt;
    }
    return mayGoAt + gait.patienceMillis();
  }

  private long mayGoAt(Party party) {
    return Math.max(party.readyAt, clearSince + gait.gapMillis());
  }

  private boolean lets(Party party) {
    return party.walk.evadesArm() || arm.position().lets(party.walk.direction());
  }

  private void takeEdge() {
    var edge = passage.next();
    level(edge.beam(), edge.broken());
    if (passage.party.walk.manner() == Walk.Manner.CLIMB) {
      level(Input.BEAM_UPPER, level(Input.BEAM_OUTER) && level(Input.BEAM_INNER));
    }
    if (passage.isPastArm() && !passage.party.walk.evadesArm()) {
      var direction = passage.party.walk.direction();
      arm.passed(direction);
      pulse(direction == Direction.IN ? Input.COUNT_IN : Input.COUNT_OUT);
      counted.merge(direction, 1L, Long::sum);
    }
    if (passage.ended()) {
      end(passage);
    }
  }

  private void end(Passage ended) {
    var party = ended.party;
    passage = null;
    clearSince = now;
    if (ended.turnedBack()) {
      party.turnedBack++;
    } else {
      party.passed++;
      if (party.walk.direction() == Direction.IN) {
        passedIn++;
      } else {
        passedOut++;
      }
    }
    if (party.left > 0) {
      party.readyAt = now + gait.followMillis();
    } else if (party.walk.manner() == Walk.Manner.TAILGATE && !ended.tailgater) {
      passage = Passage.tailgater(party, gait, now + gait.tailgateMillis());
    } else {
      finish(party);
    }
  }

  /** Draws the consequences of whatever has just changed. */
  private void settle() {
    if (!level(Input.BEAM_OUTER) && !level(Input.BEAM_INNER)) {
      arm.laneIsClear();
    }
    for (var queue : queues.values()) {
      if (!queue.isEmpty()) {
        loseHeart(queue.peek());
      }
    }
    if (passage == null) {
      Party next = nextToGo();
      if (next != null) {
        enter(next);
      } else {
        queues.values().stream().map(Deque::peek).forEach(this::push);
      }
    }
    boolean pushed =
        queues.values().stream().anyMatch(queue -> !queue.isEmpty() && queue.peek().pushes());
    level(Input.ARM_PUSH, pushed);
  }

  private void loseHeart(Party party) {
    boolean givesUp =
        party.pushes()
            ? now >= party.pushesUntil
            : passage == null
                && !lets(party)
                && party.walk.manner() != Walk.Manner.PUSH
                && now >= mayGoAt(party) + gait.patienceMillis();
    if (givesUp) {
      finish(party);
    }
  }

  private Party nextToGo() {
    Party next = null;
    for (var queue : queues.values()) {
      Party party = queue.peek();
      if (party != null
          && now >= mayGoAt(party)
          && lets(party)
          && (next == null || party.readyAt < next.readyAt)) {
        next = party;
      }
    }
    return next;
  }

  private void enter(Party party) {
    party.pushesUntil = -1;
    party.left--;
    boolean turnsBack = party.walk.manner() == Walk.Manner.TURN_BACK && party.left == 0;
    passage = turnsBack ? Passage.back(party, gait, now) : Passage.through(party, gait, now);
    takeEdge();
  }

  private void push(Party party) {
    if (party != null
        && party.walk.manner() == Walk.Manner.PUSH
        && !party.pushes()
        && now >= mayGoAt(party)) {
      party.pushesUntil = now + gait.pushMillis();
    }
  }

  private void finish(Party party) {
    var queue = queues.get(party.walk.direction());
    queue.remove(party);
    happenings.add(new Happening.WalkEnded(party.id, party.outcome()));
    Party next = queue.peek();
    if (next != null) {
      next.readyAt = Math.max(next.readyAt, now);
    }
  }

  private void pulse(Input input) {
    pulses.put(input, now + PULSE_MILLIS);
    level(input, true);
  }

  private void endPulses() {
    for (Input input : List.copyOf(pulses.keySet())) {
      if (pulses.get(input) <= now) {
        pulses.remove(input);
        level(input, false);
      }
    }
  }

  private void level(Input input, boolean high) {
    if (levels.put(input, high) == high) {
      return;
    }
    happenings.add(new Happening.InputChanged(input, high));
    if (high && input == Input.BEAM_OUTER) {
      outerBreaks++;
    } else if (high && input == Input.BEAM_INNER) {
      innerBreaks++;
    }
  }
}
