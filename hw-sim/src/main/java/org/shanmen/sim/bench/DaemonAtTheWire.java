package org.shanmen.sim.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.shanmen.sim.park.Ports;
import org.shanmen.sim.park.Programs;
import org.shanmen.sim.serial.CodeFrame;
import org.shanmen.sim.serial.SerialLine;
import org.shanmen.sim.wire.InputWires;
import org.shanmen.sim.wire.LaneWires;

/**
 * The whole gate daemon as a process of its own, with a scanner on a pseudo-terminal and its wires
 * at the simulator's Pi4J provider. It knows its lane from an earlier day and never finds its
 * centre. One thread.
 */
final class DaemonAtTheWire implements AutoCloseable {
  private static final int RELEASE_IN = 17;
  private static final int BEAM_OUTER = 5;
  private static final int BEAM_INNER = 6;
  private static final int FIRE_LOOP = 13;
  private static final int DEBOUNCE_MILLIS = 10;

  /** Longer than the debounce, by as much as a busy machine may need. */
  private static final int STEP_MILLIS = 40;

  private static final int PATIENCE_SECONDS = 60;
  private static final int AGAIN_MILLIS = 10;

  /**
   * @param nanos {@link System#nanoTime()}
   */
  private record Edge(boolean released, long nanos) {}

  private final BlockingQueue<Edge> edges = new LinkedBlockingQueue<>();
  private final SerialLine scanner;
  private final LaneWires wires;
  private final Path log;
  private final Process process;
  private final long executedNanos;
  private volatile InputWires inputs;

  private DaemonAtTheWire(Path directory, Path data, List<String> jvmOptions) throws IOException {
    Path sockets = Files.createTempDirectory("shanmen-bench");
    scanner = new SerialLine(sockets.resolve("scanner"), bytes -> {});
    scanner.plug();
    wires = LaneWires.open(sockets.resolve("wires.sock"), new Wiring());
    log = directory.resolve("gate.log");
    Path configuration = directory.resolve("gate.conf");
    Files.writeString(configuration, configuration(data, sockets.resolve("scanner")));
    var command = new ArrayList<>(Programs.installed().gate(configuration));
    command.addAll(1, jvmOptions);
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("SHANMEN_SIM_WIRES", sockets.resolve("wires.sock").toString());
    executedNanos = System.nanoTime();
    process = builder.start();
  }

  /**
   * Starts a daemon; it is not up yet when this returns.
   *
   * @param whitelist that it has; left as it is
   * @param jvmOptions besides those of every gate
   */
  static DaemonAtTheWire start(Path directory, RightsOnDisk whitelist, List<String> jvmOptions)
      throws IOException {
    Files.createDirectories(directory);
    Path data = directory.resolve("data");
    whitelist.copyTo(data.resolve("whitelist"));
    Path identity =
        Files.createDirectories(
            data.resolve("identity"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.write(identity.resolve("lane-settings"), remembered());
    return new DaemonAtTheWire(directory, data, jvmOptions);
  }

  /** What lets a daemon use the classes of a first run, as the service unit keeps them. */
  static List<String> archived(Bench bench) throws IOException, InterruptedException {
    var directory = bench.directory("archive");
    var archive = directory.resolve("classes.jsa");
    if (!Files.exists(archive)) {
      var few = RightsOnDisk.build(bench.directory("archived-rights"), bench.scale().few());
      try (var gate = start(directory, few, List.of("-XX:ArchiveClassesAtExit=" + archive))) {
        gate.untilFirstRelease(ModelRights.code(few.rights()));
      }
    }
    return List.of("-XX:SharedArchiveFile=" + archive);
  }

  /** The lane's settings as a gate keeps them: serialised, and their CRC-32C behind. */
  private static byte[] remembered() {
    byte[] body = ModelRights.LANE.toByteArray();
    var crc = new CRC32C();
    crc.update(body);
    return ByteBuffer.allocate(body.length + Integer.BYTES)
        .put(body)
        .putInt((int) crc.getValue())
        .array();
  }

  private static String configuration(Path data, Path scanner) {
    return """
        gate { id = B1, data = "%s" }
        centre { host = "127.0.0.1", port = 9 }
        serial { scanner { device = "%s", baud = 9600, suffix = CR } }
        gpio {
          input-provider = "shanmen-sim-digital-input"
          output-provider = "shanmen-sim-digital-output"
          release-in = %d, release-out = 27, drop = 22, lamp-green = 23, lamp-red = 24
          beam-outer = %d, beam-inner = %d, fire-loop = %d, arm-push = 19
          beam-debounce-millis = %d
        }
        ops { listen = "127.0.0.1:%d" }
        """
        .formatted(
            data,
            scanner,
            RELEASE_IN,
            BEAM_OUTER,
            BEAM_INNER,
            FIRE_LOOP,
            DEBOUNCE_MILLIS,
            Ports.freeOr(0));
  }

  /**
   * Shows a code until somebody listens.
   *
   * @return from the start of the process until the arm was released
   */
  long untilFirstRelease(String code) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    Edge edge = null;
    while (edge == null || !edge.released()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IOException("the gate let nobody in:\n" + Files.readString(log));
      }
      scanner.send(CodeFrame.of(code, CodeFrame.Suffix.CR, false));
      edge = edges.poll(AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }
    long nanos = edge.nanos() - executedNanos;
    walkIn();
    return nanos;
  }

  /**
   * Shows a code once to a gate that is up, and sends its holder through.
   *
   * @return from the scanner's bytes until the arm was released
   */
  long show(String code) throws IOException, InterruptedException {
    long began = System.nanoTime();
    scanner.send(CodeFrame.of(code, CodeFrame.Suffix.CR, false));
    long nanos = await(true) - began;
    walkIn();
    return nanos;
  }

  private void walkIn() throws IOException, InterruptedException {
    beam(BEAM_OUTER, true);
    beam(BEAM_INNER, true);
    beam(BEAM_OUTER, false);
    inputs.level(BEAM_INNER, false);
    await(false);
  }

  private void beam(int pin, boolean blocked) throws InterruptedException {
    inputs.level(pin, blocked);
    TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
  }

  private long await(boolean released) throws IOException, InterruptedException {
    while (true) {
      var edge = edges.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (edge == null) {
        throw new IOException(
            "the arm was not %s:%n%s"
                .formatted(released ? "released" : "locked", Files.readString(log)));
      }
      if (edge.released() == released) {
        return edge.nanos();
      }
    }
  }

  /** Of the daemon. */
  long processId() {
    return process.pid();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    scanner.close();
    wires.close();
  }

  /** What hangs on the wires: nobody in the beams, a fire loop that is closed, an arm. */
  private final class Wiring implements LaneWires.Lane {
    @Override
    public void attached(InputWires taken) {
      inputs = taken;
      taken.level(BEAM_OUTER, false);
      taken.level(BEAM_INNER, false);
      taken.level(FIRE_LOOP, true);
      taken.ready();
    }

    @Override
    public void output(int pin, boolean high) {
      if (pin == RELEASE_IN) {
        edges.add(new Edge(high, System.nanoTime()));
      }
    }

    @Override
    public void detached() {
      // The process is gone; whoever waits finds out.
    }
  }
}
