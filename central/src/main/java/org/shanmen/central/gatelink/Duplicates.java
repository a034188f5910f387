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
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.shanmen.protocol.OpeningHours;
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
  // The fence (offset 0) has every right looked up by the index, whatever the planner believes of a
  // table that has just grown: reading all of it for each batch took seconds.
  private static final String USES =
      """
      select used.key, used.body
      from unnest({0}) as wanted (right_id),
          lateral (
              select kind, key, body, at from whitelist_element as element
              where element.right_id = wanted.right_id offset 0) as used
      where used.kind = 'U' and (used.at is null or used.at >= {1})
      """;

  private Duplicates() {}

  /**
   * One use inwards.
   *
   * @param event the number of its event
   */
  record Entry(long event, Use use) {
    private static final Comparator<Entry> BY_TIME =
        Comparator.comparingLong((Entry entry) -> entry.use().getAtMillis())
            .thenComparing(Entry::event);
  }

  /** What a right is good for. */
  private record Bounds(Right right, TicketTemplate template, OpeningHours hours) {
    LocalDate dayOf(Entry entry) {
      return hours.dayOf(entry.use().getAtMillis());
    }

    /** A pass, or a staff card, is used often and never too often. */
    boolean any() {
      return inTotal() || template.getEntriesPerDay() != 0;
    }

    boolean inTotal() {
      return right.getEntries() != 0;
    }

    CountedEntries nothingUsed() {
      boolean returnsAreFree =
          template.getReentry() == Reentry.REENTRY_FREE
              || template.getReentry() == Reentry.REENTRY_AFTER_EXIT;
      return new CountedEntries(returnsAreFree, right.getPeople());
    }

    boolean exceededBy(CountedEntries counted, LocalDate day) {
      return exceeds(counted.total(), right.getEntries())
          || exceeds(counted.on(day), template.getEntriesPerDay());
    }

    private static boolean exceeds(int people, int limit) {
      return limit != 0 && people > Integer.toUnsignedLong(limit);
    }
  }

  /** Two entries of which the later one was too much. */
  private record Pair(long right, long first, long second) {}

  /**
   * Looks at the rights of new entries, and notes what is too much: so many queries, however many
   * entries. The caller keeps everybody else from storing uses until the transaction ends.
   *
   * @param fresh entries that the set does not hold yet
   * @return how many duplicates are new
   */
  static int note(DSLContext tx, List<Entry> fresh, ZoneId zone, Instant now) {
    var bounds = bounds(tx, fresh, zone);
    if (bounds.isEmpty()) {
      return 0;
    }
    var bounded =
        fresh.stream().filter(entry -> bounds.containsKey(entry.use().getRight())).toList();
    var all = earlier(tx, bounded, bounds, zone);
    all.addAll(bounded);
    var pairs =
        all.stream()
            .sorted(Entry.BY_TIME)
            .collect(Collectors.groupingBy(entry -> entry.use().getRight()))
            .entrySet()
            .stream()
            .flatMap(of -> tooMany(of.getValue(), bounds.get(of.getKey())).stream())
            .toList();
    return pairs.isEmpty() ? 0 : insert(tx, pairs, now);
  }

  /** By right; what is not limited, or not in the set, is left out. */
  private static Map<Long, Bounds> bounds(DSLContext tx, List<Entry> fresh, ZoneId zone) {
    var ids = fresh.stream().map(entry -> entry.use().getRight()).collect(Collectors.toSet());
    if (ids.isEmpty()) {
      return Map.of();
    }
    var rights = bodies(tx, "R", ids).stream().map(WhitelistEdit::right).toList();
    var templates =
        bodies(tx, "T", rights.stream().map(right -> (long) right.getTemplate()).toList()).stream()
            .map(WhitelistEdit::template)
            .collect(Collectors.toMap(TicketTemplate::getId, template -> template));
    var hours = new HashMap<Integer, OpeningHours>();
    templates.forEach((id, template) -> hours.put(id, new OpeningHours(template, zone)));
    return rights.stream()
        .filter(right -> templates.containsKey(right.getTemplate()))
        .map(
            right ->
                new Bounds(
                    right, templates.get(right.getTemplate()), hours.get(right.getTemplate())))
        .filter(Bounds::any)
        .collect(Collectors.toMap(bounds -> bounds.right().getId(), bounds -> bounds));
  }

  private static List<ByteString> bodies(DSLContext tx, String kind, Collection<Long> keys) {
    return tx.select(WHITELIST_ELEMENT.BODY)
        .from(WHITELIST_ELEMENT)
        .where(
            WHITELIST_ELEMENT
                .KIND
                .eq(kind)
                .and(WHITELIST_ELEMENT.KEY.eq(DSL.any(Set.copyOf(keys).toArray(Long[]::new)))))
        .fetch(row -> ByteString.copyFrom(row.value1()));
  }

  /**
   * Entries that the set holds and that bear on the new ones: all of those rights that have a limit
   * in total, which bounds them, and of the others those from the first day of the new ones on.
   */
  private static List<Entry> earlier(
      DSLContext tx, List<Entry> fresh, Map<Long, Bounds> bounds, ZoneId zone) {
    var rights = fresh.stream().map(entry -> entry.use().getRight()).collect(Collectors.toSet());
    var inTotal =
        rights.stream().filter(right -> bounds.get(right).inTotal()).collect(Collectors.toSet());
    var entries = entries(tx, inTotal, Instant.EPOCH);
    rights.removeAll(inTotal);
    if (!rights.isEmpty()) {
      var from =
          fresh.stream()
              .filter(entry -> rights.contains(entry.use().getRight()))
              .map(entry -> bounds.get(entry.use().getRight()).dayOf(entry))
              .min(Comparator.naturalOrder())
              .orElseThrow();
      entries.addAll(entries(tx, rights, from.atStartOfDay(zone).toInstant()));
    }
    return entries;
  }

  /** Those that the set holds of these rights, since then or of an unknown time. */
  private static List<Entry> entries(DSLContext tx, Set<Long> rights, Instant since) {
    var entries = new ArrayList<Entry>();
    if (rights.isEmpty()) {
      return entries;
    }
    tx.resultQuery(USES, rights.toArray(Long[]::new), Times.utc(since))
        .forEach(
            row -> {
              var use = WhitelistEdit.use(ByteString.copyFrom(row.get(1, byte[].class)));
              if (use.getDirection() == Direction.IN) {
                entries.add(new Entry(row.get(0, Long.class), use));
              }
            });
    return entries;
  }

  /**
   * The entries with which a limit was exceeded, each with the one before it.
   *
   * @param entries of one right, by time
   */
  private static List<Pair> tooMany(List<Entry> entries, Bounds bounds) {
    var counted = bounds.nothingUsed();
    var pairs = new ArrayList<Pair>();
    for (int i = 0; i < entries.size(); i++) {
      var entry = entries.get(i);
      var day = bounds.dayOf(entry);
      int people = counted.add(day, entry.use().getArea(), entry.use().getPeople());
      if (people > 0 && bounds.exceededBy(counted, day)) {
        before(entries.subList(0, i), entry)
            .ifPresent(
                first -> pairs.add(new Pair(entry.use().getRight(), first.event(), entry.event())));
      }
    }
    return pairs;
  }

  /** The last earlier entry at another gate; failing that, at the same one. */
  private static Optional<Entry> before(List<Entry> earlier, Entry second) {
    return earlier.stream()
        .filter(e -> e.use().getGateNumber() != second.use().getGateNumber())
        .reduce((one, next) -> next)
        .or(() -> earlier.stream().reduce((one, next) -> next));
  }

  /** An entry that was noted as too much is not noted again beside another one. */
  private static int insert(DSLContext tx, List<Pair> pairs, Instant now) {
    var rights = pairs.stream().map(Pair::right).collect(Collectors.toSet());
    var known =
        tx.select(DUPLICATE_ADMISSION.SECOND_EVENT_ID)
            .from(DUPLICATE_ADMISSION)
            .where(DUPLICATE_ADMISSION.RIGHT_ID.in(rights))
            .fetchSet(DUPLICATE_ADMISSION.SECOND_EVENT_ID);
    var rows =
        pairs.stream()
            .filter(pair -> !known.contains(pair.second()))
            .map(pair -> DSL.row(pair.right(), pair.first(), pair.second(), Times.utc(now)))
            .toList();
    return tx.insertInto(
            DUPLICATE_ADMISSION,
            DUPLICATE_ADMISSION.RIGHT_ID,
            DUPLICATE_ADMISSION.FIRST_EVENT_ID,
            DUPLICATE_ADMISSION.SECOND_EVENT_ID,
            DUPLICATE_ADMISSION.FOUND_AT)
        .valuesOfRows(rows)
        .onConflictDoNothing()
        .execute();
  }

  /** Those of which a gate made one of the two admissions, found since. */
  record Of(int gate, Instant since) {}

  /** The latest ones first: see listDuplicates in openapi.yaml. */
  static JsonArray list(DSLContext sql, int limit) {
    return list(sql, limit, DSL.noCondition());
  }

  /** The latest ones first of those that nobody has looked into. */
  static JsonArray unseen(DSLContext sql, int limit) {
    return list(sql, limit, DUPLICATE_ADMISSION.SEEN_AT.isNull());
  }

  /** The latest ones first, of one gate. */
  static JsonArray list(DSLContext sql, int limit, Of of) {
    return list(
        sql,
        limit,
        DUPLICATE_ADMISSION
            .FOUND_AT
            .ge(Times.utc(of.since()))
            .and(
                DSL.val(of.gate())
                    .in(
                        GATE_EVENT.as("first_event").GATE_ID,
                        GATE_EVENT.as("second_event").GATE_ID)));
  }

  private static JsonArray list(DSLContext sql, int limit, Condition which) {
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
        .where(which)
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
