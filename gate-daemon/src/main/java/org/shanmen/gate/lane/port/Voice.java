package org.shanmen.gate.lane.port;

/**
 * The voice. Called by the lane loop only; queues and returns at once. A new prompt outranks one
 * that still waits unless that one is more urgent.
 */
public interface Voice {
  void say(String text);

  /**
   * Says a prompt that cuts off what is being said if that is less urgent, where the device can.
   */
  default void say(String text, Urgency urgency) {
    say(text);
  }
}
