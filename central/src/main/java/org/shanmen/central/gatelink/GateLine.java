package org.shanmen.central.gatelink;

import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Refusal;

/** The sending side of one gate's connection. Belongs to the links' event loop. */
interface GateLine {
  void send(Envelope.Builder message);

  /** Whether so much waits to be sent that bulk should wait too. */
  boolean full();

  /** Runs this once when {@link #full} has ended. */
  void onDrain(Runnable then);

  /** Tells the gate why, and ends the connection. */
  void refuse(Refusal.Cause cause, String why);
}
