package org.shanmen.sim.park;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.CRC32C;
import org.shanmen.gate.whitelist.Applied;
import org.shanmen.gate.whitelist.Whitelist;
import org.shanmen.protocol.Fingerprint;
import org.shanmen.protocol.SetHash;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.Delta;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneSettings;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.protocol.wire.TicketKind;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.sim.lane.ArmPosition;
import org.shanmen.sim.rig.Credential;
import org.shanmen.sim.rig.LaneState;
import org.shanmen.sim.rig.SimulatedLane;

/**
 * A gate's real daemon at a simulated lane, without a centre: it knows its lane and {@link
 * #TICKETS} tickets of one entry each from an earlier day. Every ticket is shown once.
 */
final class LoneGate implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int TICKETS = 1_000;
  private static final long DAY_SECONDS = 86_400;
  private static final LaneSettings LANE =
      LaneSettings.newBuilder()
          .setGateNumber(1)
          .setArea(1)
          .setKind(LaneKind.ENTRY)
          .setZone("Asia/Shanghai")
          .setFingerprintKey(ByteString.copyFrom(new byte[Fingerprint.KEY_BYTES]))
          .build();
  private static final TicketTemplate TYPE =
      TicketTemplate.newBuilder()
          .setId(1)
          .setKind(TicketKind.SINGLE)
          .setNameZh("全票")
          .setNameEn("Adult")
          .addAreas(1)
          .build();

  private final SimulatedLane lane;
  private final Path configuration;
  private final Program program;
  private final GateOps ops;
  private int shown;

  /**
   * @param blocks of gate.conf beside {@code gate}, {@code centre} and {@code ops}
   */
  LoneGate(Path directory, SimulatedLane lane, String blocks) throws IOException {
    this.lane = lane;
    Path data = Files.createDirectories(directory.resolve("data"));
    fillWhitelist(data.resolve("whitelist"));
    Path identity =
        Files.createDirectories(
            data.resolve("identity"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.write(identity.resolve("lane-settings"), remembered());
    int opsPort = Ports.free();
    ops = new GateOps(URI.create("http://127.0.0.1:" + opsPort));
    configuration = directory.resolve("gate.conf");
    Files.writeString(
        configuration,
        """
        gate { id = N1, data = "%s" }
        centre { host = "127.0.0.1", port = 9 }
        ops { listen = "127.0.0.1:%d" }
        %s"""
            .formatted(data, opsPort, blocks));
    program =
        new Program(
            "gate N1",
            Programs.installed().gate(configuration),
            Map.of("SHANMEN_SIM_WIRES", lane.wires().toString()),
            directory.resolve("gate.log"),
            new Leftovers(directory.resolve("processes")));
  }

  /** Starts the daemon and waits until it has its lane in hand. */
  GateHealth start() {
    program.start();
    return awaitHealth("to answer", health -> lane.state().connected());
  }

  GateHealth health() {
    return ops.health();
  }

  GateHealth awaitHealth(String what, Predicate<GateHealth> wanted) {
    return Await.until(
        "the gate " + what,
        PATIENCE,
        () -> {
          if (!program.isAlive()) {
            throw new IllegalStateException("the gate ended:\n" + program.lastWords());
          }
          return ops.health();
        },
        wanted);
  }

  /** Shows the next ticket, and once more while no scanner was listened to. */
  LaneState admitNext() {
    int ticket = ++shown;
    return Await.until(
        "ticket " + ticket + " to open the lane",
        PATIENCE,
        () -> {
          lane.present(Credential.qr(code(ticket))).join();
          return lane.state();
        },
        state -> state.arm() == ArmPosition.RELEASED_IN);
  }

  /** Shows the last ticket once more and returns why it is refused; empty: it is not. */
  String showAgain() {
    long earlier = health().lastDecisionSequence();
    lane.present(Credential.qr(code(shown))).join();
    return awaitHealth("to decide again", health -> health.lastDecisionSequence() > earlier)
        .lastReason();
  }

  /** SIGSTOP: it gets no processor until {@link #goOn}. */
  void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  void goOn() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    var kill = new ProcessBuilder("kill", "-" + name, Long.toString(program.pid())).inheritIO();
    if (kill.start().waitFor() != 0) {
      throw new IOException("the gate did not take SIG" + name);
    }
  }

  /** SIGKILL; returns when the wires have fallen. */
  void kill() {
    program.kill();
    await(state -> !state.connected());
  }

  /** Starts the daemon on a configuration with a mistake, and returns its exit code. */
  int startWithAMistake() throws IOException {
    String right = Files.readString(configuration);
    Files.writeString(configuration, right + "lane { pass-timeout-millis = \"soon\" }\n");
    try {
      program.start();
      if (!program.awaitExit(PATIENCE)) {
        throw new IllegalStateException("the gate runs on a mistake:\n" + program.lastWords());
      }
      return program.exitCode();
    } finally {
      Files.writeString(configuration, right);
    }
  }

  LaneState await(Predicate<LaneState> wanted) {
    return lane.when(wanted, PATIENCE).join();
  }

  /** Ends the daemon in order. */
  @Override
  public void close() {
    program.stop();
  }

  private static String code(int ticket) {
    return "TICKET" + ticket;
  }

  private static void fillWhitelist(Path directory) throws IOException {
    var fingerprint = new Fingerprint(LANE.getFingerprintKey().toByteArray());
    var delta =
        Delta.newBuilder()
            .setTargetVersion(1)
            .addChanges(Change.newBuilder().setPutTemplate(TYPE.toByteString()));
    long hash = SetHash.ofTemplate(TYPE.toByteArray());
    for (int ticket = 1; ticket <= TICKETS; ticket++) {
      var right =
          Right.newBuilder()
              .setId(ticket)
              .setTemplate(TYPE.getId())
              .setState(RightState.ACTIVE)
              .setValidUntil(System.currentTimeMillis() / 1_000 + DAY_SECONDS)
              .setEntries(1)
              .setPeople(1)
              .addFingerprints(fingerprint.of(CredentialKind.QR, code(ticket)))
              .build();
      delta.addChanges(Change.newBuilder().setPutRight(right.toByteString()));
      hash += SetHash.ofRight(right.toByteArray());
    }
    try (var whitelist = Whitelist.open(directory)) {
      delta.setBaseVersion(whitelist.version()).setTargetHash(whitelist.hash() + hash);
      if (whitelist.apply(delta.build()) instanceof Applied.Refused refused) {
        throw new IOException(refused.why());
      }
    }
  }

  /** The lane's settings as a gate keeps them: serialised, and their CRC-32C behind. */
  private static byte[] remembered() {
    byte[] body = LANE.toByteArray();
    var crc = new CRC32C();
    crc.update(body);
    return ByteBuffer.allocate(body.length + Integer.BYTES)
        .put(body)
        .putInt((int) crc.getValue())
        .array();
  }
}
