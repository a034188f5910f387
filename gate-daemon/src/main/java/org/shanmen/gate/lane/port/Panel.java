package org.shanmen.gate.lane.port;

/**
 * The text panel. Called by the lane loop only; queues and returns at once, the latest text wins.
 */
public interface Panel {
  /**
   * @param text one line; what the panel cannot show it replaces
   */
  void show(String text);
}
