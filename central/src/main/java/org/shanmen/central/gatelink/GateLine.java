package org.shanmen.central.gatelink;

import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Refusal;

/**
 * One gate's connection, as those see it who talk with the gate. Belongs to the links' event loop.
 */
interface GateLine {
  void send(Envelope.Builder message);

  /** Whether so much waits to be sent that bulk should wait too. */
  boolean full();

  /** Runs this once when {@link #full} has ended. */
  void onDrain(Runnable then);

  /** Whether anything more is read from the gate. */
  void listen(boolean on);

  /** Whether nothing more can be said. */
  boolean ended();

  /** Tells the gate why, and ends the connection. */
  void refuse(Refusal.Cause cause, String why);
}
