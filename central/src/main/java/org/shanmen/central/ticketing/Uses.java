package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.PARK;
import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE;
import static org.shanmen.central.db.tables.Tables.WHITELIST_ELEMENT;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jooq.DSLContext;
import org.shanmen.central.gatelink.CountedEntries;
import org.shanmen.protocol.OpeningHours;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.TicketTemplate;
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
    var hours = hours(tx, zone);
    tx.select(TICKET.ID, TICKET.PEOPLE, TICKET_TYPE.REENTRY, TICKET_TYPE.ID)
        .from(TICKET)
        .join(TICKET_TYPE)
        .on(TICKET_TYPE.ID.eq(TICKET.TICKET_TYPE_ID))
        .where(TICKET.ID.in(uses.keySet()))
        .forEach(
            row -> {
              var counted = new CountedEntries(lettingBack(row.value3()), row.value2());
              entries.put(
                  row.value1(),
                  counted(uses.get(row.value1()), counted, gates, hours.apply(row.value4())));
            });
    return entries;
  }

  /** The hours of ticket types, by number: gates count the entries of a night as one day's. */
  private static IntFunction<OpeningHours> hours(DSLContext tx, ZoneId zone) {
    var ofTypes = new HashMap<Integer, OpeningHours>();
    tx.select(WHITELIST_ELEMENT.KEY, WHITELIST_ELEMENT.BODY)
        .from(WHITELIST_ELEMENT)
        .where(WHITELIST_ELEMENT.KIND.eq("T"))
        .forEach(
            row ->
                ofTypes.put(
                    row.value1().intValue(),
                    new OpeningHours(parse(TicketTemplate.parser(), row.value2()), zone)));
    var always = new OpeningHours(TicketTemplate.getDefaultInstance(), zone);
    return type -> ofTypes.getOrDefault(type, always);
  }

  private static List<Entry> counted(
      List<Use> uses, CountedEntries counted, Map<Integer, String> gates, OpeningHours hours) {
    var entries = new ArrayList<Entry>();
    for (var use : uses) {
      var at = Instant.ofEpochMilli(use.getAtMillis());
      int counting = counted.add(hours.dayOf(use.getAtMillis()), use.getArea(), use.getPeople());
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
              var use = parse(Use.parser(), row.getBody());
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

  private static <T> T parse(Parser<T> parser, byte[] body) {
    try {
      return parser.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the set of the change log holds what is none", e);
    }
  }
}
