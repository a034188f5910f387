package org.shanmen.gate.lane;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.shanmen.gate.Limits;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.CommandResult;
import org.shanmen.protocol.wire.EventKind;

/**
 * Recognises late and repeated commands, and answers each when it has taken effect. Not
 * thread-safe.
 */
final class CommandDesk {
  /**
   * @param untilMillis when to answer although somebody still keeps the arm from moving
   */
  private record Pending(String id, long untilMillis) {}

  private final Set<String> answered = new LinkedHashSet<>();
  private final Deque<Pending> pending = new ArrayDeque<>();

  CommandDesk(List<String> answered) {
    this.answered.addAll(answered);
  }

  /** Answers a command that is late or was seen before. Returns false for one to carry out. */
  boolean turnsAway(Command command, long centreMillis, Turn turn) {
    if (answered.contains(command.getId())) {
      answer(command.getId(), CommandResult.Outcome.DUPLICATE, "", turn);
      return true;
    }
    if (centreMillis >= command.getExpiresAtMillis()) {
      long late = centreMillis - command.getExpiresAtMillis();
      answer(
          command.getId(),
          CommandResult.Outcome.EXPIRED_COMMAND,
          "came " + late + " ms after its expiry",
          turn);
      return true;
    }
    return false;
  }

  /** The ids that {@link Memory} keeps, oldest first. */
  List<String> answered() {
    return new ArrayList<>(answered);
  }

  /** From here on the command is a repeated one. */
  void accept(String id) {
    answered.add(id);
    if (answered.size() > Limits.ANSWERED_COMMANDS) {
      Iterator<String> eldest = answered.iterator();
      eldest.next();
      eldest.remove();
    }
  }

  void refuse(String id, String why, Turn turn) {
    answer(id, CommandResult.Outcome.NOT_NOW, why, turn);
  }

  /** Answers as soon as {@link #settled} says that the lane is as commanded. */
  void answerWhenSettled(Command command, long centreMillis, Turn turn) {
    if (pending.size() >= Limits.PENDING_COMMANDS) {
      done(pending.removeFirst().id(), "in force; the arm waits for the lane to clear", turn);
    }
    long left = command.getExpiresAtMillis() - centreMillis;
    pending.addLast(new Pending(command.getId(), turn.nowMillis() + left));
  }

  /**
   * @param asCommanded the arm is where the lane's posture wants it
   */
  void settled(boolean asCommanded, Turn turn) {
    for (Iterator<Pending> each = pending.iterator(); each.hasNext(); ) {
      Pending command = each.next();
      if (asCommanded) {
        each.remove();
        done(command.id(), "", turn);
      } else if (turn.nowMillis() >= command.untilMillis()) {
        each.remove();
        done(command.id(), "in force; the arm waits for the lane to clear", turn);
      }
    }
  }

  void done(String id, String text, Turn turn) {
    turn.add(new Effect.Record(Entry.of(EventKind.COMMAND_DONE, id)));
    answer(id, CommandResult.Outcome.DONE, text, turn);
  }

  private static void answer(String id, CommandResult.Outcome outcome, String text, Turn turn) {
    turn.add(
        new Effect.Answer(
            CommandResult.newBuilder().setId(id).setOutcome(outcome).setText(text).build()));
  }
}
