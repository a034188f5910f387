package org.shanmen.sim.rig;

import java.net.URI;
import java.util.Optional;
import org.shanmen.sim.lane.Gait;

/**
 * What one lane needs to know.
 *
 * @param gate the gate's code, for example N1; also the name of its directory
 * @param face where the daemon's face listener takes events, for example {@code
 *     http://127.0.0.1:8090/hikvision}; the path tells whose terminal it is: {@code /hikvision},
 *     {@code /dahua} or {@code /iclock/cdata?SN=SIM1&table=rtlog} (ZKTeco). Empty if the lane has
 *     no face terminal
 */
public record LaneSettings(String gate, Pins pins, Gait gait, Optional<URI> face) {
  /** A lane on the usual pins without a face terminal. */
  public static LaneSettings usual(String gate, Gait gait) {
    return new LaneSettings(gate, Pins.USUAL, gait, Optional.empty());
  }

  /** The same lane with a face terminal. */
  public LaneSettings withFace(URI listener) {
    return new LaneSettings(gate, pins, gait, Optional.of(listener));
  }
}
