package org.shanmen.gate.lane.port;

/**
 * The voice. Called by the lane loop only; queues and returns at once, a new prompt outranks one
 * that still waits.
 */
public interface Voice {
  void say(String text);
}
