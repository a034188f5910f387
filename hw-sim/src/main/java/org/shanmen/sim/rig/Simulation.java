package org.shanmen.sim.rig;

import java.io.Closeable;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several lanes under one directory: {@code DIRECTORY/N1/wires.sock}, {@code .../scanner} and so
 * on. Thread-safe.
 */
public final class Simulation implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Simulation.class);
  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(2);

  private final Path directory;
  private final List<SimulatedLane> lanes = new CopyOnWriteArrayList<>();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_PATIENCE)
          .build();
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            var thread = new Thread(task, "lanes' timer");
            thread.setDaemon(true);
            return thread;
          });

  private Simulation(Path directory) {
    this.directory = directory.toAbsolutePath();
    timer.setRemoveOnCancelPolicy(true);
  }

  /**
   * @param directory made if missing; its path must be short enough for a socket's (107 bytes in
   *     all)
   */
  public static Simulation in(Path directory) {
    return new Simulation(directory);
  }

  /**
   * Builds a lane's hardware, which then waits for its daemon.
   *
   * @throws IllegalArgumentException if there is a lane of that name
   */
  public synchronized SimulatedLane add(LaneSettings settings) throws IOException {
    if (lane(settings.gate()).isPresent()) {
      throw new IllegalArgumentException("two lanes named " + settings.gate());
    }
    var lane = SimulatedLane.open(settings, directory.resolve(settings.gate()), timer, http);
    lanes.add(lane);
    return lane;
  }

  public Optional<SimulatedLane> lane(String gate) {
    return lanes.stream().filter(lane -> lane.gate().equals(gate)).findFirst();
  }

  /** In the order in which they were added. */
  public List<SimulatedLane> lanes() {
    return List.copyOf(lanes);
  }

  /** Unplugs everything and removes its files; what cannot be removed is logged. */
  @Override
  public synchronized void close() {
    for (SimulatedLane lane : lanes) {
      try {
        lane.close();
      } catch (IOException e) {
        LOG.warn("lane {} is not wholly removed: {}", lane.gate(), e.toString());
      }
    }
    lanes.clear();
    timer.shutdownNow();
  }
}
