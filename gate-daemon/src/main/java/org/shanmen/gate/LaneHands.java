package org.shanmen.gate;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.shanmen.gate.lane.Effect;
import org.shanmen.gate.lane.Memory;
import org.shanmen.gate.lane.Posture;
import org.shanmen.gate.lane.Prompt;
import org.shanmen.gate.lane.Showing;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.gate.lane.port.Urgency;
import org.shanmen.gate.link.Upstream;
import org.shanmen.gate.ops.LaneBoard;
import org.shanmen.gate.ops.Texts;
import org.shanmen.protocol.wire.CommandResult;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.EventKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop's hands: carries out what the lane decided, in order. What follows a record that failed
 * does not open the lane, nor say that it is. Not thread-safe; owned by the lane loop.
 */
final class LaneHands {
  private static final Logger LOG = LoggerFactory.getLogger(LaneHands.class);

  private final LaneLoop.Ports ports;
  private final Texts texts;
  private final EventBook events;
  private final LaneMemory memory;
  private final Chores chores;
  private final Upstream upstream;
  private final LaneBoard board;
  private final LongSupplier nanos;
  private final Predicate<Direction> expected;

  private ArmPosition arm = ArmPosition.LOCKED;
  private final Set<Showing> toBeJudged = new LinkedHashSet<>();
  private boolean cardHandedBack;

  /** When the last byte of the credential came that is being served; 0: none is. */
  private long presentedNanos;

  /**
   * @param expected whether the lane lets the next person in a direction through
   */
  LaneHands(
      LaneLoop.Ports ports,
      Texts texts,
      EventBook events,
      LaneMemory memory,
      Chores chores,
      Upstream upstream,
      LaneBoard board,
      LongSupplier nanos,
      Predicate<Direction> expected) {
    this.ports = ports;
    this.texts = texts;
    this.events = events;
    this.memory = memory;
    this.chores = chores;
    this.upstream = upstream;
    this.board = board;
    this.nanos = nanos;
    this.expected = expected;
  }

  /**
   * @return why something could not be recorded; empty when all was
   */
  Optional<String> carryOut(List<Effect> effects) {
    Optional<String> failure = Optional.empty();
    boolean heldBack = false;
    for (Effect effect : effects) {
      if (effect instanceof Effect.Record recorded) {
        failure = failure.isEmpty() ? events.record(recorded.entry()) : failure;
      } else if (effect instanceof Effect.Move move) {
        heldBack |= failure.isPresent();
        if (failure.isEmpty()) {
          move(move);
        }
      } else if (effect instanceof Effect.Say say) {
        if (failure.isEmpty()) {
          say(say.prompt());
        }
      } else if (effect instanceof Effect.Answer answer) {
        upstream.sendResult(heldBack ? notDone(answer.result()) : answer.result());
      } else if (effect instanceof Effect.Remember remember) {
        remember(remember.memory());
      } else if (effect instanceof Effect.JudgeAgain again) {
        toBeJudged.add(again.showing());
      } else {
        tellDevice(effect);
      }
    }
    if (failure.isEmpty()) {
      letNextThrough(effects);
    }
    return failure;
  }

  private void tellDevice(Effect effect) {
    if (effect instanceof Effect.Light light) {
      ports.lamp().show(light.colour());
    } else if (effect instanceof Effect.Show show) {
      ports.panel().show(texts.panel(show.prompt()));
    } else if (effect instanceof Effect.SwallowCard) {
      ports.collector().swallow();
    } else if (effect instanceof Effect.HandBackCard) {
      ports.collector().handBack();
      cardHandedBack = true;
    } else if (effect instanceof Effect.ShowInterlock show) {
      ports.interlock().show(show.open());
    }
  }

  /**
   * A board that opens for one person at a time must hear of each of them; but not when there is no
   * next one, though the arm be held back behind somebody who still stands in the beams.
   */
  private void letNextThrough(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Record recorded
          && isThrough(recorded.entry().kind())
          && expected.test(recorded.entry().direction())) {
        ports.arm().next(recorded.entry().direction());
      }
    }
  }

  private static boolean isThrough(EventKind kind) {
    return kind == EventKind.PASSED || kind == EventKind.USE_ASSUMED || kind == EventKind.FREE_PASS;
  }

  private static CommandResult notDone(CommandResult result) {
    return result.getOutcome() != CommandResult.Outcome.DONE
        ? result
        : result.toBuilder()
            .setOutcome(CommandResult.Outcome.NOT_NOW)
            .setText("the lane cannot record what happens, so the arm was not moved")
            .build();
  }

  /** Where the arm was last moved to. */
  ArmPosition arm() {
    return arm;
  }

  private void move(Effect.Move move) {
    ports.arm().move(move.position(), move.standing());
    arm = move.position();
    if (presentedNanos != 0 && (arm.letsIn() || arm.letsOut())) {
      board.armReleased(nanos.getAsLong() - presentedNanos);
    }
  }

  /**
   * A credential is served from now on, or is no more; how long it takes to the arm, or to the word
   * that refuses it, is measured.
   *
   * @param lastByteNanos when it was read; 0: it is served
   */
  void serving(long lastByteNanos) {
    presentedNanos = lastByteNanos;
  }

  private void say(Prompt prompt) {
    ports.voice().say(texts.voice(prompt), urgency(prompt));
    boolean decision =
        prompt instanceof Prompt.Refused
            || prompt instanceof Prompt.Welcome
            || prompt instanceof Prompt.Opened;
    if (decision) {
      board.said(texts.panel(prompt));
    }
    if (presentedNanos != 0 && prompt instanceof Prompt.Refused) {
      board.refusalTold(nanos.getAsLong() - presentedNanos);
    }
  }

  private static Urgency urgency(Prompt prompt) {
    if (prompt instanceof Prompt.Standing standing
        && (standing.posture() == Posture.FIRE || standing.posture() == Posture.EMERGENCY)) {
      return Urgency.EVACUATION;
    }
    boolean stops = prompt instanceof Prompt.Refused || prompt instanceof Prompt.Alarmed;
    return stops ? Urgency.WARNING : Urgency.COURTESY;
  }

  private void remember(Memory now) {
    try {
      memory.write(now);
      chores.memorySaved(true);
    } catch (IOException e) {
      // The lane obeys all the same; it would only forget the mode in a restart.
      LOG.error("The lane's mode could not be saved", e);
      chores.memorySaved(false);
    }
  }

  /** Whom the lane asked to be judged anew since the last call. */
  List<Showing> takeToBeJudged() {
    var taken = List.copyOf(toBeJudged);
    toBeJudged.clear();
    return taken;
  }

  /** A card was handed back; true once. */
  boolean takeCardHandedBack() {
    boolean taken = cardHandedBack;
    cardHandedBack = false;
    return taken;
  }

  /**
   * After a broken invariant: where the arm does least harm. Dropped it stays dropped; nobody is
   * closed in.
   *
   * @param wanted where the lane has it
   * @param clear nobody stands in the beams
   */
  void leaveSafely(ArmPosition wanted, boolean clear) {
    if (wanted == ArmPosition.DROPPED) {
      ports.arm().move(ArmPosition.DROPPED);
    } else if (clear) {
      ports.arm().move(ArmPosition.LOCKED);
    }
  }
}
