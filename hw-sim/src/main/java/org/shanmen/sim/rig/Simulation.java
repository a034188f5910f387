package org.shanmen.sim.rig;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Several lanes under one directory: {@code DIRECTORY/N1/wires.sock}, {@code .../scanner} ... */
public final class Simulation implements Closeable {
  private final Path directory;

  private Simulation(Path directory) {
    this.directory = directory;
  }

  /**
   * @param directory made if missing; its path must be short enough for a socket's (108 bytes in
   *     all)
   */
  public static Simulation in(Path directory) {
    return new Simulation(directory);
  }

  /** Builds a lane's hardware and waits for its daemon. */
  public SimulatedLane add(LaneSettings settings) throws IOException {
    throw new UnsupportedOperationException(directory + ": " + settings);
  }

  public Optional<SimulatedLane> lane(String gate) {
    return lanes().stream().filter(l -> l.gate().equals(gate)).findFirst();
  }

  /** In the order in which they were added. */
  public List<SimulatedLane> lanes() {
    return List.of();
  }

  /** Unplugs everything and removes its files. */
  @Override
  public void close() {}
}
