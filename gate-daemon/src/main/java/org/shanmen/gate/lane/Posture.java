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
  /** The lane cannot tell who passes, so it lets nobody in on a right. */
  NOT_SENSING(ArmPosition.LOCKED),
  /** A right opens, for as many as it admits. */
  CONTROLLED(ArmPosition.LOCKED);

  /** Where the arm is while nobody is being served. */
  final ArmPosition rest;

  Posture(ArmPosition rest) {
    this.rest = rest;
  }

  static Posture of(
      LaneMode mode, boolean fire, boolean enrolled, boolean recording, boolean sensing) {
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
      default -> sensing ? CONTROLLED : NOT_SENSING;
    };
  }

  /** People pass without a right, in both directions. */
  public boolean isFree() {
    return rest != ArmPosition.LOCKED;
  }

  /** People must get out; nothing else is shown or said. */
  public boolean isEvacuation() {
    return this == FIRE || this == EMERGENCY;
  }

  /** No right opens; a lane that leads out may let people leave all the same. */
  public boolean isClosed() {
    return !isFree() && this != CONTROLLED;
  }

  /** What a visitor hears in a closed lane. */
  Reason refusal() {
    return switch (this) {
      case NOT_ENROLLED, NOT_RECORDING, NOT_SENSING -> Reason.DEVICE_FAULT;
      case FIRE, EMERGENCY, OUT_OF_SERVICE, ALWAYS_CLOSED, ALWAYS_OPEN, DIRECT_CHECK, CONTROLLED ->
          Reason.GATE_CLOSED;
    };
  }
}
