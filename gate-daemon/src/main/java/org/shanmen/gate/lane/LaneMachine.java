package org.shanmen.gate.lane;

import java.util.List;
import org.shanmen.gate.Limits;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.LaneKind;

/**
 * One lane.
 *
 * <p>The arm is never told what to do by an event; after every input it is moved to where the facts
 * want it: the {@link Posture}, who is awaited, and whether somebody stands in the beams. Hence the
 * four states that people speak of: locked (nobody awaited), released (somebody is), occupied
 * (somebody stands in the beams: the arm may be freed but not locked, and the time-out stands
 * still), free (the posture lets everybody through).
 *
 * <ul>
 *   <li>Everybody whom the lane sees through gives exactly one of PASSED, FREE_PASS and
 *       UNAUTHORISED_PASS.
 *   <li>Reserved = passed + given back (+ assumed, when nothing told what happened); what is open
 *       when a daemon dies is assumed to have passed.
 *   <li>An arm released for a visitor moves after the record of his admission; an arm that drops
 *       for fire or emergency moves first, because life goes before books.
 * </ul>
 *
 * <p>The rooms inside: {@link Regime} knows which posture governs, {@link Reception} whom it
 * serves, {@link Passages} who goes through, {@link Senses} whether that can be told, {@link
 * Commands} what people want, {@link Signage} what is shown and said.
 *
 * <p>Not thread-safe: owned by the lane loop. Never blocks, never reads a clock.
 */
public final class LaneMachine {
  private final Regime regime;
  private final Reservations reservations = new Reservations();
  private final ArmKeeper arm = new ArmKeeper();
  private final Signage signage = new Signage();
  private final Alarms alarms = new Alarms(signage);
  private final Pair pair;
  private final Senses senses;
  private final Passages passages;
  private final Reception reception;
  private final CommandDesk desk;
  private final SelfTest test;
  private final Commands commands;
  private final TimeOut timeOut;

  /**
   * @param memory what the lane remembered of its last run
   */
  public LaneMachine(Memory memory, LaneOptions options) {
    regime = new Regime(memory, options);
    var timer = new PassTimer(options.passTimeoutMillis());
    pair = new Pair(options.interlock(), alarms);
    senses = new Senses(options.sensing(), alarms);
    passages = new Passages(options.sensing(), regime, reservations, timer, arm, alarms);
    reception =
        new Reception(options, regime, reservations, timer, passages, pair, alarms, signage);
    timeOut = new TimeOut(regime, reservations, timer, pair, senses, passages, reception);
    desk = new CommandDesk(memory.answered());
    test = new SelfTest(alarms, signage, desk);
    commands = new Commands(desk, regime, reception, passages, arm, alarms, test, this::settle);
  }

  /**
   * The first call: tells every device how the lane is; but the arm is not locked before the beams
   * told whether somebody stands in it, or {@link Limits#FIRST_LEVELS_MILLIS} went by.
   *
   * @param software name and version, for the journal
   */
  public List<Effect> start(String software, long nowMillis) {
    var turn = Turn.at(nowMillis);
    turn.record(Entry.of(EventKind.STARTED, software));
    if (regime.fire()) {
      alarms.raise("FIRE", "not released since before the restart", turn);
    }
    reception.start(turn);
    senses.start(turn);
    settle(turn);
    return turn.effects();
  }

  /**
   * Applies one input.
   *
   * @param nowMillis of a clock that never jumps or goes back
   * @return what must happen, in order
   * @throws IllegalStateException if an invariant is broken; the daemon must end
   */
  public List<Effect> on(Input input, long nowMillis) {
    var turn = Turn.at(nowMillis);
    if (input instanceof Input.Stopping) {
      return stop(turn);
    }
    apply(input, turn);
    alarms.tick(turn);
    settle(turn);
    checkInvariants();
    return recordable(turn);
  }

  private void apply(Input input, Turn turn) {
    if (input instanceof Input.Presented shown) {
      reception.presented(shown, turn);
    } else if (input instanceof Input.BeamChanged change) {
      passages.beamChanged(change.beam(), change.blocked(), turn);
      senses.beam(change.beam(), change.blocked(), turn);
    } else if (input instanceof Input.UpperBeam upper) {
      senses.upperBeam(upper.blocked(), turn);
      passages.upperBeam(upper.blocked(), turn);
    } else if (input instanceof Input.Counted counted) {
      passages.counted(counted.direction(), turn);
    } else if (input instanceof Input.CountKnown count) {
      senses.counter(count.known(), turn);
    } else if (input instanceof Input.CountLost) {
      passages.countLost(turn);
    } else if (input instanceof Input.FireLoop loop) {
      fireLoop(loop.broken(), turn);
    } else if (input instanceof Input.Commanded commanded) {
      commands.carryOut(commanded.command(), commanded.centreMillis(), turn);
    } else if (input instanceof Input.AssumedBefore before) {
      passages.assumedBefore(before.direction(), turn);
    } else if (input instanceof Input.JudgedMeanwhile judged) {
      reception.recall().judgedMeanwhile(judged.decision(), turn);
    } else if (input instanceof Input.AttendantButton) {
      reception.staff().confirm("button", turn);
    } else if (input instanceof Input.CardLies card) {
      reception.cardLies(card.showing(), turn);
    } else if (input instanceof Input.CardTaken) {
      reception.cardTaken(turn);
    } else if (input instanceof Input.BinFull bin) {
      reception.binFull(bin.full(), turn);
    } else if (input instanceof Input.OtherLane other) {
      pair.otherLane(other.open(), turn);
    } else if (input instanceof Input.ArmPushed push) {
      alarms.setAloud("ARM_PUSHED", push.pushed(), turn);
    } else if (input instanceof Input.DeviceHealth health) {
      deviceHealth(health, turn);
    } else if (input instanceof Input.Unwatched unwatched) {
      timeOut.unwatched(unwatched.millis());
    } else if (input instanceof Input.Conditions conditions) {
      for (var condition : conditions.all()) {
        alarms.set(condition.alarm(), condition.stands(), "", turn);
      }
    } else if (input instanceof Input.Configured configured) {
      regime.enrolled(configured.kind());
    } else if (input instanceof Input.Recording state) {
      regime.recording(state.works());
      arm.isAt(state.arm());
      alarms.set("NOT_RECORDING", !state.works(), state.why(), turn);
    }
  }

  public LaneState state() {
    var held = reception.staff().held();
    return new LaneState(
        regime.mode(),
        regime.posture(),
        regime.fire(),
        arm.position(),
        signage.lamp(),
        passages.isClear(),
        reservations.people(),
        held.isPresent(),
        held.map(Holding.Held::right).orElse(0L),
        held.map(Holding.Held::number).orElse(0L),
        alarms.standing());
  }

  /**
   * People whom this lane has admitted on a right and who have not passed yet, of those who go
   * where whoever shows it at a spot wants to.
   */
  public int reservedOn(long right, Spot spot) {
    return reservations.peopleOn(right, regime.directionOf(spot));
  }

  /** On which people are awaited on their way in, see {@link Input.JudgedMeanwhile}. */
  public List<Long> awaitedRights() {
    return reservations.rightsTo(Direction.IN);
  }

  /** Of whom the lane holds, or who is agreed to and not let through yet; 0: nobody. */
  public long heldRight() {
    return reception.staff().heldRight();
  }

  /** Whether he waits or is held, and may be judged anew, see {@link Effect.JudgeAgain}. */
  public boolean remembers(Showing showing) {
    return reception.remembers(showing);
  }

  /** Whether what was shown is still being answered: he waits, is held, or is awaited. */
  public boolean isOpen(Showing showing) {
    return reception.isOpen(showing);
  }

  /** Whether the next person in a direction is let through, on a right or without. */
  public boolean expects(Direction direction) {
    return isLetThrough(direction) || regime.isFree(direction);
  }

  // ---- What devices tell ----

  private void fireLoop(boolean broken, Turn turn) {
    regime.loopBroken(broken);
    if (broken && !regime.fire()) {
      regime.fire(true);
      settle(turn);
      turn.add(new Effect.Say(new Prompt.Standing(Posture.FIRE)));
      alarms.raise("FIRE", "", turn);
      turn.add(new Effect.Remember(commands.memory()));
    }
  }

  private void deviceHealth(Input.DeviceHealth health, Turn turn) {
    alarms.set("DEVICE_FAULT:" + health.device(), !health.well(), health.detail(), turn);
    if (senses.device(health.device(), health.well(), turn) && arm.isOpen()) {
      // It was elsewhere while it was gone. Locked is not said again: that would be an order to
      // raise an arm that may have fallen, and only people give it.
      arm.tellAgain();
    }
  }

  // ---- What the facts want ----

  private void settle(Turn turn) {
    if (regime.posture().isEvacuation()) {
      // Before anything that has to be recorded: a record that fails holds back what follows it.
      arm.move(ArmPosition.DROPPED, ArmPosition.DROPPED, turn);
    }
    senses.tick(turn);
    regime.sensing(!senses.areLost(turn.nowMillis()));
    runTest(turn);
    reception.settle(turn);
    commands.tick(turn);
    timeOut.settle(turn);
    passages.forgetWhoLeft();
    updatePair(turn);
    moveArm(turn);
    updatePair(turn);
    reception.askNext(turn);
    passages.settled(turn);
    signage.update(scene(turn.nowMillis()), turn);
    desk.settled(arm.position() == wanted(turn), turn);
  }

  /** The turn is his, too, whose card the collector swallows: he cannot show it once more. */
  private void updatePair(Turn turn) {
    // In an evacuation all lanes are open, and nobody waits for his turn.
    boolean wants = wantsToOpen() && !regime.posture().isEvacuation();
    pair.update(wants, arm.isOpen() || reception.hasACard(), turn);
  }

  private void runTest(Turn turn) {
    if (!test.isRunning()) {
      return;
    }
    test.tick(turn);
    if (regime.posture() != Posture.OUT_OF_SERVICE) {
      test.abort("the lane is " + regime.posture(), turn);
    } else if (!passages.isClear()) {
      test.abort("somebody stepped into the lane", turn);
    } else if (test.isRunning()
        && test.arm() != ArmPosition.LOCKED
        && !pair.grants(turn.nowMillis())) {
      test.abort("the other lane of the pair is open", turn);
    }
  }

  private void moveArm(Turn turn) {
    var wanted = wanted(turn);
    // Never on a person: while somebody stands in the beams the arm only becomes freer.
    var position = passages.isClear() ? wanted : arm.position().orFreer(wanted);
    // Locked said again raises an arm that fell: not below somebody, that waits until he is gone.
    // Locked said first waits until it is known whether somebody is there.
    boolean maySayLocked = passages.isClear() && senses.haveLooked(turn.nowMillis());
    if (maySayLocked || position != ArmPosition.LOCKED) {
      arm.move(position, standing(turn.nowMillis()), turn);
    }
  }

  /** The arm's position for everybody, as long as nobody is admitted. */
  private ArmPosition standing(long nowMillis) {
    if (regime.posture().isEvacuation()) {
      return ArmPosition.DROPPED;
    }
    return pair.grants(nowMillis) && !test.isRunning() ? regime.rest() : ArmPosition.LOCKED;
  }

  private boolean isLetThrough(Direction direction) {
    return !timeOut.isOver() && !timeOut.mayNotPass() && reservations.has(direction);
  }

  private ArmPosition wanted(Turn turn) {
    if (regime.posture().isEvacuation()) {
      return ArmPosition.DROPPED;
    }
    if (!pair.grants(turn.nowMillis())) {
      return ArmPosition.LOCKED;
    }
    if (test.isRunning()) {
      return test.arm();
    }
    return regime.posture().isFree()
        ? regime.rest()
        : regime
            .rest()
            .orFreer(ArmPosition.released(isLetThrough(Direction.IN), isLetThrough(Direction.OUT)));
  }

  private boolean wantsToOpen() {
    return regime.rest() != ArmPosition.LOCKED
        || reception.wantsToOpen()
        || commands.wantsToOpen()
        || test.isRunning();
  }

  private Signage.Scene scene(long nowMillis) {
    boolean awaited = isLetThrough(Direction.IN) || isLetThrough(Direction.OUT);
    boolean leadsOut = regime.kind() == LaneKind.EXIT && regime.isFree(Direction.OUT);
    boolean serves = awaited && regime.posture() == Posture.CONTROLLED;
    return new Signage.Scene(
        regime.posture(),
        regime.idle(),
        regime.posture().isFree() || serves || leadsOut,
        awaited,
        reservations.people(),
        reception.standing(nowMillis),
        test.lamp());
  }

  private List<Effect> stop(Turn turn) {
    reception.stop(turn);
    commands.stop(turn);
    test.abort("the daemon ends", turn);
    boolean clear = passages.isClear();
    boolean evacuates = commands.memory().evacuates();
    if (clear && senses.toldEverybody(Long.MAX_VALUE)) {
      timeOut.giveBack(turn);
    }
    // Whoever stands in the beams is probably on his way in: that is for the next start to assume,
    // and a board that keeps what it was told last must not be told to close on him.
    if ((clear && senses.haveLooked(turn.nowMillis())) || evacuates) {
      arm.tellAgain();
      var rest = evacuates ? ArmPosition.DROPPED : ArmPosition.LOCKED;
      arm.move(rest, rest, turn);
    }
    turn.record(Entry.of(EventKind.STOPPED, clear ? "" : "somebody stood in the lane"));
    return recordable(turn);
  }

  private List<Effect> recordable(Turn turn) {
    if (!regime.recording()) {
      turn.effects().removeIf(effect -> effect instanceof Effect.Record);
    }
    return turn.effects();
  }

  private void checkInvariants() {
    if (!reservations.addUp()) {
      throw new IllegalStateException("people were lost between admission and pass");
    }
    boolean dropped = arm.position() == ArmPosition.DROPPED;
    if (regime.posture().isEvacuation() && !dropped) {
      throw new IllegalStateException("the arm is " + arm.position() + " in an evacuation");
    }
    boolean cause =
        regime.rest() != ArmPosition.LOCKED
            || !reservations.isEmpty()
            || test.isRunning()
            || !passages.isClear();
    if (arm.isOpen() && !cause) {
      throw new IllegalStateException("the arm is " + arm.position() + " for nobody");
    }
  }
}
