package org.shanmen.sim.soak.park;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.shanmen.gate.lane.port.Arm;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.gate.lane.port.Signal;
import org.shanmen.sim.lane.Gait;
import org.shanmen.sim.lane.Happening;
import org.shanmen.sim.lane.Input;
import org.shanmen.sim.lane.Lane;
import org.shanmen.sim.lane.Output;
import org.shanmen.sim.lane.Sensed;
import org.shanmen.sim.lane.Walk;

/**
 * One lane as it stands in the park: arm, beams and people of {@link Lane}, wired to whatever
 * program runs. A beam may be stuck, whoever walks. One thread.
 */
final class LanePlant implements Arm {
  private final Agenda agenda;
  private final Lane lane = new Lane(Gait.WALKING);
  private final Consumer<Signal> program;
  private final Map<Beam, Boolean> stuck = new EnumMap<>(Beam.class);
  private ArmPosition asked = ArmPosition.LOCKED;
  private long dueMillis = Long.MAX_VALUE;

  /**
   * @param program takes what the wires say
   */
  LanePlant(Agenda agenda, Consumer<Signal> program) {
    this.agenda = agenda;
    this.program = program;
  }

  @Override
  public void move(ArmPosition position) {
    boolean lockedAgain = position == ArmPosition.LOCKED && asked == ArmPosition.LOCKED;
    asked = position;
    boolean dropped = position == ArmPosition.DROPPED;
    drive(Output.DROP, dropped);
    drive(Output.RELEASE_IN, !dropped && position.letsIn());
    drive(Output.RELEASE_OUT, !dropped && position.letsOut());
    if (lockedAgain) {
      drive(Output.RAISE, true);
      drive(Output.RAISE, false);
    }
    soon();
  }

  private void drive(Output wire, boolean high) {
    lane.output(wire, high, agenda.millis());
  }

  /** What the program last asked for. */
  ArmPosition asked() {
    return asked;
  }

  org.shanmen.sim.lane.ArmPosition arm() {
    return lane.arm();
  }

  boolean burns() {
    return lane.burning();
  }

  Sensed sensed() {
    return lane.sensed();
  }

  int waiting() {
    return lane.peopleWaiting();
  }

  /** No program drives the wires any more. */
  void abandoned() {
    asked = ArmPosition.LOCKED;
    lane.outputsFall(agenda.millis());
    soon();
  }

  void power(boolean on) {
    lane.power(on, agenda.millis());
    soon();
  }

  void fire(boolean on) {
    lane.fire(on, agenda.millis());
    soon();
  }

  void walk(Walk walk) {
    if (lane.peopleWaiting() + walk.people() <= Lane.MAX_WAITING) {
      lane.walk(walk, agenda.millis());
      soon();
    }
  }

  /** A member of staff presses the button at the lane. */
  void press() {
    lane.press(agenda.millis());
    soon();
  }

  /** The other lane of the pair opens or closes. */
  void otherLane(boolean open) {
    lane.otherLane(open, agenda.millis());
    soon();
  }

  /** Something is in front of a beam for good, or no more. */
  void stick(Beam beam, boolean on) {
    if (on) {
      stuck.put(beam, true);
    } else {
      stuck.remove(beam);
    }
    program.accept(beam(beam));
  }

  boolean isStuck() {
    return !stuck.isEmpty();
  }

  /** What a program hears from its wires when it starts. */
  void tellLevels() {
    program.accept(new Signal.FireLoop(lane.burning()));
    program.accept(beam(Beam.OUTER));
    program.accept(beam(Beam.INNER));
    program.accept(new Signal.OtherLane(lane.level(Input.OTHER_LANE)));
  }

  private Signal beam(Beam beam) {
    boolean broken =
        stuck.containsKey(beam)
            || lane.level(beam == Beam.OUTER ? Input.BEAM_OUTER : Input.BEAM_INNER);
    return new Signal.BeamChanged(beam, broken, agenda.nanos());
  }

  /** Tells what happened by now, and comes back when something is due. */
  private void soon() {
    // Whoever calls may be the program itself: it hears of it after it has done.
    agenda.in(0, this::go);
  }

  private void go() {
    lane.advance(agenda.millis());
    for (Happening happening : lane.drain()) {
      if (happening instanceof Happening.InputChanged changed) {
        tell(changed.input(), changed.high());
      }
    }
    long next = lane.nextDueMillis();
    if (next != Long.MAX_VALUE && next != dueMillis) {
      dueMillis = next;
      agenda.at(
          next,
          () -> {
            if (dueMillis <= agenda.millis()) {
              dueMillis = Long.MAX_VALUE;
              go();
            }
          });
    }
  }

  private void tell(Input input, boolean high) {
    switch (input) {
      case BEAM_OUTER -> program.accept(beam(Beam.OUTER));
      case BEAM_INNER -> program.accept(beam(Beam.INNER));
      case BEAM_UPPER -> program.accept(new Signal.UpperBeam(high));
      case FIRE_LOOP -> program.accept(new Signal.FireLoop(!high));
      case ARM_PUSH -> program.accept(new Signal.ArmPushed(high));
      case OTHER_LANE -> program.accept(new Signal.OtherLane(high));
      case BUTTON -> {
        if (high) {
          program.accept(new Signal.AttendantButton());
        }
      }
      case COUNT_IN, COUNT_OUT, CARD_TAKEN, BIN_FULL -> {
        // Not wired.
      }
    }
  }
}
