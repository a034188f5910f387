package org.shanmen.sim.rig;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.shanmen.sim.lane.BoardKind;
import org.shanmen.sim.lane.Gait;
import org.shanmen.sim.serial.SerialDevice;

/**
 * What one lane needs to know.
 *
 * @param gate the gate's code, for example N1; also the name of its directory
 * @param board what the arm's board makes of its contacts
 * @param face where the daemon's face listener takes events, for example {@code
 *     http://127.0.0.1:8090/hikvision}; the path tells whose terminal it is: {@code /hikvision},
 *     {@code /dahua} or {@code /iclock/cdata?SN=SIM1&table=rtlog} (ZKTeco). Empty if the lane has
 *     no face terminal
 * @param serial its devices on serial lines
 */
public record LaneSettings(
    String gate, Pins pins, BoardKind board, Gait gait, Optional<URI> face, SerialSettings serial) {
  /** A lane on the usual pins, its board in potential mode, without a face terminal. */
  public static LaneSettings usual(String gate, Gait gait) {
    return new LaneSettings(
        gate, Pins.USUAL, BoardKind.POTENTIAL, gait, Optional.empty(), SerialSettings.USUAL);
  }

  /** The same lane with a face terminal. */
  public LaneSettings withFace(URI listener) {
    return new LaneSettings(gate, pins, board, gait, Optional.of(listener), serial);
  }

  /** The same lane with these devices on serial lines. */
  public LaneSettings withDevices(Set<SerialDevice> devices) {
    return new LaneSettings(gate, pins, board, gait, face, serial.withDevices(devices));
  }

  /** The same lane with another board. */
  public LaneSettings withBoard(BoardKind other, Pins itsPins) {
    return new LaneSettings(gate, itsPins, other, gait, face, serial);
  }
}
