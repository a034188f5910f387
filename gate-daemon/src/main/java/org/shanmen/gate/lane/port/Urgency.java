package org.shanmen.gate.lane.port;

/** How much a spoken prompt matters, the least first. */
public enum Urgency {
  /** A welcome, or what the lane asks for. */
  COURTESY,
  /** Somebody must not go on, or is in danger. */
  WARNING,
  /** Everybody must leave. */
  EVACUATION
}
