package org.shanmen.sim.bench;

import java.io.ByteArrayInputStream;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;

/**
 * Events of four gates that come back together, from their first byte until the last is
 * acknowledged: every visitor's admission and pass, each on a right of its own, so that every
 * second event is a use which goes to all gates. Beside COPY of the same rows into a table with the
 * same indexes on the same server, one stream, one transaction.
 */
final class Ingest implements Benchmark {
  private static final int GATES = 4;

  /** As a gate uploads them. */
  private static final int BATCH = 256;

  private static final String RATE = "events_per_s";
  private static final String COPY = "COPY of the same rows";
  private static final String COLUMNS =
      "gate_id, epoch, sequence, at, stored_at, kind, direction, credential, fingerprint, right_id,"
          + " reason, people, reference, reference_epoch, detail, fee_fen, clock";

  @Override
  public String name() {
    return "ingest";
  }

  @Override
  public Result run(Bench bench) throws Exception {
    int rounds = bench.scale().rounds();
    int each = CentreScale.of(bench.scale()).events() / GATES / 2 * 2;
    var ours = new ArrayList<Double>();
    var copied = new ArrayList<Double>();
    try (var centre = MeasuredCentre.start(bench.directory(name()).resolve("park"));
        var gates = LightGates.enrol(centre, "I", GATES);
        var sql = centre.sql()) {
      long version = SeededRights.put(sql, (rounds + 1) * each * GATES / 2);
      sql.createStatement().execute("create table copied (like gate_event including all)");
      gates.connect(gates.contexts());
      gates.awaitVersion(version);
      for (int round = -1; round < rounds; round++) {
        long before = lastEvent(sql);
        double stored = perSecond(GATES * each, () -> upload(gates, each));
        var rows =
            SeededRights.copiedOut(
                sql, "select " + COLUMNS + " from gate_event where id > " + before);
        double bare = perSecond(GATES * each, () -> copy(sql, rows));
        if (round >= 0) {
          ours.add(stored);
          copied.add(bare);
        }
        gates.awaitVersion(SeededRights.version(sql));
      }
    }
    return new Result(
        name(),
        "1/s",
        median(ours),
        Map.of(COPY, median(copied)),
        Goal.of(Goal.atLeast(RATE, 0.5, COPY)));
  }

  private static Figures median(List<Double> rates) {
    return Figures.of(
        RATE, Figures.median(rates.stream().mapToDouble(Double::doubleValue).toArray()));
  }

  private interface Work {
    void run() throws Exception;
  }

  private static double perSecond(int events, Work work) throws Exception {
    long began = System.nanoTime();
    work.run();
    return events * 1e9 / (System.nanoTime() - began);
  }

  private static void upload(LightGates gates, int each) throws Exception {
    long first = gates.states().get(0).acknowledged + 1;
    for (int from = 0; from < each; from += BATCH) {
      for (int gate = 0; gate < GATES; gate++) {
        var batch = new ArrayList<Event>();
        for (int i = from; i < Math.min(each, from + BATCH); i++) {
          batch.add(event(gate, first + i));
        }
        gates.line(gate).upload(batch);
      }
    }
    gates.await("its events", gate -> gate.acknowledged >= first + each - 1);
  }

  /** Odd sequences admit, even ones are the pass of the one before. */
  private static Event event(int gate, long sequence) {
    long right = SeededRights.id((sequence - 1) / 2 * GATES + gate);
    boolean passed = sequence % 2 == 0;
    var event =
        Event.newBuilder()
            .setEpoch(1)
            .setSequence(sequence)
            .setAtMillis(System.currentTimeMillis())
            .setKind(passed ? EventKind.PASSED : EventKind.ADMITTED)
            .setDirection(Direction.IN)
            .setRight(right)
            .setPeople(1);
    if (passed) {
      event.setReferenceEpoch(1).setReference(sequence - 1);
    } else {
      event
          .setCredential(CredentialKind.QR)
          .setFingerprint(ModelRights.FINGERPRINT.of(CredentialKind.QR, ModelRights.code(right)));
    }
    return event.build();
  }

  private static long lastEvent(Connection sql) throws Exception {
    try (var row =
        sql.createStatement().executeQuery("select coalesce(max(id), 0) from gate_event")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void copy(Connection sql, byte[] rows) throws Exception {
    sql.unwrap(PGConnection.class)
        .getCopyAPI()
        .copyIn("copy copied (" + COLUMNS + ") from stdin", new ByteArrayInputStream(rows));
  }
}
