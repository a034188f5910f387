package org.shanmen.sim.scenario;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.gate.lane.port.Signal;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.Confirm;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.Direction;

/**
 * Does what a line says, on a stage. People take 0.8 s from the first beam to the last and follow
 * each other after 0.4 s. Not thread-safe.
 */
final class Player {
  private static final long FIRST_BEAM_MILLIS = 250;
  private static final long BOTH_BEAMS_MILLIS = 300;
  private static final long LAST_BEAM_MILLIS = 250;
  private static final long NEXT_PERSON_MILLIS = 400;
  private static final long CLOSE_BEHIND_MILLIS = 250;
  private static final long CROSSING_AHEAD_MILLIS = 100;
  private static final long CLIMB_MILLIS = 600;

  private final Stage stage;
  private final Map<String, Direction> standing = new HashMap<>();
  private final Map<String, Command> lastCommands = new HashMap<>();
  private int commands;

  Player(Stage stage) {
    this.stage = stage;
  }

  void play(Step step) {
    var action = step.action();
    if (action instanceof Action.Sync) {
      stage.exchange();
    } else if (action instanceof Action.Sell sale) {
      stage.centre.put(sale.ticket());
    } else if (action instanceof Action.Change change) {
      stage.centre.put(change.ticket());
    } else if (action instanceof Action.Remove removal) {
      stage.centre.remove(stage.park.tickets.get(removal.ticket()));
    } else if (action instanceof Action.AreaFull area) {
      stage.centre.area(stage.park.areas.get(area.area()), area.full());
    } else if (action instanceof Action.Answers answers) {
      stage.answers.take(answers.after().toMillis());
    } else if (action instanceof Action.Clock clock && !clock.gateOnly()) {
      stage.pass(clock.change().toMillis());
    } else {
      for (String name : step.gates()) {
        play(step, stage.gate(name));
      }
    }
    stage.happened();
    if (!stage.park.syncByHand && isOfTheCentre(action)) {
      stage.exchange();
    }
  }

  /** What is done at the centre reaches the gates at once, if they can be reached. */
  private static boolean isOfTheCentre(Action action) {
    return action instanceof Action.Sell
        || action instanceof Action.Change
        || action instanceof Action.Remove
        || action instanceof Action.Order
        || action instanceof Action.AreaFull
        || (action instanceof Action.Link link && link.up())
        || action instanceof Action.Power;
  }

  private void play(Step step, VirtualGate gate) {
    var action = step.action();
    if (!isOfPeople(gate, action)) {
      ofTheLane(step, gate);
    }
  }

  // ---- People ----

  private boolean isOfPeople(VirtualGate gate, Action action) {
    if (action instanceof Action.Present shown) {
      present(gate, shown.kind(), stage.sold.read(shown, stage.clock.millis()), shown.spot());
    } else if (action instanceof Action.PresentForged shown) {
      present(gate, CredentialKind.QR, Sold.forged(), shown.spot());
    } else if (action instanceof Action.Walk walk) {
      walk(gate, walk);
    } else if (action instanceof Action.TurnBack turn) {
      if (mayGo(gate, turn.direction())) {
        goIn(gate, turn.direction());
        leave(gate, turn.direction(), false);
      }
    } else if (action instanceof Action.StepIn in) {
      if (mayGo(gate, in.direction())) {
        goIn(gate, in.direction());
        standing.put(gate.spec.name(), in.direction());
      }
    } else if (action instanceof Action.Leave leave) {
      var direction = standing.remove(gate.spec.name());
      if (direction != null) {
        leave(gate, direction, leave.onwards());
      }
    } else if (action instanceof Action.Stand stand) {
      if (mayGo(gate, stand.direction())) {
        goIn(gate, stand.direction());
        stage.pass(stand.span().toMillis());
        leave(gate, stand.direction(), true);
      }
    } else if (action instanceof Action.Force force) {
      if (force.closeBehind()) {
        stage.pass(CLOSE_BEHIND_MILLIS);
      }
      goIn(gate, force.direction());
      leave(gate, force.direction(), true);
    } else if (action instanceof Action.Cross) {
      cross(gate);
    } else if (action instanceof Action.Climb) {
      gate.upperBeam(true);
      happened();
      stage.pass(CLIMB_MILLIS);
      gate.upperBeam(false);
    } else if (action instanceof Action.PushArm push) {
      gate.offer(new Signal.ArmPushed(true));
      happened();
      stage.pass(push.span().toMillis());
      gate.offer(new Signal.ArmPushed(false));
    } else {
      return false;
    }
    return true;
  }

  private void present(VirtualGate gate, CredentialKind kind, String value, Spot spot) {
    String reader = kind == CredentialKind.QR ? "scanner" : "reader";
    gate.offer(new Signal.Presented(kind, value, reader, spot, stage.clock.nanos()));
    stage.answered();
  }

  private void walk(VirtualGate gate, Action.Walk walk) {
    for (int person = 0; person < walk.people(); person++) {
      if (person > 0) {
        stage.pass(NEXT_PERSON_MILLIS);
      }
      if (mayGo(gate, walk.direction())) {
        goIn(gate, walk.direction());
        leave(gate, walk.direction(), true);
      }
    }
  }

  /** Whether the arm lets somebody go; who is not let stays where he is. */
  private boolean mayGo(VirtualGate gate, Direction direction) {
    boolean lets = direction == Direction.IN ? gate.arm().letsIn() : gate.arm().letsOut();
    if (!lets) {
      stage.saw(gate.spec.name(), new Outcome("STOPPED-BY-ARM", way(direction)));
    }
    return lets;
  }

  /** The one who comes out is a tenth of a second ahead; each takes his 0.8 s. */
  private void cross(VirtualGate gate) {
    if (mayGo(gate, Direction.IN)) {
      beam(gate, Beam.INNER, true);
      stage.pass(CROSSING_AHEAD_MILLIS);
      beam(gate, Beam.OUTER, true);
      stage.pass(2 * FIRST_BEAM_MILLIS + BOTH_BEAMS_MILLIS - CROSSING_AHEAD_MILLIS);
      beam(gate, Beam.OUTER, false);
      stage.pass(CROSSING_AHEAD_MILLIS);
      beam(gate, Beam.INNER, false);
    }
  }

  private void goIn(VirtualGate gate, Direction direction) {
    beam(gate, first(direction), true);
    stage.pass(FIRST_BEAM_MILLIS);
    beam(gate, last(direction), true);
  }

  private void leave(VirtualGate gate, Direction direction, boolean onwards) {
    stage.pass(BOTH_BEAMS_MILLIS);
    beam(gate, onwards ? first(direction) : last(direction), false);
    stage.pass(LAST_BEAM_MILLIS);
    beam(gate, onwards ? last(direction) : first(direction), false);
  }

  private void beam(VirtualGate gate, Beam beam, boolean blocked) {
    gate.beam(beam, blocked);
    happened();
  }

  private static Beam first(Direction direction) {
    return direction == Direction.IN ? Beam.OUTER : Beam.INNER;
  }

  private static Beam last(Direction direction) {
    return direction == Direction.IN ? Beam.INNER : Beam.OUTER;
  }

  private static String way(Direction direction) {
    return direction == Direction.IN ? "in" : "out";
  }

  // ---- The lane ----

  private void ofTheLane(Step step, VirtualGate gate) {
    var action = step.action();
    if (action instanceof Action.See) {
      gate.condition().forEach(each -> stage.saw(gate.spec.name(), each));
    } else if (action instanceof Action.Mask mask) {
      gate.mask(mask.beam(), mask.masked());
    } else if (action instanceof Action.MaskUpper mask) {
      gate.maskUpper(mask.masked());
    } else if (action instanceof Action.Fire fire) {
      gate.offer(new Signal.FireLoop(fire.on()));
    } else if (action instanceof Action.Button) {
      gate.offer(new Signal.AttendantButton());
    } else if (action instanceof Action.Counted counted) {
      gate.offer(new Signal.Counted(counted.direction(), stage.clock.nanos()));
    } else if (action instanceof Action.Device device && device.device().equals("collector")) {
      gate.watch.collector(device.well());
    } else if (action instanceof Action.Device device) {
      String why = device.well() ? "" : "does not answer";
      gate.offer(new Signal.DeviceHealth(device.device(), device.well(), why));
    } else if (action instanceof Action.Bin bin) {
      gate.offer(new Signal.BinFull(bin.full()));
    } else if (action instanceof Action.Restart restart) {
      restart(gate, restart.orderly());
    } else if (action instanceof Action.Power power) {
      power(gate, power.on());
    } else if (action instanceof Action.Link link) {
      gate.link(link.up());
    } else if (action instanceof Action.Order order) {
      order(gate, order);
    } else if (action instanceof Action.Clock clock) {
      long millis = clock.change().toMillis();
      gate.setClockWrongBy(clock.back() ? -millis : millis);
      gate.turn();
    }
  }

  private static void restart(VirtualGate gate, boolean orderly) {
    if (gate.isOn()) {
      if (orderly) {
        gate.restart();
      } else {
        gate.crash();
        gate.start();
      }
    }
  }

  private static void power(VirtualGate gate, boolean on) {
    if (!on) {
      gate.losePower();
    } else if (!gate.isOn()) {
      gate.start();
    }
  }

  private void order(VirtualGate gate, Action.Order order) {
    String name = gate.spec.name();
    var command = lastCommands.get(name);
    if (!order.repeated() || command == null) {
      commands++;
      var given =
          order.command().toBuilder()
              .setId("command-" + commands)
              .setExpiresAtMillis(expiry(order.life()));
      if (given.hasConfirm()) {
        nameTheHeld(given.getConfirmBuilder(), gate, order);
      }
      command = given.build();
    }
    lastCommands.put(name, command);
    stage.centre.order(name, command);
  }

  /** As the handheld does, from what the gate last said. */
  private static void nameTheHeld(Confirm.Builder word, VirtualGate gate, Action.Order order) {
    gate.state()
        .ifPresent(
            seen ->
                word.setHeldRight(order.meant().orElse(seen.heldRight()))
                    .setHeldNumber(seen.heldNumber()));
  }

  private long expiry(Duration life) {
    return stage.clock.millis() + life.toMillis();
  }

  private void happened() {
    stage.happened();
  }
}
