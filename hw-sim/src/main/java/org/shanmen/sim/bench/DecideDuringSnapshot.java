package org.shanmen.sim.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.shanmen.gate.whitelist.Applied;
import org.shanmen.gate.whitelist.Whitelist;
import org.shanmen.protocol.wire.Change;

/**
 * From a decoded scan until the arm is told, while the gate takes in the whole set once more as a
 * snapshot, until that is in force; beside the same lane for as long without one. The snapshot
 * comes as fast as the gate takes it: the pace that the link keeps is not in play.
 */
final class DecideDuringSnapshot implements Benchmark {
  private static final String WITHOUT = "without a snapshot";
  private static final long PERIOD_NANOS = 1_000_000;
  private static final int BATCH = 1_000;

  @Override
  public String name() {
    return "decide-during-snapshot";
  }

  @Override
  public Result run(Bench bench) throws Exception {
    var data = bench.directory(name());
    var rights = bench.rights();
    var tickets = new Tickets(rights.rights());
    var with = new ArrayList<Figures>();
    var without = new ArrayList<Figures>();
    try (var gate = new GateContestant(data, rights.copyTo(data.resolve("whitelist")))) {
      scans(gate, tickets, bench.scale().scans());
      for (int round = 0; round < bench.scale().snapshots(); round++) {
        var during = Figures.histogram();
        var snapshot = new Taking(gate.whitelist(), rights.rights());
        snapshot.start();
        long next = System.nanoTime();
        while (snapshot.isAlive()) {
          during.recordValue(gate.scan(tickets.nextCode()));
          next += PERIOD_NANOS;
          LockSupport.parkNanos(next - System.nanoTime());
        }
        snapshot.join();
        snapshot.check();
        with.add(Figures.micros(during));
        without.add(scans(gate, tickets, (int) during.getTotalCount()));
      }
    }
    return new Result(
        name(),
        "us",
        Figures.median(with),
        Map.of(WITHOUT, Figures.median(without)),
        Goal.of(Goal.atMost(Figures.P999, 1.2, WITHOUT)));
  }

  private static Figures scans(GateContestant gate, Tickets tickets, int scans)
      throws InterruptedException {
    var nanos = Figures.histogram();
    long began = System.nanoTime();
    for (int i = 0; i < scans; i++) {
      LockSupport.parkNanos(began + i * PERIOD_NANOS - System.nanoTime());
      nanos.recordValue(gate.scan(tickets.nextCode()));
    }
    return Figures.micros(nanos);
  }

  /** The link's thread, taking in the snapshot of the same set under the next version. */
  private static final class Taking extends Thread {
    private final Whitelist whitelist;
    private final int rights;
    private Applied outcome;

    Taking(Whitelist whitelist, int rights) {
      super("snapshot");
      this.whitelist = whitelist;
      this.rights = rights;
    }

    @Override
    public void run() {
      var loading = whitelist.beginSnapshot(whitelist.version() + 1, whitelist.hash());
      for (List<Change> changes : ModelRights.snapshot(rights, BATCH)) {
        loading.add(changes);
      }
      outcome = loading.finish();
    }

    void check() {
      if (!(outcome instanceof Applied.Now)) {
        throw new IllegalStateException("the snapshot was not taken: " + outcome);
      }
    }
  }
}
