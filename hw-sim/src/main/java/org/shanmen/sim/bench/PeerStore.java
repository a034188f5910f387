package org.shanmen.sim.bench;

import java.util.List;
import org.shanmen.gate.admission.Rights;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Event;

/**
 * A database that holds what a gate's whitelist and journal hold. The rule reads from one thread,
 * changes come from another.
 */
interface PeerStore extends Rights, AutoCloseable {
  String name();

  /** Takes in changes in one transaction. */
  void apply(List<Change> changes) throws Exception;

  /** Stores an event; it survives the death of this process when this returns. */
  void record(Event event) throws Exception;

  @Override
  void close() throws Exception;
}
