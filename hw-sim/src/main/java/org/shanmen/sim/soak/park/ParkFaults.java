package org.shanmen.sim.soak.park;

import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.LaneMode;
import org.shanmen.protocol.wire.OpenOnce;
import org.shanmen.protocol.wire.ReleaseFire;
import org.shanmen.sim.soak.Played;

/** What goes wrong in the park, drawn at random, and how it ends. One thread. */
final class ParkFaults {
  private static final long EXPIRES_MILLIS = 120_000;
  private static final long HOUR = 3_600_000L;
  private static final List<LaneMode> MODES =
      List.of(
          LaneMode.ALWAYS_OPEN,
          LaneMode.OUT_OF_SERVICE,
          LaneMode.ALWAYS_CLOSED,
          LaneMode.DIRECT_CHECK,
          LaneMode.EMERGENCY_OPEN);

  private final Agenda agenda;
  private final ParkCentre centre;
  private final List<ParkGate> gates;
  private final Played played;
  private final Random random;

  /** From here on everything is mended. */
  private final long healedMillis;

  private int commands;

  ParkFaults(
      Agenda agenda,
      ParkCentre centre,
      List<ParkGate> gates,
      Played played,
      Random random,
      long healedMillis) {
    this.agenda = agenda;
    this.centre = centre;
    this.gates = gates;
    this.played = played;
    this.random = random;
    this.healedMillis = healedMillis;
  }

  /** Enters so many faults between two moments. */
  void strike(int faults, long fromMillis, long untilMillis) {
    for (int i = 0; i < faults; i++) {
      agenda.at(fromMillis + random.nextLong(untilMillis - fromMillis), this::strike);
    }
  }

  private void strike() {
    var gate = gates.get(random.nextInt(gates.size()));
    switch (random.nextInt(16)) {
      case 0, 1 -> linkDown(gate);
      case 2 -> halfOpen(gate);
      case 3 -> slow(gate);
      case 4, 5 -> kill(gate);
      case 6 -> power(gate, false);
      case 7 -> power(gate, true);
      case 8 -> clock(gate);
      case 9 -> fire(gate);
      case 10 -> stuckBeam(gate);
      case 11 -> centreDies();
      case 12 -> mode(gate);
      case 13 -> openOnce(gate);
      case 14 -> diskFull(gate);
      default -> centre.prune(random.nextInt(100));
    }
  }

  private void note(ParkGate gate, String what) {
    played.note(ParkTimes.tell(agenda.millis()) + " " + gate.site.name() + ": " + what);
    played.count("fault: " + what, 1);
  }

  /** It ends after a while, mostly short, sometimes hours; in time for the end of all. */
  private void ends(Runnable how) {
    long lasts =
        switch (random.nextInt(4)) {
          case 0 -> 500 + random.nextLong(5_000);
          case 1 -> 10_000 + random.nextLong(60_000);
          case 2 -> random.nextLong(20 * 60_000L);
          default -> random.nextLong(5 * HOUR);
        };
    agenda.at(Math.min(healedMillis, agenda.millis() + lasts), how);
  }

  private void endsSoon(Runnable how) {
    agenda.at(Math.min(healedMillis, agenda.millis() + 500 + random.nextLong(600_000)), how);
  }

  private void linkDown(ParkGate gate) {
    note(gate, "link down");
    gate.wire.down(true);
    if (random.nextBoolean()) {
      gate.cutHere();
    } else {
      gate.block(true, true);
    }
    ends(() -> gate.mend(random.nextBoolean()));
  }

  private void halfOpen(ParkGate gate) {
    note(gate, "link half open");
    boolean up = random.nextBoolean();
    gate.block(up, !up || random.nextInt(3) == 0);
    endsSoon(() -> gate.mend(random.nextBoolean()));
  }

  private void slow(ParkGate gate) {
    note(gate, "link slow");
    gate.wire.slow(100 + random.nextInt(random.nextInt(3) == 0 ? 4_000 : 1_500));
    endsSoon(() -> gate.mend(true));
  }

  private void kill(ParkGate gate) {
    note(gate, "killed");
    gate.kill();
    agenda.in(1_000 + random.nextInt(20_000), gate::start);
  }

  private void power(ParkGate gate, boolean amidst) {
    note(gate, amidst ? "power goes amidst a write" : "power goes");
    if (amidst && gate.isOn()) {
      gate.losePowerSoon();
    } else {
      gate.losePower();
      ends(gate::powerUp);
    }
  }

  private void clock(ParkGate gate) {
    note(gate, "clock");
    long[] steps = {HOUR, 24 * HOUR, 365 * 24 * HOUR, 2_000};
    switch (random.nextInt(3)) {
      case 0 -> gate.clock.setDrift(random.nextInt(400) - 200);
      case 1 -> gate.clock.forget();
      default ->
          gate.clock.setWrongBy(
              steps[random.nextInt(steps.length)] * (random.nextBoolean() ? 1 : -1));
    }
    ends(
        () -> {
          gate.clock.setDrift(0);
          gate.clock.setWrongBy(0);
        });
  }

  private void fire(ParkGate gate) {
    note(gate, "fire");
    gate.lane.fire(true);
    ends(
        () -> {
          gate.lane.fire(false);
          agenda.in(2_000, () -> release(gate));
        });
  }

  /** Somebody releases the fire, again and again until the gate hears of it. */
  private void release(ParkGate gate) {
    boolean burned = !gate.isOn() || gate.program.loop.board().state().fire();
    if (burned && !gate.lane.burns()) {
      order(gate, Command.newBuilder().setReleaseFire(ReleaseFire.getDefaultInstance()));
      agenda.in(EXPIRES_MILLIS, () -> release(gate));
    }
  }

  /**
   * Others fill the disk. When there is room again somebody starts the program anew, for its
   * journal takes no more until then.
   */
  private void diskFull(ParkGate gate) {
    note(gate, "disk full");
    gate.disk.fill(gate.disk.capacity());
    ends(
        () -> {
          gate.disk.fill(0);
          gate.kill();
          gate.start();
        });
  }

  private void stuckBeam(ParkGate gate) {
    note(gate, "stuck beam");
    var beam = random.nextBoolean() ? Beam.OUTER : Beam.INNER;
    gate.lane.stick(beam, true);
    ends(() -> gate.lane.stick(beam, false));
  }

  private void centreDies() {
    if (!centre.isUp()) {
      return;
    }
    played.note(ParkTimes.tell(agenda.millis()) + " the centre dies");
    played.count("fault: centre dies", 1);
    centre.die();
    agenda.in(
        2_000 + random.nextInt(random.nextInt(4) == 0 ? 1_800_000 : 30_000),
        () -> {
          centre.start();
          gates.forEach(gate -> gate.mendedAfar());
        });
  }

  private void mode(ParkGate gate) {
    var mode = MODES.get(random.nextInt(MODES.size()));
    note(gate, "mode " + mode);
    order(gate, Command.newBuilder().setSetMode(mode));
    ends(() -> controlled(gate));
  }

  /** Back to controlled, until the gate has heard of it. */
  private void controlled(ParkGate gate) {
    if (!gate.isOn() || gate.program.loop.board().state().mode() != LaneMode.CONTROLLED) {
      order(gate, Command.newBuilder().setSetMode(LaneMode.CONTROLLED));
      agenda.in(EXPIRES_MILLIS, () -> controlled(gate));
    }
  }

  private void openOnce(ParkGate gate) {
    note(gate, "opened once");
    order(gate, Command.newBuilder().setOpenOnce(OpenOnce.newBuilder().setDirection(Direction.IN)));
  }

  private void order(ParkGate gate, Command.Builder command) {
    centre.order(
        gate.site.number(),
        command
            .setId(new UUID(0, ++commands).toString())
            .setIssuer("control room")
            .setExpiresAtMillis(agenda.millis() + EXPIRES_MILLIS)
            .build());
  }
}
