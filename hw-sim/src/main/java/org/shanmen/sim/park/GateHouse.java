package org.shanmen.sim.park;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.shanmen.sim.lane.ArmPosition;
import org.shanmen.sim.lane.Gait;
import org.shanmen.sim.lane.Walk;
import org.shanmen.sim.lane.WalkOutcome;
import org.shanmen.sim.rig.Credential;
import org.shanmen.sim.rig.LaneSettings;
import org.shanmen.sim.rig.LaneState;
import org.shanmen.sim.rig.SimulatedLane;
import org.shanmen.sim.rig.Simulation;
import org.shanmen.sim.rig.Spot;
import org.shanmen.sim.serial.SerialDevice;

/** One gate: its daemon as a process, its configuration, and the simulated lane on its wires. */
public final class GateHouse implements AutoCloseable {
  /** How long a daemon may take until it answers. */
  public static final Duration START_LIMIT = Duration.ofSeconds(60);

  /** What gate.conf says, and what the simulated people must stay above. */
  public static final int BEAM_DEBOUNCE_MILLIS = 20;

  private static final Duration DECISION_LIMIT = Duration.ofSeconds(15);
  private static final Duration WALK_LIMIT = Duration.ofSeconds(60);

  private final GateSite site;
  private final Program program;
  private final SimulatedLane lane;
  private final GateOps ops;
  private final URI face;
  private final Path configuration;
  private final Path data;

  /**
   * Writes the gate's configuration and builds its lane; starts nothing yet.
   *
   * @param enrolmentCode from the centre, good for one use
   */
  GateHouse(
      Programs programs,
      ParkDirectory directory,
      Simulation simulation,
      GateSite site,
      LaneTimes times,
      Gait gait,
      int centrePort,
      String enrolmentCode) {
    this.site = site;
    int facePort = Ports.free();
    int opsPort = Ports.free();
    face = URI.create("http://127.0.0.1:" + facePort + "/hikvision");
    ops = new GateOps(URI.create("http://127.0.0.1:" + opsPort));
    configuration = directory.gateConfiguration(site.code());
    data = directory.gateData(site.code());
    try {
      lane =
          simulation.add(
              site.board()
                  .in(LaneSettings.usual(site.code(), gait))
                  .withFace(face)
                  .withDevices(devices(site)));
      Files.writeString(
          configuration,
          text(site, times, data, lane, centrePort, enrolmentCode, facePort, opsPort));
    } catch (IOException e) {
      throw new UncheckedIOException("gate " + site.code() + " cannot be set up: " + e, e);
    }
    program =
        new Program(
            "gate " + site.code(),
            programs.gate(configuration),
            Map.of("SHANMEN_SIM_WIRES", lane.wires().toString()),
            directory.log("gate-" + site.code()),
            directory.leftovers());
  }

  public GateSite site() {
    return site;
  }

  public String code() {
    return site.code();
  }

  public Program program() {
    return program;
  }

  public SimulatedLane lane() {
    return lane;
  }

  public GateOps ops() {
    return ops;
  }

  /** Where the face terminal's events go. */
  public URI face() {
    return face;
  }

  public Path configuration() {
    return configuration;
  }

  public Path data() {
    return data;
  }

  /**
   * What the gate decided about something that was shown to it.
   *
   * @param reason why it refused; empty: it let its holder in
   */
  public record Decision(String reason) {
    public boolean isAdmission() {
      return reason.isEmpty();
    }
  }

  /**
   * Shows something to the gate and waits for its decision. Only one may do so at a time.
   *
   * @throws Await.TookTooLong when it does not decide
   */
  public Decision show(Credential credential) {
    return show(credential, Spot.OUTER);
  }

  /** The same, at a place of the lane. */
  public Decision show(Credential credential, Spot spot) {
    long earlier = ops.health().lastDecisionSequence();
    lane.present(credential, spot)
        .orTimeout(DECISION_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .join();
    GateHealth decided =
        awaitHealth(
            "to decide about " + credential,
            DECISION_LIMIT,
            health -> health.lastDecisionSequence() > earlier);
    return new Decision(decided.lastDecision().equals("ADMITTED") ? "" : decided.lastReason());
  }

  /**
   * Shows something at the outer side of a locked lane and, if that lets its holder in, waits until
   * the arm has opened. It opens for a few seconds: on a busy machine it may be locked again by
   * now.
   *
   * @param limit for the arm
   * @throws Await.TookTooLong when it does not decide
   */
  public Decision showAndAwaitOpening(Credential credential, Duration limit) {
    var opened =
        lane.when(
            state -> state.connected() && state.arm() == ArmPosition.RELEASED_IN,
            limit.plus(DECISION_LIMIT));
    var decision = show(credential);
    if (decision.isAdmission()) {
      opened.join();
    }
    return decision;
  }

  /** Sends people through and waits until the last of them is through or has given up. */
  public WalkOutcome walk(Walk walk) {
    return lane.walk(walk).orTimeout(WALK_LIMIT.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  /** Waits until the arm stands as wanted. */
  public LaneState awaitArm(Predicate<ArmPosition> wanted, Duration limit) {
    return lane.when(state -> state.connected() && wanted.test(state.arm()), limit).join();
  }

  /** Waits until the daemon answers on its local port. */
  public GateHealth awaitAnswer() {
    return awaitHealth("to answer", START_LIMIT, health -> true);
  }

  /** Waits until the daemon has its lane in hand and is linked to the centre. */
  public GateHealth awaitLinked() {
    return awaitHealth(
        "to be linked to the centre",
        START_LIMIT,
        health -> health.isLinked() && lane.state().connected());
  }

  /**
   * Waits until the daemon's health is as wanted.
   *
   * @param what ends the sentence "waited for gate N1 ..."
   */
  public GateHealth awaitHealth(String what, Duration limit, Predicate<GateHealth> wanted) {
    return Await.until(
        program.name() + " " + what + " (log: " + program.log() + ")",
        limit,
        () -> {
          if (!program.isAlive()) {
            throw new IllegalStateException(program.name() + " ended:\n" + program.lastWords());
          }
          return ops.health();
        },
        wanted);
  }

  @Override
  public void close() {
    program.stop();
  }

  private static Set<SerialDevice> devices(GateSite site) {
    Set<SerialDevice> devices = EnumSet.copyOf(SerialDevice.USUAL);
    devices.addAll(furtherReaders(site));
    devices.addAll(site.board().devices());
    return devices;
  }

  /** One for ID cards everywhere; where people leave by their tickets, readers inside as well. */
  private static Set<SerialDevice> furtherReaders(GateSite site) {
    Set<SerialDevice> devices = EnumSet.of(SerialDevice.ID_READER);
    if (site.readsInside()) {
      devices.add(SerialDevice.SCANNER_INNER);
      devices.add(SerialDevice.CARD_READER_INNER);
    }
    return devices;
  }

  private static String furtherReaders(GateSite site, SimulatedLane lane) {
    return furtherReaders(site).stream()
        .map(
            device ->
                "  %s { device = \"%s\", baud = 9600, %s }\n"
                    .formatted(
                        device.label(),
                        lane.device(device),
                        device == SerialDevice.CARD_READER_INNER
                            ? "byte-order = AS_SENT"
                            : "suffix = CR"))
        .collect(Collectors.joining());
  }

  private static String text(
      GateSite site,
      LaneTimes times,
      Path data,
      SimulatedLane lane,
      int centrePort,
      String enrolmentCode,
      int facePort,
      int opsPort) {
    return """
    gate { id = %s, data = "%s" }
    centre { host = "127.0.0.1", port = %d, enrolment-code = "%s" }
    lane { pass-timeout-millis = %d, same-code-millis = %d, check-timeout-millis = %d, language = zh }
    serial {
      scanner     { device = "%s", baud = 9600, suffix = CR }
      card-reader { device = "%s", baud = 9600, byte-order = AS_SENT }
      panel       { device = "%s", baud = 9600 }
      voice       { device = "%s", baud = 9600 }
    %s}
    %sgpio {
      input-provider = "shanmen-sim-digital-input", output-provider = "shanmen-sim-digital-output"
      %s
      beam-debounce-millis = %d
    }
    face { listen = "127.0.0.1:%d" }
    ops { listen = "127.0.0.1:%d" }
    """
        .formatted(
            site.code(),
            data,
            centrePort,
            enrolmentCode,
            times.passTimeoutMillis(),
            times.sameCodeMillis(),
            times.checkTimeoutMillis(),
            lane.device(SerialDevice.SCANNER),
            lane.device(SerialDevice.CARD_READER),
            lane.device(SerialDevice.PANEL),
            lane.device(SerialDevice.VOICE),
            furtherReaders(site, lane),
            site.board().block(lane),
            site.board().gpio(),
            BEAM_DEBOUNCE_MILLIS,
            facePort,
            opsPort);
  }
}
