package org.shanmen.sim.soak.park;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.shanmen.sim.soak.Campaign;
import org.shanmen.sim.soak.Played;

/** Three days of a whole park on virtual time. Seeds that follow each other are played at once. */
public final class WholePark implements Campaign {
  /** As {@code ./shanmen soak} calls it. */
  public static final String NAME = "park";

  private static final int THREADS = 2;

  /** Seeds that are begun before they are asked for, so that no thread waits for the other. */
  private static final int AHEAD = 3;

  private static final long CLOSE_SECONDS = 60;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String promise() {
    return "twenty gates and their visitors for three days on virtual time, everything may fail:"
        + " nothing is lost or counted twice, nobody is let in whom his gate could know to have been";
  }

  @Override
  public int fullRounds() {
    return 1_000;
  }

  @Override
  public Rig open(Path directory) {
    return new Players(directory);
  }

  /** Plays on two threads; each round is one thread's alone, and the same whoever plays it. */
  private static final class Players implements Rig {
    private final Path directory;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final Map<Long, Future<Played>> begun = new HashMap<>();
    private long last = Long.MIN_VALUE;
    private volatile boolean closed;

    Players(Path directory) {
      this.directory = directory;
    }

    @Override
    public Played play(long seed) throws IOException {
      begin(seed);
      if (seed == last + 1) {
        for (int i = 1; i <= AHEAD; i++) {
          begin(seed + i);
        }
      }
      last = seed;
      try {
        return begun.remove(seed).get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      } catch (ExecutionException e) {
        throw new IllegalStateException("seed " + seed + ": " + e.getCause(), e.getCause());
      }
    }

    private void begin(long seed) {
      begun.computeIfAbsent(seed, fresh -> threads.submit(() -> round(fresh)));
    }

    private Played round(long seed) throws IOException {
      Path lent = directory.resolve("park-" + seed);
      try {
        return new ParkRound(seed, lent, () -> closed).play();
      } finally {
        delete(lent);
      }
    }

    /** Tables of MapDB lie in real files; a thousand seeds would leave thousands. */
    private static void delete(Path directory) throws IOException {
      if (!Files.exists(directory)) {
        return;
      }
      try (Stream<Path> all = Files.walk(directory)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }

    @Override
    public void close() {
      closed = true;
      threads.shutdown();
      try {
        if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
          throw new IllegalStateException("a round does not end");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
