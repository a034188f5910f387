package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.WHITELIST_ELEMENT;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Use;

/** Entries on tickets, as the gates know them: from the set that the change log leads to. */
final class Uses {
  /**
   * One entry.
   *
   * @param gate its code
   */
  record Entry(String gate, Instant at, int people) {}

  private Uses() {}

  /** All entries on these tickets, oldest first; tickets without one are left out. */
  static Map<Long, List<Entry>> of(DSLContext tx, Collection<Long> ticketIds) {
    var gates = tx.select(GATE.ID, GATE.CODE).from(GATE).fetchMap(GATE.ID, GATE.CODE);
    var entries = new HashMap<Long, List<Entry>>();
    tx.selectFrom(WHITELIST_ELEMENT)
        .where(WHITELIST_ELEMENT.KIND.eq("U").and(WHITELIST_ELEMENT.RIGHT_ID.in(ticketIds)))
        .forEach(
            row -> {
              var use = parse(row.getBody());
              if (use.getDirection() != Direction.OUT) {
                entries
                    .computeIfAbsent(row.getRightId(), right -> new ArrayList<>())
                    .add(
                        new Entry(
                            gates.getOrDefault(use.getGateNumber(), "?"),
                            Instant.ofEpochMilli(use.getAtMillis()),
                            use.getPeople()));
              }
            });
    entries.values().forEach(list -> list.sort(Comparator.comparing(Entry::at)));
    return entries;
  }

  /** How many people that were. */
  static int people(List<Entry> entries) {
    return entries.stream().mapToInt(Entry::people).sum();
  }

  private static Use parse(byte[] body) {
    try {
      return Use.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the set of the change log holds a use that is none", e);
    }
  }
}
