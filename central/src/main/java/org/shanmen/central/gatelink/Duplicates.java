package org.shanmen.central.gatelink;

import static org.shanmen.central.db.tables.Tables.DUPLICATE_ADMISSION;
import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.GATE_EVENT;
import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.WHITELIST_ELEMENT;

import com.google.protobuf.ByteString;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Reentry;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

/**
 * Rights that let more people in than they were good for, because gates did not know of each other:
 * found when the uses come together, reported with both places, times and clocks. Blocks; for the
 * database's workers.
 */
final class Duplicates {
  private Duplicates() {}

  /**
   * One use with the number of its event.
   *
   * @param day in the park's zone
   */
  private record Entry(long event, Use use, LocalDate day) {}

  /**
   * Looks at rights that were just used, and notes what is too much.
   *
   * @param rights their ids
   * @return how many duplicates are new
   */
  static int note(DSLContext tx, List<Long> rights, ZoneId zone, Instant now) {
    int found = 0;
    for (long right : rights) {
      found += noteOf(tx, right, zone, now);
    }
    return found;
  }

  private static int noteOf(DSLContext tx, long id, ZoneId zone, Instant now) {
    var right = body(tx, "R", id).map(WhitelistEdit::right);
    var template = right.flatMap(r -> body(tx, "T", r.getTemplate())).map(WhitelistEdit::template);
    if (template.isEmpty() || isUnlimited(right.get(), template.get())) {
      return 0;
    }
    var entries = entries(tx, id, zone);
    int found = 0;
    for (var second : tooMany(entries, right.get(), template.get())) {
      found +=
          before(entries, second)
              .map(first -> insert(tx, id, first.event(), second.event(), now))
              .orElse(0);
    }
    return found;
  }

  private static Optional<ByteString> body(DSLContext tx, String kind, long key) {
    return tx.select(WHITELIST_ELEMENT.BODY)
        .from(WHITELIST_ELEMENT)
        .where(WHITELIST_ELEMENT.KIND.eq(kind).and(WHITELIST_ELEMENT.KEY.eq(key)))
        .fetchOptional(row -> ByteString.copyFrom(row.value1()));
  }

  /** Everybody who went in, in the order of the gates' clocks. */
  private static List<Entry> entries(DSLContext tx, long right, ZoneId zone) {
    var entries = new ArrayList<Entry>();
    tx.select(WHITELIST_ELEMENT.KEY, WHITELIST_ELEMENT.BODY)
        .from(WHITELIST_ELEMENT)
        .where(WHITELIST_ELEMENT.KIND.eq("U").and(WHITELIST_ELEMENT.RIGHT_ID.eq(right)))
        .forEach(
            row -> {
              var use = WhitelistEdit.use(ByteString.copyFrom(row.value2()));
              if (use.getDirection() == Direction.IN) {
                var day = LocalDate.ofInstant(Instant.ofEpochMilli(use.getAtMillis()), zone);
                entries.add(new Entry(row.value1(), use, day));
              }
            });
    entries.sort(
        Comparator.comparingLong((Entry e) -> e.use().getAtMillis()).thenComparing(Entry::event));
    return entries;
  }

  private record Visit(LocalDate day, int area) {}

  /** The entries with which a limit was exceeded. */
  private static List<Entry> tooMany(List<Entry> entries, Right right, TicketTemplate template) {
    boolean returnsAreFree =
        template.getReentry() == Reentry.REENTRY_FREE
            || template.getReentry() == Reentry.REENTRY_AFTER_EXIT;
    var visits = new HashMap<Visit, Integer>();
    Map<LocalDate, Integer> ofDay = new HashMap<>();
    int total = 0;
    var tooMany = new ArrayList<Entry>();
    for (var entry : entries) {
      int people = entry.use().getPeople();
      if (returnsAreFree) {
        var visit = new Visit(entry.day(), entry.use().getArea());
        int before = visits.merge(visit, people, Integer::sum) - people;
        people = Math.max(0, Math.min(people, Math.max(1, right.getPeople()) - before));
      }
      total += people;
      int day = ofDay.merge(entry.day(), people, Integer::sum);
      boolean over =
          exceeds(total, right.getEntries()) || exceeds(day, template.getEntriesPerDay());
      if (people > 0 && over) {
        tooMany.add(entry);
      }
    }
    return tooMany;
  }

  /** A pass, or a staff card, whose uses are many and never too many. */
  private static boolean isUnlimited(Right right, TicketTemplate template) {
    return right.getEntries() == 0 && template.getEntriesPerDay() == 0;
  }

  private static boolean exceeds(int people, int limit) {
    return limit != 0 && people > Integer.toUnsignedLong(limit);
  }

  /** The last entry before this one at another gate; failing that, at the same one. */
  private static Optional<Entry> before(List<Entry> entries, Entry second) {
    var earlier = entries.subList(0, entries.indexOf(second));
    return earlier.stream()
        .filter(e -> e.use().getGateNumber() != second.use().getGateNumber())
        .reduce((one, next) -> next)
        .or(() -> earlier.stream().reduce((one, next) -> next));
  }

  private static int insert(DSLContext tx, long right, long first, long second, Instant now) {
    return tx.insertInto(DUPLICATE_ADMISSION)
        .set(DUPLICATE_ADMISSION.RIGHT_ID, right)
        .set(DUPLICATE_ADMISSION.FIRST_EVENT_ID, first)
        .set(DUPLICATE_ADMISSION.SECOND_EVENT_ID, second)
        .set(DUPLICATE_ADMISSION.FOUND_AT, Times.utc(now))
        .onConflictDoNothing()
        .execute();
  }

  /** The latest ones first: see listDuplicates in openapi.yaml. */
  static JsonArray list(DSLContext sql, int limit) {
    var first = GATE_EVENT.as("first_event");
    var second = GATE_EVENT.as("second_event");
    var firstGate = GATE.as("first_gate");
    var secondGate = GATE.as("second_gate");
    var list = new JsonArray();
    sql.select()
        .from(DUPLICATE_ADMISSION)
        .join(first)
        .on(first.ID.eq(DUPLICATE_ADMISSION.FIRST_EVENT_ID))
        .join(second)
        .on(second.ID.eq(DUPLICATE_ADMISSION.SECOND_EVENT_ID))
        .join(firstGate)
        .on(firstGate.ID.eq(first.GATE_ID))
        .join(secondGate)
        .on(secondGate.ID.eq(second.GATE_ID))
        .leftJoin(TICKET)
        .on(TICKET.ID.eq(DUPLICATE_ADMISSION.RIGHT_ID))
        .orderBy(DUPLICATE_ADMISSION.ID.desc())
        .limit(limit)
        .forEach(
            row ->
                list.add(
                    new JsonObject()
                        .put("id", row.get(DUPLICATE_ADMISSION.ID))
                        .put("ticket", row.get(TICKET.NUMBER))
                        .put("first", admission(row, firstGate, first))
                        .put("second", admission(row, secondGate, second))
                        .put(
                            "found_at",
                            row.get(DUPLICATE_ADMISSION.FOUND_AT).toInstant().toString())
                        .put("seen_by", row.get(DUPLICATE_ADMISSION.SEEN_BY))));
    return list;
  }

  private static JsonObject admission(
      Record row,
      org.shanmen.central.db.tables.tables.Gate gate,
      org.shanmen.central.db.tables.tables.GateEvent event) {
    return new JsonObject()
        .put("gate", row.get(gate.CODE))
        .put("event", row.get(event.ID))
        .put("at", row.get(event.AT).toInstant().toString())
        .put("people", row.get(event.PEOPLE))
        .put("clock", row.get(event.CLOCK));
  }

  /** Somebody has looked into it. False if there is none of this number that nobody has seen. */
  static boolean seen(DSLContext tx, long id, String by, Instant now) {
    return tx.update(DUPLICATE_ADMISSION)
            .set(DUPLICATE_ADMISSION.SEEN_AT, Times.utc(now))
            .set(DUPLICATE_ADMISSION.SEEN_BY, by)
            .where(DUPLICATE_ADMISSION.ID.eq(id).and(DUPLICATE_ADMISSION.SEEN_AT.isNull()))
            .execute()
        == 1;
  }
}
