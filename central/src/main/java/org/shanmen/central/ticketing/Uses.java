package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.PARK;
import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE;
import static org.shanmen.central.db.tables.Tables.WHITELIST_ELEMENT;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;
import org.shanmen.central.gatelink.CountedEntries;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Use;

/** Entries on tickets, as the gates know them: from the set that the change log leads to. */
final class Uses {
  /** The rules by which coming back is free. */
  private static final Set<String> FREE_RETURNS = Set.of("FREE", "AFTER_EXIT");

  /**
   * One entry.
   *
   * @param gate its code
   * @param people who went in
   * @param counted how many of them cost an entry; the others came back for nothing
   */
  record Entry(String gate, Instant at, int people, int counted) {}

  private Uses() {}

  /** All entries on these tickets, oldest first; tickets without one are left out. */
  static Map<Long, List<Entry>> of(DSLContext tx, Collection<Long> ticketIds) {
    var uses = inwards(tx, ticketIds);
    var entries = new HashMap<Long, List<Entry>>();
    if (uses.isEmpty()) {
      return entries;
    }
    var zone = ZoneId.of(tx.select(PARK.ZONE).from(PARK).fetchSingle(PARK.ZONE));
    var gates = tx.select(GATE.ID, GATE.CODE).from(GATE).fetchMap(GATE.ID, GATE.CODE);
    tx.select(TICKET.ID, TICKET.PEOPLE, TICKET_TYPE.REENTRY)
        .from(TICKET)
        .join(TICKET_TYPE)
        .on(TICKET_TYPE.ID.eq(TICKET.TICKET_TYPE_ID))
        .where(TICKET.ID.in(uses.keySet()))
        .forEach(
            row -> {
              var counted = new CountedEntries(lettingBack(row.value3()), row.value2());
              entries.put(row.value1(), counted(uses.get(row.value1()), counted, gates, zone));
            });
    return entries;
  }

  private static List<Entry> counted(
      List<Use> uses, CountedEntries counted, Map<Integer, String> gates, ZoneId zone) {
    var entries = new ArrayList<Entry>();
    for (var use : uses) {
      var at = Instant.ofEpochMilli(use.getAtMillis());
      int counting = counted.add(LocalDate.ofInstant(at, zone), use.getArea(), use.getPeople());
      String gate = gates.getOrDefault(use.getGateNumber(), "?");
      entries.add(new Entry(gate, at, use.getPeople(), counting));
    }
    return entries;
  }

  private static Map<Long, List<Use>> inwards(DSLContext tx, Collection<Long> ticketIds) {
    var uses = new HashMap<Long, List<Use>>();
    tx.selectFrom(WHITELIST_ELEMENT)
        .where(WHITELIST_ELEMENT.KIND.eq("U").and(WHITELIST_ELEMENT.RIGHT_ID.in(ticketIds)))
        .orderBy(WHITELIST_ELEMENT.KEY)
        .forEach(
            row -> {
              var use = parse(row.getBody());
              if (use.getDirection() != Direction.OUT) {
                uses.computeIfAbsent(row.getRightId(), right -> new ArrayList<>()).add(use);
              }
            });
    uses.values().forEach(list -> list.sort(Comparator.comparingLong(Use::getAtMillis)));
    return uses;
  }

  /** Whether tickets whose type has this rule let their people come back for nothing. */
  static boolean lettingBack(String reentry) {
    return FREE_RETURNS.contains(reentry);
  }

  /** How many entries of the ticket they used. */
  static int counted(List<Entry> entries) {
    return entries.stream().mapToInt(Entry::counted).sum();
  }

  private static Use parse(byte[] body) {
    try {
      return Use.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the set of the change log holds a use that is none", e);
    }
  }
}
