package org.shanmen.sim.soak;

import java.io.IOException;
import java.util.Optional;
import java.util.Random;
import org.shanmen.sim.lane.ArmPosition;
import org.shanmen.sim.lane.Walk;
import org.shanmen.sim.park.GateHouse;
import org.shanmen.sim.rig.Credential;
import org.shanmen.sim.serial.SerialDevice;

/**
 * Strangers at every port and wire of a real park: connections that say nothing or little, a gate
 * that lies, enrolment codes and tickets that are guessed, noise on the serial lines. Honest people
 * come meanwhile.
 */
final class Siege extends ParkCampaign {
  /** To the centre's gate port; a third as many to each of three other ports. */
  private static final int CONNECTIONS = 1_500;

  private static final int TRIES = 150;
  private static final int NOISE_BYTES = 4_096;

  private final DecisionTimes times = new DecisionTimes();

  Siege() {
    super(
        "siege",
        "thousands of half-open and slow connections, a lying gate, guessed codes, noise: nothing"
            + " takes effect, a good gate's p99 stays within 1.5 times, honest people get in",
        60);
  }

  @Override
  void round(SoakPark park, long seed, Random random, Played played) throws IOException {
    var gate = park.gate();
    // Peace comes first, and must not look slow because the code that refuses was not compiled yet.
    tryCodes(gate, random);
    times.quiet(gate, () -> tryCodes(gate, random));
    try (var strangers = new Strangers(random)) {
      strangers.crowd(park.park().centre().gatelinkPort(), CONNECTIONS);
      strangers.crowd(park.park().centre().root().getPort(), CONNECTIONS / 3);
      strangers.crowd(gate.ops().root().getPort(), CONNECTIONS / 3);
      strangers.crowd(gate.face().getPort(), CONNECTIONS / 3);
      played.count("connections", strangers.opened());
      times.besieged(
          gate,
          () -> {
            strangers.sayALittle();
            tryCodes(gate, random);
          });
      requireAlarm(gate);
      new LyingGate(park, seed, random, played).play();
      makeNoise(gate, random, played);
      comeIn(park, gate, played);
      reconnect(park);
      strangers.sayALittle();
    }
    park.awaitAllStored();
    park.awaitCurrent();
    park.requireBooksAgree(gate, played);
    times.judge(played);
  }

  @Override
  Optional<String> summary() {
    return Optional.of(times.toString());
  }

  /** Codes that nobody holds, one after the other. */
  private static void tryCodes(GateHouse gate, Random random) {
    for (int i = 0; i < TRIES; i++) {
      gate.show(Credential.qr("GUESS%019dX".formatted(random.nextInt(Integer.MAX_VALUE))));
    }
  }

  private static void requireAlarm(GateHouse gate) {
    gate.awaitHealth(
        "to say that somebody tries codes",
        SoakPark.PATIENCE,
        health -> health.alarms().contains("GUESSING"));
  }

  private static void makeNoise(GateHouse gate, Random random, Played played) throws IOException {
    long passes = gate.lane().state().sensed().passed();
    for (SerialDevice device : SerialDevice.USUAL) {
      byte[] noise = new byte[NOISE_BYTES];
      random.nextBytes(noise);
      gate.lane().garbage(device, noise);
      played.count("bytes of noise", noise.length);
    }
    gate.lane().garbage(SerialDevice.SCANNER, new byte[] {'\r'});
    gate.awaitAnswer();
    played.require(
        gate.lane().state().arm() == ArmPosition.LOCKED
            && gate.lane().state().sensed().passed() == passes,
        "noise on the wires moved the arm");
  }

  /** With a good ticket, at the first try. */
  private static void comeIn(SoakPark park, GateHouse gate, Played played) {
    var ticket = park.sell(park.as("clerk"), 1).get(0);
    gate.awaitArm(arm -> arm == ArmPosition.LOCKED, SoakPark.PATIENCE);
    var decision = gate.showAndAwaitOpening(ticket.qr(), SoakPark.PATIENCE);
    if (decision.isAdmission()) {
      gate.walk(Walk.in());
    }
    played.require(
        decision.isAdmission(),
        "the holder of %s was kept out: %s".formatted(ticket.number(), decision.reason()));
    played.count("honest visitors", 1);
  }

  /** A gate that lost its link gets it again, however many others knock. */
  private static void reconnect(SoakPark park) {
    park.cable().cut();
    park.gate().awaitHealth("to miss the centre", SoakPark.PATIENCE, health -> !health.isLinked());
    park.cable().mend();
    park.gate().awaitHealth("to be linked again", SoakPark.PATIENCE, health -> health.isLinked());
  }
}
