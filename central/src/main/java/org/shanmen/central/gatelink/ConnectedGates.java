package org.shanmen.central.gatelink;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is connected: every connection, and of each gate the one that was greeted last. Belongs to
 * the links' event loop, but for {@link #count}.
 */
final class ConnectedGates {
  private final Set<GateSession> connections = new LinkedHashSet<>();
  private final Map<Integer, GateSession> byGate = new HashMap<>();
  private volatile int count;

  void connected(GateSession session) {
    connections.add(session);
  }

  /** The gate's earlier connection, if it had one. */
  Optional<GateSession> greeted(GateSession session) {
    var older = byGate.put(session.gate(), session);
    count = byGate.size();
    return Optional.ofNullable(older);
  }

  /** Whether the gate is not connected any more. */
  boolean ended(GateSession session) {
    connections.remove(session);
    boolean last = session.gate() != 0 && byGate.remove(session.gate(), session);
    count = byGate.size();
    return last;
  }

  Optional<GateSession> of(int gate) {
    return Optional.ofNullable(byGate.get(gate));
  }

  /** A copy: sessions may end while they are looked at. */
  List<GateSession> greeted() {
    return List.copyOf(byGate.values());
  }

  /** A copy: the gates themselves, of connections that stand. */
  List<LinkedGate> linked() {
    return byGate.values().stream().flatMap(session -> session.linked().stream()).toList();
  }

  /** The gate itself, if its connection stands. */
  Optional<LinkedGate> linked(int gate) {
    return of(gate).flatMap(GateSession::linked);
  }

  /** A copy, with those that have not been greeted. */
  List<GateSession> connections() {
    return List.copyOf(connections);
  }

  /** Connections that have not said who they are, the eldest first. */
  List<GateSession> strangers() {
    return connections.stream().filter(GateSession::unknown).toList();
  }

  /** Serial numbers of the certificates with which gates are connected, by gate number. */
  Map<Integer, String> serials() {
    var serials = new HashMap<Integer, String>();
    byGate.forEach((gate, session) -> serials.put(gate, session.serial()));
    return serials;
  }

  /** Gates that are connected and greeted. From any thread. */
  int count() {
    return count;
  }
}
