package org.shanmen.gate.lane;

import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.protocol.wire.LaneMode;
import org.shanmen.protocol.wire.Reason;

/** What governs a lane now, strongest first. */
public enum Posture {
  /** The fire loop is broken, or nobody released it yet. */
  FIRE(ArmPosition.DROPPED),
  EMERGENCY(ArmPosition.DROPPED),
  /** The gate was never told by a centre what lane it is. */
  NOT_ENROLLED(ArmPosition.LOCKED),
  /** Nothing can be recorded, so nobody is admitted. */
  NOT_RECORDING(ArmPosition.LOCKED),
  OUT_OF_SERVICE(ArmPosition.LOCKED),
  ALWAYS_CLOSED(ArmPosition.LOCKED),
  ALWAYS_OPEN(ArmPosition.RELEASED_BOTH),
  /** The arm is down and people walk through while staff look at their tickets. */
  DIRECT_CHECK(ArmPosition.DROPPED),
  /** A right opens, for as many as it admits. */
  CONTROLLED(ArmPosition.LOCKED);

  /** Where the arm is while nobody is being served. */
  final ArmPosition rest;

  Posture(ArmPosition rest) {
    this.rest = rest;
  }

  static Posture of(LaneMode mode, boolean fire, boolean enrolled, boolean recording) {
    if (fire) {
      return FIRE;
    }
    if (mode == LaneMode.EMERGENCY_OPEN) {
      return EMERGENCY;
    }
    if (!recording) {
      return NOT_RECORDING;
    }
    if (!enrolled) {
      return NOT_ENROLLED;
    }
    return switch (mode) {
      case OUT_OF_SERVICE -> OUT_OF_SERVICE;
      case ALWAYS_CLOSED -> ALWAYS_CLOSED;
      case ALWAYS_OPEN -> ALWAYS_OPEN;
      case DIRECT_CHECK -> DIRECT_CHECK;
      default -> CONTROLLED;
    };
  }

  /** People pass without a right, in both directions. */
  public boolean isFree() {
    return rest != ArmPosition.LOCKED;
  }

  /** Nobody passes, right or not. */
  public boolean isClosed() {
    return !isFree() && this != CONTROLLED;
  }

  /** What a visitor hears in a closed lane. */
  Reason refusal() {
    return this == NOT_ENROLLED || this == NOT_RECORDING ? Reason.DEVICE_FAULT : Reason.GATE_CLOSED;
  }
}
