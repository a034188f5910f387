package org.shanmen.central.gatelink;

import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jooq.DSLContext;

/**
 * Rows of the table gate_event, many at one stroke. Each column travels as one array: the statement
 * is the same however many rows there are, so it is parsed and planned once, and there are as many
 * parameters as columns instead of thousands.
 */
final class EventRows {
  private static final String INSERT =
      """
      insert into gate_event (gate_id, epoch, sequence, at, stored_at, kind, direction, credential,
          fingerprint, right_id, reason, people, reference, reference_epoch, detail, fee_fen, clock)
      select {0}, epoch, sequence, at, {1}, kind, direction, credential,
          fingerprint, right_id, reason, people, reference, reference_epoch, detail, fee_fen, clock
      from unnest({2}, {3}, {4}, {5}, {6}, {7}, {8}, {9}, {10}, {11}, {12}, {13}, {14}, {15}, {16})
          as event (epoch, sequence, at, kind, direction, credential, fingerprint, right_id, reason,
              people, reference, reference_epoch, detail, fee_fen, clock)
      on conflict (gate_id, epoch, sequence) do nothing
      returning sequence, id
      """;

  private EventRows() {}

  /**
   * Inserts what is not there yet.
   *
   * @return the ids of the new rows, by sequence
   */
  static Map<Long, Long> insert(
      DSLContext tx, int gate, List<CheckedEvent> events, OffsetDateTime storedAt) {
    var ids = new HashMap<Long, Long>();
    tx.resultQuery(
            INSERT,
            gate,
            storedAt,
            column(events, Long[]::new, e -> e.event().getEpoch()),
            column(events, Long[]::new, e -> e.event().getSequence()),
            column(events, OffsetDateTime[]::new, e -> Times.utc(e.at())),
            column(events, String[]::new, CheckedEvent::kind),
            column(events, String[]::new, CheckedEvent::direction),
            column(events, String[]::new, CheckedEvent::credential),
            column(events, Long[]::new, e -> nullIfZero(e.event().getFingerprint())),
            column(events, Long[]::new, e -> nullIfZero(e.event().getRight())),
            column(events, String[]::new, CheckedEvent::reason),
            column(events, Integer[]::new, CheckedEvent::people),
            column(events, Long[]::new, e -> e.event().getReference()),
            column(events, Long[]::new, e -> e.event().getReferenceEpoch()),
            column(events, String[]::new, CheckedEvent::detail),
            column(events, Integer[]::new, CheckedEvent::feeFen),
            column(events, String[]::new, CheckedEvent::clock))
        .forEach(row -> ids.put(row.get(0, Long.class), row.get(1, Long.class)));
    return ids;
  }

  private static <T> T[] column(
      List<CheckedEvent> events,
      java.util.function.IntFunction<T[]> array,
      Function<CheckedEvent, T> value) {
    return events.stream().map(value).toArray(array);
  }

  private static Long nullIfZero(long number) {
    return number == 0 ? null : number;
  }
}
