package org.shanmen.gate.lane;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.shanmen.gate.Limits;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.LampColour;

/**
 * The maintenance test: lamp, panel, voice and arm are moved one after the other, for somebody who
 * stands beside the lane and looks. Not thread-safe.
 */
final class SelfTest {
  private static final String TESTING = "TESTING";

  private record Step(String name, LampColour lamp, ArmPosition arm) {}

  private static final List<Step> STEPS =
      List.of(
          new Step("lamp green", LampColour.LAMP_GREEN, ArmPosition.LOCKED),
          new Step("lamp red", LampColour.LAMP_RED, ArmPosition.LOCKED),
          new Step("arm in", LampColour.LAMP_GREEN, ArmPosition.RELEASED_IN),
          new Step("arm locked", LampColour.LAMP_RED, ArmPosition.LOCKED),
          new Step("arm out", LampColour.LAMP_GREEN, ArmPosition.RELEASED_OUT),
          new Step("arm locked again", LampColour.LAMP_RED, ArmPosition.LOCKED));

  private final Alarms alarms;
  private final Signage signage;
  private final CommandDesk desk;
  private Optional<String> command = Optional.empty();
  private int step;
  private long nextMillis;

  SelfTest(Alarms alarms, Signage signage, CommandDesk desk) {
    this.alarms = alarms;
    this.signage = signage;
    this.desk = desk;
  }

  /** The journal tells of the test before anything moves. */
  void begin(Command wanted, Turn turn) {
    command = Optional.of(wanted.getId());
    step = 0;
    nextMillis = turn.nowMillis() + Limits.TEST_STEP_MILLIS;
    alarms.raise(TESTING, wanted.getIssuer(), turn);
    signage.tell(new Prompt.Testing(), turn.nowMillis());
  }

  boolean isRunning() {
    return command.isPresent();
  }

  /** Where the arm is wanted, while the test runs. */
  ArmPosition arm() {
    return STEPS.get(step).arm();
  }

  /** The lamp's colour, while the test runs. */
  Optional<LampColour> lamp() {
    return isRunning() ? Optional.of(STEPS.get(step).lamp()) : Optional.empty();
  }

  void tick(Turn turn) {
    if (isRunning() && turn.nowMillis() >= nextMillis) {
      nextMillis = turn.nowMillis() + Limits.TEST_STEP_MILLIS;
      if (++step == STEPS.size()) {
        end(turn).ifPresent(id -> desk.done(id, "moved: " + steps() + "; " + faults(), turn));
      }
    }
  }

  void abort(String why, Turn turn) {
    String at = isRunning() ? STEPS.get(step).name() : "";
    end(turn).ifPresent(id -> desk.refuse(id, "aborted at \"" + at + "\": " + why, turn));
  }

  private Optional<String> end(Turn turn) {
    var ended = command;
    command = Optional.empty();
    step = 0;
    alarms.clear(TESTING, turn);
    return ended;
  }

  private static String steps() {
    return STEPS.stream().map(Step::name).collect(Collectors.joining(", "));
  }

  private String faults() {
    var faults =
        alarms.standing().stream().filter(alarm -> alarm.startsWith("DEVICE_FAULT:")).toList();
    return faults.isEmpty() ? "no device is known to be at fault" : String.join(", ", faults);
  }
}
