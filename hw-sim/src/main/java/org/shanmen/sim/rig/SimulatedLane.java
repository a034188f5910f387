package org.shanmen.sim.rig;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.shanmen.sim.lane.Walk;
import org.shanmen.sim.lane.WalkOutcome;
import org.shanmen.sim.serial.SerialDevice;

/**
 * One lane's hardware, as a daemon finds it on its wires. Thread-safe; no call waits for people or
 * for the daemon.
 */
public interface SimulatedLane {
  String gate();

  /** The socket for {@code SHANMEN_SIM_WIRES} in the daemon's environment. */
  Path wires();

  /** The terminal for {@code serial.<device>.device} in gate.conf. */
  Path device(SerialDevice device);

  /**
   * Shows a credential once.
   *
   * @return done when the device has sent it (a face terminal: when the daemon took the event);
   *     fails with an {@link java.io.IOException} if the device is unplugged, missing or refused
   */
  CompletableFuture<Void> present(Credential credential);

  /** Sends people to the arm. Done when the last of them is through or has given up. */
  CompletableFuture<WalkOutcome> walk(Walk walk);

  /** Opens (a fire) or closes the fire loop. */
  void fire(boolean burning);

  /** Cuts or restores the arm's supply; the controller has its own. */
  void power(boolean on);

  /** Bytes on a serial line as a broken device or a loose plug would send them. */
  void garbage(SerialDevice device, byte[] bytes);

  /** Pulls a serial device's plug: the terminal hangs up and its path is gone. */
  void unplug(SerialDevice device);

  /** Plugs it in again: a new terminal under the same path. */
  void plug(SerialDevice device);

  LaneState state();

  /**
   * Waits without blocking for the lane to be as wanted.
   *
   * @return done with the first such state, at once if it is so now; fails with {@link
   *     java.util.concurrent.TimeoutException} after {@code patience}
   */
  CompletableFuture<LaneState> when(Predicate<LaneState> wanted, Duration patience);
}
