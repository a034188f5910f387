package org.shanmen.sim.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.shanmen.gate.journal.PowerPolicy;

/**
 * From a decoded scan until the arm is told, where an admission must survive a power cut before
 * that ({@code journal.power-safe = BEFORE_RELEASE}), beside writing and forcing 128 bytes and
 * nothing else: scan and write by turns, on the same disk. A preallocated file is the quickest that
 * there is; a growing one, where the file system's own journal has to follow, is what appending
 * usually means.
 */
final class DecidePowerSafe implements Benchmark {
  private static final int RAW_BYTES = 128;
  private static final String PREALLOCATED = "128 bytes, forced, preallocated";
  private static final String GROWING = "128 bytes, forced, growing";

  @Override
  public String name() {
    return "decide-power-safe";
  }

  @Override
  public Result run(Bench bench) throws Exception {
    var data = bench.directory(name());
    var tickets = new Tickets(bench.rights().rights());
    var ours = new ArrayList<Figures>();
    var preallocated = new ArrayList<Figures>();
    var growing = new ArrayList<Figures>();
    int scans = bench.scale().scans();
    try (var gate =
            new GateContestant(
                data,
                bench.rights().copyTo(data.resolve("whitelist")),
                PowerPolicy.BEFORE_RELEASE);
        var fixed = new RawFile(data.resolve("fixed"), (long) RAW_BYTES * scans);
        var open = new RawFile(data.resolve("open"), 0)) {
      for (int round = -1; round < bench.scale().rounds(); round++) {
        var figures = round(gate, tickets, fixed, open, scans);
        if (round >= 0) {
          ours.add(figures.get(0));
          preallocated.add(figures.get(1));
          growing.add(figures.get(2));
        }
      }
    }
    return new Result(
        name(),
        "us",
        Figures.median(ours),
        Map.of(PREALLOCATED, Figures.median(preallocated), GROWING, Figures.median(growing)),
        Goal.of(
            Goal.atMost(Figures.P50, 1.25, PREALLOCATED),
            Goal.atMost(Figures.P99, 1.25, PREALLOCATED)));
  }

  private static List<Figures> round(
      GateContestant gate, Tickets tickets, RawFile fixed, RawFile open, int scans)
      throws Exception {
    var scan = Figures.histogram();
    var fixedWrite = Figures.histogram();
    var openWrite = Figures.histogram();
    fixed.rewind();
    for (int i = 0; i < scans; i++) {
      scan.recordValue(scanned(gate, tickets.nextCode()));
      fixedWrite.recordValue(fixed.write());
      openWrite.recordValue(open.write());
    }
    return List.of(Figures.micros(scan), Figures.micros(fixedWrite), Figures.micros(openWrite));
  }

  private static long scanned(GateContestant gate, String code) throws Exception {
    long nanos = gate.show(code);
    gate.walkIn();
    // The raw writes that come next are not to wait for these events' fsync.
    gate.journal().forced(gate.journal().lastSequence()).toCompletableFuture().get();
    return nanos;
  }

  /** A file that is written one small piece after the other, each forced. */
  private static final class RawFile implements AutoCloseable {
    private final RandomAccessFile file;
    private final byte[] piece = new byte[RAW_BYTES];

    RawFile(Path path, long preallocatedBytes) throws IOException {
      file = new RandomAccessFile(path.toFile(), "rw");
      byte[] zeros = new byte[RAW_BYTES];
      for (long written = 0; written < preallocatedBytes; written += RAW_BYTES) {
        file.write(zeros);
      }
      file.getFD().sync();
    }

    void rewind() throws IOException {
      file.seek(0);
    }

    long write() throws IOException {
      long began = System.nanoTime();
      file.write(piece);
      file.getChannel().force(false);
      return System.nanoTime() - began;
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
