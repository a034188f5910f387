package org.shanmen.sim.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * From a decoded scan until the arm is told, kill-safe, while changes are applied. Scans come a
 * thousand a second, each of another ticket drawn at random; the hand-over from the device's thread
 * to the lane's loop is part of the time. The same without pauses, so on warm caches, is measured
 * behind it ({@code unpaced_p50}, ...).
 */
final class Decide implements Benchmark {
  private static final long PERIOD_NANOS = 1_000_000;

  /** Whoever is slower than the visitors come is not waited for any longer. */
  private static final long ROUND_NANOS = 10_000_000_000L;

  /** One contestant, and how much went to it. */
  private static final class Turn {
    private final Contestant contestant;
    private final List<Figures> rounds = new ArrayList<>();
    private long changes;

    Turn(Contestant contestant) {
      this.contestant = contestant;
    }
  }

  @Override
  public String name() {
    return "decide";
  }

  @Override
  public Result run(Bench bench) throws Exception {
    var rights = bench.rights();
    var turns = new ArrayList<Turn>();
    try {
      var data = bench.directory(name());
      turns.add(new Turn(new GateContestant(data, rights.copyTo(data.resolve("whitelist")))));
      for (PeerStore peer : Peers.open(bench, rights.rights())) {
        turns.add(new Turn(new PeerContestant(peer)));
      }
      var tickets = new Tickets(rights.rights());
      for (int round = -1; round < bench.scale().rounds(); round++) {
        for (Turn turn : turns) {
          var figures = round(turn, tickets, bench.scale().scans());
          if (round >= 0) {
            turn.rounds.add(figures);
          }
        }
      }
    } finally {
      for (Turn turn : turns) {
        turn.contestant.close();
      }
    }
    return result(turns);
  }

  private Result result(List<Turn> turns) {
    Map<String, Figures> against = new LinkedHashMap<>();
    for (Turn turn : turns.subList(1, turns.size())) {
      against.put(turn.contestant.name(), Figures.median(turn.rounds));
    }
    return new Result(
        name(),
        "us",
        Figures.median(turns.get(0).rounds),
        against,
        Goal.of(
            Goal.atMost(Figures.P50, 20),
            Goal.atMost(Figures.P99, 100),
            Goal.atMost(Figures.P999, 1_000)));
  }

  private static Figures round(Turn turn, Tickets tickets, int scans) throws Exception {
    Histogram paced;
    Histogram unpaced;
    var feed = new ChangeFeed(turn.contestant, tickets.rights(), turn.changes);
    try (feed) {
      paced = scans(turn.contestant, tickets, scans, PERIOD_NANOS);
      unpaced = scans(turn.contestant, tickets, scans, 0);
    }
    turn.changes = feed.number();
    return Figures.micros(paced)
        .and("changes_per_s", feed.perSecond())
        .and("unpaced_p50", micros(unpaced, 50))
        .and("unpaced_p99", micros(unpaced, 99))
        .and("unpaced_p999", micros(unpaced, 99.9));
  }

  /**
   * @param periodNanos from one visitor to the next; 0: as soon as the one before is through
   */
  private static Histogram scans(
      Contestant contestant, Tickets tickets, int scans, long periodNanos) throws Exception {
    var nanos = Figures.histogram();
    long began = System.nanoTime();
    for (int i = 0; i < scans && System.nanoTime() - began < ROUND_NANOS; i++) {
      LockSupport.parkNanos(began + i * periodNanos - System.nanoTime());
      nanos.recordValue(contestant.scan(ModelRights.code(tickets.next())));
    }
    return nanos;
  }

  private static double micros(Histogram nanos, double percent) {
    return nanos.getValueAtPercentile(percent) / 1e3;
  }
}
