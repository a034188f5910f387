package org.shanmen.gate.lane;

import java.util.Optional;
import java.util.function.Consumer;
import org.shanmen.gate.Limits;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.LaneMode;

/** Carries out what the control room, or the staff at the lane, command. Not thread-safe. */
final class Commands {
  private final CommandDesk desk;
  private final Regime regime;
  private final Reception reception;
  private final Passages passages;
  private final ArmKeeper arm;
  private final Alarms alarms;
  private final SelfTest test;
  private final Consumer<Turn> settle;

  /** "Open once" that waits for the other lane of a pair, until when. */
  private Optional<Command> opening = Optional.empty();

  private long openingUntilMillis;

  /** The word that staff agreed, until he about whom they did is let through, or is not. */
  private Optional<Confirming> confirming = Optional.empty();

  private record Confirming(Command command, long centreMillis) {}

  /**
   * @param settle brings the lane to where the facts want it
   */
  Commands(
      CommandDesk desk,
      Regime regime,
      Reception reception,
      Passages passages,
      ArmKeeper arm,
      Alarms alarms,
      SelfTest test,
      Consumer<Turn> settle) {
    this.desk = desk;
    this.regime = regime;
    this.reception = reception;
    this.passages = passages;
    this.arm = arm;
    this.alarms = alarms;
    this.test = test;
    this.settle = settle;
  }

  void carryOut(Command command, long centreMillis, Turn turn) {
    if (desk.turnsAway(command, centreMillis, turn)) {
      return;
    }
    desk.accept(command.getId());
    switch (command.getActionCase()) {
      case OPEN_ONCE -> openOnce(command, turn);
      case SET_MODE -> setMode(command, centreMillis, turn);
      case RELEASE_FIRE -> releaseFire(command, centreMillis, turn);
      case CONFIRM -> confirm(command, centreMillis, turn);
      case RUN_TEST -> runTest(command, turn);
      case ACTION_NOT_SET ->
          refuse(command.getId(), "this gate does not know the action; update it", turn);
    }
  }

  /** "Open once" wants the lane to open and waits for the other lane of a pair. */
  boolean wantsToOpen() {
    return opening.isPresent();
  }

  void tick(Turn turn) {
    if (!reception.staff().isAgreed()) {
      confirming.ifPresent(word -> answer(word, turn));
      confirming = Optional.empty();
    }
    opening.ifPresent(
        command -> {
          if (reception.canTake(command.getOpenOnce().getDirection(), turn.nowMillis())) {
            opening = Optional.empty();
            open(command, turn);
          } else if (turn.nowMillis() >= openingUntilMillis
              || regime.posture() != Posture.CONTROLLED) {
            opening = Optional.empty();
            refuse(command.getId(), "the other lane of the pair is open", turn);
          }
        });
  }

  Memory memory() {
    return new Memory(regime.mode(), regime.fire(), desk.answered());
  }

  /** A command that is refused stays refused, also when it comes again after a restart. */
  private void refuse(String id, String why, Turn turn) {
    turn.add(new Effect.Remember(memory()));
    desk.refuse(id, why, turn);
  }

  private void openOnce(Command command, Turn turn) {
    var direction = command.getOpenOnce().getDirection();
    if (direction != Direction.IN && direction != Direction.OUT) {
      refuse(command.getId(), "no direction given", turn);
    } else if (regime.posture() != Posture.CONTROLLED) {
      refuse(command.getId(), "the lane is not controlled but " + regime.posture(), turn);
    } else if (reception.canTake(direction, turn.nowMillis())) {
      open(command, turn);
    } else if (reception.staff().held().isPresent()) {
      refuse(command.getId(), "somebody is held for a check: confirm or reject him first", turn);
    } else if (opening.isEmpty() && reception.needsOnlyThePair(direction, turn.nowMillis())) {
      opening = Optional.of(command);
      openingUntilMillis = turn.nowMillis() + Limits.INTERLOCK_ANSWER_MILLIS;
    } else {
      refuse(command.getId(), "the lane serves somebody else at the moment", turn);
    }
  }

  private void open(Command command, Turn turn) {
    reception.openOnce(command.getOpenOnce().getDirection(), command.getIssuer(), turn);
    settle.accept(turn);
    turn.add(new Effect.Remember(memory()));
    desk.done(command.getId(), "", turn);
  }

  /** The end: no command is left without an answer. */
  void stop(Turn turn) {
    opening.ifPresent(command -> refuse(command.getId(), "the daemon ends", turn));
    confirming.ifPresent(word -> answer(word, turn));
    opening = Optional.empty();
    confirming = Optional.empty();
  }

  private void answer(Confirming word, Turn turn) {
    var refusal = reception.staff().refusal();
    if (refusal.isPresent()) {
      refuse(word.command().getId(), "he was refused after all: " + refusal.get(), turn);
    } else {
      turn.add(new Effect.Remember(memory()));
      desk.answerWhenSettled(word.command(), word.centreMillis(), turn);
    }
  }

  private void confirm(Command command, long centreMillis, Turn turn) {
    var word = command.getConfirm();
    var held = reception.staff().held();
    if (held.isEmpty()) {
      refuse(command.getId(), "nobody is held", turn);
      return;
    }
    if (word.getHeldNumber() == 0) {
      refuse(command.getId(), "the centre does not say who is meant; update it", turn);
      return;
    }
    if (!held.get().is(word.getHeldRight(), word.getHeldNumber())) {
      refuse(command.getId(), "somebody else is held by now", turn);
      return;
    }
    String by = "command, " + command.getIssuer();
    if (word.getAccept()) {
      if (reception.staff().confirm(by, turn)) {
        confirming = Optional.of(new Confirming(command, centreMillis));
      } else {
        refuse(command.getId(), "somebody else stands in the lane", turn);
      }
      return;
    }
    reception.staff().reject(by, turn);
    settle.accept(turn);
    turn.add(new Effect.Remember(memory()));
    desk.done(command.getId(), "", turn);
  }

  private void setMode(Command command, long centreMillis, Turn turn) {
    var wanted = command.getSetMode();
    if (wanted == LaneMode.LANE_MODE_UNSPECIFIED || wanted == LaneMode.UNRECOGNIZED) {
      refuse(command.getId(), "this gate does not know the mode; update it", turn);
      return;
    }
    var before = regime.posture();
    regime.mode(wanted);
    // Power may have come back to an arm that fell meanwhile: say it even if nothing changed.
    arm.tellAgain();
    if (regime.posture() == Posture.EMERGENCY) {
      settle.accept(turn);
    }
    var posture = regime.posture();
    if (posture != before && posture != Posture.CONTROLLED) {
      turn.add(new Effect.Say(new Prompt.Standing(posture)));
    }
    turn.record(Entry.of(EventKind.MODE_CHANGED, wanted.name()));
    turn.add(new Effect.Remember(memory()));
    if (posture == before && posture != Posture.of(wanted, false, true, true, true)) {
      desk.done(command.getId(), "kept for later: the lane stays " + posture, turn);
    } else {
      desk.answerWhenSettled(command, centreMillis, turn);
    }
  }

  private void releaseFire(Command command, long centreMillis, Turn turn) {
    if (regime.loopBroken()) {
      refuse(command.getId(), "the fire loop is still broken", turn);
      return;
    }
    regime.fire(false);
    arm.tellAgain();
    alarms.clear("FIRE", turn);
    turn.add(new Effect.Remember(memory()));
    desk.answerWhenSettled(command, centreMillis, turn);
  }

  private void runTest(Command command, Turn turn) {
    if (regime.posture() != Posture.OUT_OF_SERVICE) {
      refuse(command.getId(), "only out of service; the lane is " + regime.posture(), turn);
    } else if (!passages.isClear()) {
      refuse(command.getId(), "somebody stands in the lane", turn);
    } else if (test.isRunning()) {
      refuse(command.getId(), "a test is running already", turn);
    } else {
      turn.add(new Effect.Remember(memory()));
      test.begin(command, turn);
    }
  }
}
