package org.shanmen.sim.scenario;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.shanmen.gate.ops.Language;

/**
 * The park of a scenario: what its declarations say. Names are unique within their kind.
 *
 * <p>Mutable while a file is read, and copied for each scenario; not thread-safe.
 */
final class Park {
  ZoneId zone = ZoneId.of("Asia/Shanghai");
  LocalDate date = LocalDate.of(2026, 5, 1);
  Language language = Language.zh;

  /** The centre tells the gates of each other's uses only when a line says {@code sync}. */
  boolean syncByHand;

  final Map<String, Integer> areas = new LinkedHashMap<>();
  final Map<String, Integer> checkPoints = new LinkedHashMap<>();
  final Map<String, GateSpec> gates = new LinkedHashMap<>();
  final Map<String, TicketType> types = new LinkedHashMap<>();

  /** Every ticket that was ever named, as it was declared or last changed. */
  final Map<String, TicketSpec> tickets = new LinkedHashMap<>();

  /** Those that are sold before the first timed line. */
  final Map<String, TicketSpec> soldBefore = new LinkedHashMap<>();

  Park copy() {
    var copy = new Park();
    copy.zone = zone;
    copy.date = date;
    copy.language = language;
    copy.syncByHand = syncByHand;
    copy.signedCodes = signedCodes;
    copy.areas.putAll(areas);
    copy.checkPoints.putAll(checkPoints);
    copy.gates.putAll(gates);
    copy.types.putAll(types);
    copy.tickets.putAll(tickets);
    copy.soldBefore.putAll(soldBefore);
    return copy;
  }

  /** The number of a check point, which begins to exist when it is first named. */
  int checkPoint(String name) {
    return checkPoints.computeIfAbsent(name, fresh -> checkPoints.size() + 1);
  }

  /** Codes that are signed, or pretend to be, are shown; checking them takes time. */
  boolean signedCodes;

  List<String> gateNames() {
    return List.copyOf(gates.keySet());
  }
}
