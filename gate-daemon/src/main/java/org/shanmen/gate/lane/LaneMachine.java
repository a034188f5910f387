package org.shanmen.gate.lane;

import java.util.ArrayList;
import java.util.List;
import org.shanmen.gate.Limits;
import org.shanmen.gate.admission.Decision;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneMode;
import org.shanmen.protocol.wire.Reason;

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
 *   <li>Everybody whom the beams see through gives exactly one of PASSED, FREE_PASS and
 *       UNAUTHORISED_PASS.
 *   <li>Reserved = passed + given back; what is open when a daemon dies is assumed to have passed.
 *   <li>An arm released for a visitor moves after the record of his admission; an arm that drops
 *       for fire or emergency moves first, because life goes before books.
 * </ul>
 *
 * <p>Not thread-safe: owned by the lane loop. Never blocks, never reads a clock.
 */
public final class LaneMachine {
  private final PassTimer timer;
  private final PassageCounter beams = new PassageCounter();
  private final Occupancy occupancy = new Occupancy();
  private final Reservations reservations = new Reservations();
  private final Alarms alarms = new Alarms();
  private final Signage signage = new Signage();
  private final CommandDesk commands;

  private LaneMode mode;
  private boolean fire;
  private boolean loopBroken;
  private boolean enrolled;
  private boolean recording = true;
  private LaneKind kind = LaneKind.LANE_KIND_UNSPECIFIED;

  private ArmPosition arm = ArmPosition.LOCKED;
  private boolean armMustBeTold = true;
  private long admissions;

  /**
   * @param memory what the lane remembered of its last run
   */
  public LaneMachine(Memory memory, LaneOptions options) {
    this.timer = new PassTimer(options.passTimeoutMillis());
    this.mode = memory.mode();
    this.fire = memory.fire();
    this.commands = new CommandDesk(memory.answered());
  }

  /**
   * The first call: tells every device how the lane is.
   *
   * @param software name and version, for the journal
   */
  public List<Effect> start(String software, long nowMillis) {
    var effects = new ArrayList<Effect>();
    effects.add(new Effect.Record(Entry.of(EventKind.STARTED, software)));
    if (fire) {
      alarms.raise("FIRE", "not released since before the restart", effects);
    }
    settle(nowMillis, effects);
    return effects;
  }

  /**
   * Applies one input.
   *
   * @param nowMillis of a clock that never jumps or goes back
   * @return what must happen, in order
   */
  public List<Effect> on(Input input, long nowMillis) {
    var effects = new ArrayList<Effect>();
    if (input instanceof Input.Presented shown) {
      presented(shown, nowMillis, effects);
    } else if (input instanceof Input.BeamChanged change) {
      beamChanged(change, nowMillis, effects);
    } else if (input instanceof Input.FireLoop loop) {
      fireLoop(loop.broken(), nowMillis, effects);
    } else if (input instanceof Input.Commanded commanded) {
      commanded(commanded.command(), commanded.centreMillis(), nowMillis, effects);
    } else if (input instanceof Input.ArmPushed push) {
      alarm("ARM_PUSHED", push.pushed(), "", effects);
    } else if (input instanceof Input.DeviceHealth health) {
      alarm("DEVICE_FAULT:" + health.device(), !health.well(), health.detail(), effects);
    } else if (input instanceof Input.Condition condition) {
      alarm(condition.alarm(), condition.stands(), "", effects);
    } else if (input instanceof Input.Configured configured) {
      enrolled = true;
      kind = configured.kind();
    } else if (input instanceof Input.Recording state) {
      recording = state.works();
      arm = state.arm();
      alarm("NOT_RECORDING", !recording, state.why(), effects);
    } else if (input instanceof Input.Stopping) {
      return stop(effects);
    }
    alarms.tick(nowMillis, effects);
    settle(nowMillis, effects);
    return recordable(effects);
  }

  public LaneState state() {
    return new LaneState(
        mode,
        posture(),
        fire,
        arm,
        signage.lamp(),
        beams.isClear(),
        reservations.people(),
        alarms.standing());
  }

  /** People whom this lane has admitted on a right and who have not passed yet. */
  public int reservedOn(long right) {
    return reservations.peopleOn(right);
  }

  // ---- Credentials ----

  private void presented(Input.Presented shown, long nowMillis, List<Effect> effects) {
    var ticket = shown.decision().ticket();
    if (posture().isClosed()) {
      refuse(shown, posture().refusal(), nowMillis, effects);
    } else if (reservations.peopleOn(ticket.right()) > 0) {
      // He holds it up again because nothing happened, as far as he noticed: say it again.
      signage.welcome(
          new Prompt.Welcome(ticket, reservations.peopleOn(ticket.right()), Decision.UNLIMITED),
          nowMillis);
    } else if (shown.decision() instanceof Decision.Refuse refusal) {
      refuse(shown, refusal.reason(), nowMillis, effects);
    } else if (shown.decision() instanceof Decision.Hold) {
      refuse(shown, Reason.NEEDS_CHECK, nowMillis, effects);
    } else if (shown.decision() instanceof Decision.Admit admit) {
      if (canTake(admit.direction())) {
        admit(shown, admit, nowMillis, effects);
      } else {
        refuse(shown, Reason.BUSY, nowMillis, effects);
      }
    }
  }

  private void admit(
      Input.Presented shown, Decision.Admit admit, long nowMillis, List<Effect> effects) {
    var ticket = admit.ticket();
    long admission = ++admissions;
    effects.add(
        new Effect.Record(
            Entry.admitted(shown, ticket, admit.direction(), admit.people(), admission)));
    await(
        new Reservations.Open(
            admission, ticket.right(), ticket.template(), admit.direction(), admit.people()),
        nowMillis);
    signage.welcome(new Prompt.Welcome(ticket, admit.people(), admit.left()), nowMillis);
  }

  private void refuse(Input.Presented shown, Reason reason, long nowMillis, List<Effect> effects) {
    var ticket = shown.decision().ticket();
    var direction = kind == LaneKind.EXIT ? Direction.OUT : Direction.IN;
    effects.add(new Effect.Record(Entry.refused(shown, ticket, direction, reason)));
    signage.refuse(new Prompt.Refused(ticket, reason), nowMillis);
  }

  /**
   * Whether an admission cannot be mixed up with another. A controlled lane serves one at a time;
   * the next may show his ticket when the last awaited person already stands in the beams. Nobody
   * is let in while somebody stands so far inside that he would walk through on the visitor's
   * ticket.
   */
  private boolean canTake(Direction direction) {
    if (reservations.admissions() >= Limits.ADMISSIONS) {
      return false;
    }
    if (isFree(direction)) {
      return true;
    }
    if (reservations.isEmpty()) {
      return !beams.isBeyond(direction);
    }
    return !beams.isClear() && reservations.people() == 1 && reservations.has(direction);
  }

  private void await(Reservations.Open open, long nowMillis) {
    reservations.add(open);
    timer.restart(nowMillis);
  }

  // ---- Passages ----

  private void beamChanged(Input.BeamChanged change, long nowMillis, List<Effect> effects) {
    boolean wasClear = beams.isClear();
    var passed = beams.change(change.beam(), change.blocked());
    if (wasClear && !beams.isClear()) {
      occupancy.begins(nowMillis);
      timer.pause(nowMillis);
    }
    passed.ifPresent(direction -> passed(direction, nowMillis, effects));
    if (!wasClear && beams.isClear()) {
      timer.resume(nowMillis);
      occupancy.ends();
      alarms.clear("LANE_BLOCKED", effects);
    }
  }

  private void passed(Direction direction, long nowMillis, List<Effect> effects) {
    var right = reservations.commit(direction);
    boolean free = isFree(direction) || occupancy.wasFree(direction);
    if (right.isPresent()) {
      effects.add(new Effect.Record(Entry.passed(right.get())));
      timer.restart(nowMillis);
    } else if (free) {
      effects.add(new Effect.Record(Entry.passedWithoutRight(EventKind.FREE_PASS, direction, "")));
    } else {
      String alarm = occupancy.nameOfForcedPass(direction, arm, nowMillis);
      effects.add(
          new Effect.Record(
              Entry.passedWithoutRight(EventKind.UNAUTHORISED_PASS, direction, alarm)));
      alarms.raiseForAWhile(alarm, nowMillis, effects);
    }
    occupancy.passed(direction, nowMillis);
  }

  private void giveBack(List<Effect> effects) {
    for (var open : reservations.giveBack()) {
      effects.add(new Effect.Record(Entry.givenBack(open)));
    }
  }

  // ---- Fire and commands ----

  private void fireLoop(boolean broken, long nowMillis, List<Effect> effects) {
    loopBroken = broken;
    if (broken && !fire) {
      fire = true;
      settle(nowMillis, effects);
      effects.add(new Effect.Say(new Prompt.Standing(Posture.FIRE)));
      alarms.raise("FIRE", "", effects);
      effects.add(new Effect.Remember(memory()));
    }
  }

  private void commanded(Command command, long centreMillis, long nowMillis, List<Effect> effects) {
    if (commands.turnsAway(command, centreMillis, effects)) {
      return;
    }
    commands.accept(command.getId());
    switch (command.getActionCase()) {
      case OPEN_ONCE -> openOnce(command, nowMillis, effects);
      case SET_MODE -> setMode(command, centreMillis, nowMillis, effects);
      case RELEASE_FIRE -> releaseFire(command, centreMillis, nowMillis, effects);
      case CONFIRM, RUN_TEST, ACTION_NOT_SET ->
          commands.refuse(
              command.getId(), "this gate does not know the action; update it", effects);
    }
  }

  private void openOnce(Command command, long nowMillis, List<Effect> effects) {
    var direction = command.getOpenOnce().getDirection();
    if (direction != Direction.IN && direction != Direction.OUT) {
      commands.refuse(command.getId(), "no direction given", effects);
    } else if (posture() != Posture.CONTROLLED) {
      commands.refuse(command.getId(), "the lane is not controlled but " + posture(), effects);
    } else if (!canTake(direction)) {
      commands.refuse(command.getId(), "the lane serves somebody else at the moment", effects);
    } else {
      long admission = ++admissions;
      effects.add(new Effect.Record(Entry.openedOnce(direction, admission, command.getIssuer())));
      await(new Reservations.Open(admission, 0, 0, direction, 1), nowMillis);
      signage.welcome(new Prompt.Opened(), nowMillis);
      settle(nowMillis, effects);
      effects.add(new Effect.Remember(memory()));
      commands.done(command.getId(), "", effects);
    }
  }

  private void setMode(Command command, long centreMillis, long nowMillis, List<Effect> effects) {
    var wanted = command.getSetMode();
    if (wanted == LaneMode.LANE_MODE_UNSPECIFIED || wanted == LaneMode.UNRECOGNIZED) {
      commands.refuse(command.getId(), "this gate does not know the mode; update it", effects);
      return;
    }
    var before = posture();
    mode = wanted;
    // Power may have come back to an arm that fell meanwhile: say it even if nothing changed.
    armMustBeTold = true;
    if (posture() == Posture.EMERGENCY) {
      settle(nowMillis, effects);
    }
    if (posture() != before && posture() != Posture.CONTROLLED) {
      effects.add(new Effect.Say(new Prompt.Standing(posture())));
    }
    effects.add(new Effect.Record(Entry.of(EventKind.MODE_CHANGED, wanted.name())));
    effects.add(new Effect.Remember(memory()));
    if (posture() == before && posture() != Posture.of(mode, false, true, true)) {
      commands.done(command.getId(), "kept for later: the lane stays " + posture(), effects);
    } else {
      commands.answerWhenSettled(command, centreMillis, nowMillis, effects);
    }
  }

  private void releaseFire(
      Command command, long centreMillis, long nowMillis, List<Effect> effects) {
    if (loopBroken) {
      commands.refuse(command.getId(), "the fire loop is still broken", effects);
      return;
    }
    fire = false;
    armMustBeTold = true;
    alarms.clear("FIRE", effects);
    effects.add(new Effect.Remember(memory()));
    commands.answerWhenSettled(command, centreMillis, nowMillis, effects);
  }

  private Memory memory() {
    return new Memory(mode, fire, commands.answered());
  }

  // ---- What the facts want ----

  private void settle(long nowMillis, List<Effect> effects) {
    var posture = posture();
    if (beams.isClear()) {
      if (!reservations.isEmpty() && (posture.isClosed() || timer.isOver(nowMillis))) {
        giveBack(effects);
      }
      move(wanted(posture), effects);
    } else {
      move(arm.orFreer(wanted(posture)), effects);
      occupancy.sees(isFree(Direction.IN), isFree(Direction.OUT));
      if (occupancy.lastsLong(nowMillis)) {
        alarms.raise("LANE_BLOCKED", "", effects);
      }
    }
    signage.update(posture, kind, !reservations.isEmpty(), nowMillis, effects);
    commands.settled(arm == wanted(posture), nowMillis, effects);
  }

  private Posture posture() {
    return Posture.of(mode, fire, enrolled, recording);
  }

  /** Whether people may pass in a direction without a right. Nobody needs one to leave. */
  private boolean isFree(Direction direction) {
    return posture().isFree()
        || (posture() == Posture.CONTROLLED && kind == LaneKind.EXIT && direction == Direction.OUT);
  }

  private ArmPosition wanted(Posture posture) {
    if (posture != Posture.CONTROLLED) {
      return posture.rest;
    }
    return ArmPosition.released(
        reservations.has(Direction.IN), reservations.has(Direction.OUT) || kind == LaneKind.EXIT);
  }

  private void move(ArmPosition position, List<Effect> effects) {
    if (position != arm || armMustBeTold) {
      arm = position;
      armMustBeTold = false;
      effects.add(new Effect.Move(position));
    }
  }

  private List<Effect> stop(List<Effect> effects) {
    // Whoever stands in the beams is probably on his way in: that is for the next start to assume.
    if (beams.isClear()) {
      giveBack(effects);
    }
    armMustBeTold = true;
    move(memory().evacuates() ? ArmPosition.DROPPED : ArmPosition.LOCKED, effects);
    effects.add(new Effect.Record(Entry.of(EventKind.STOPPED, "")));
    return recordable(effects);
  }

  private void alarm(String name, boolean stands, String detail, List<Effect> effects) {
    if (stands) {
      alarms.raise(name, detail, effects);
    } else {
      alarms.clear(name, effects);
    }
  }

  private List<Effect> recordable(List<Effect> effects) {
    if (!recording) {
      effects.removeIf(effect -> effect instanceof Effect.Record);
    }
    return effects;
  }
}
