package org.shanmen.gate.lane.port;

import org.shanmen.protocol.wire.LampColour;

/** The lane's lamp. Called by the lane loop only; must return within a millisecond. */
public interface Lamp {
  void show(LampColour colour);
}
