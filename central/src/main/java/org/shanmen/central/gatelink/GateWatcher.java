package org.shanmen.central.gatelink;

import java.util.List;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.Heartbeat;

/**
 * Told what the links learn about gates. Called on the links' event loop: must not block or throw.
 */
public interface GateWatcher {
  /**
   * The gate is connected and greeted.
   *
   * @param protocolVersion that it speaks
   */
  void linkUp(int gate, String software, int protocolVersion);

  /** The gate's connection has ended or fallen silent, and no newer one has taken over. */
  void linkDown(int gate);

  void heartbeat(int gate, Heartbeat heartbeat);

  /**
   * Where the gate's whitelist is.
   *
   * @param current whether it is where the centre's is
   */
  void whitelist(int gate, long version, boolean current);

  /** How an area stands. */
  record Area(AreaLoad load, boolean full) {}

  /** People were counted; all areas, by code. */
  void areas(List<Area> areas);

  /** These events were stored for the first time; oldest first. */
  void stored(int gate, List<Event> events);
}
