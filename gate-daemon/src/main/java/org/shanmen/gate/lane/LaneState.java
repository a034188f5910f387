package org.shanmen.gate.lane;

import java.util.List;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.protocol.wire.LampColour;
import org.shanmen.protocol.wire.LaneMode;

/**
 * How a lane is at one moment.
 *
 * @param mode last commanded
 * @param fire the fire loop is broken, or was and nobody released it since
 * @param clear nobody stands in the beams
 * @param awaited people who were admitted and have not passed yet
 * @param holding a member of staff is called to look at somebody
 * @param heldRight whose ticket that is; 0 when nobody is held
 * @param heldNumber tells this holding from all others of the lane; 0 when nobody is held
 * @param alarms that stand, oldest first
 */
public record LaneState(
    LaneMode mode,
    Posture posture,
    boolean fire,
    ArmPosition arm,
    LampColour lamp,
    boolean clear,
    int awaited,
    boolean holding,
    long heldRight,
    long heldNumber,
    List<String> alarms) {
  public LaneState {
    alarms = List.copyOf(alarms);
  }
}
