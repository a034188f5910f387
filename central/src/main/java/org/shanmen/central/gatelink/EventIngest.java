package org.shanmen.central.gatelink;

import static org.shanmen.central.db.tables.Tables.GATE_COUNT;
import static org.shanmen.central.db.tables.Tables.GATE_EVENT;
import static org.shanmen.central.db.tables.Tables.GATE_LEDGER;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.shanmen.central.credit.CreditBook;
import org.shanmen.central.db.Database;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores what gates report, exactly once. A batch, its counts, its uses and the ledger are one
 * transaction; the batches of one gate are stored one after the other, in the order of their
 * arrival.
 *
 * <p>Not thread-safe: belongs to the links' event loop.
 */
final class EventIngest {
  /** What came of a batch. */
  sealed interface Outcome {
    /** The same, as it is told of all but one of the batches that were stored together. */
    Outcome withoutFresh();

    /**
     * All events of the epoch up to the sequence are stored.
     *
     * @param whitelistVersion of the change log that holds their uses
     * @param fresh those that were not stored before
     */
    record Stored(long epoch, long sequence, long whitelistVersion, List<CheckedEvent> fresh)
        implements Outcome {
      @Override
      public Outcome withoutFresh() {
        return new Stored(epoch, sequence, whitelistVersion, List.of());
      }
    }

    /** Something between is missing; nothing was stored. */
    record Gap(long expectedSequence) implements Outcome {
      @Override
      public Outcome withoutFresh() {
        return this;
      }
    }
  }

  /** Kind of the row that stands for events which a gate has lost. */
  static final String LOST = "LOST";

  // "SHEVENT" in ASCII; taken before the change log's lock, never after it.
  private static final long EVENTS_LOCK = 0x53484556454E54L;

  private static final Logger LOG = LoggerFactory.getLogger(EventIngest.class);

  private final Database database;
  private final ChangeLog changeLog;
  private final InstantSource clock;
  private final ZoneId zone;
  private final Map<Integer, BatchQueue> queues = new HashMap<>();

  /**
   * @param zone the park's, in which days and hours are counted
   */
  EventIngest(Database database, ChangeLog changeLog, InstantSource clock, ZoneId zone) {
    this.database = database;
    this.changeLog = changeLog;
    this.clock = clock;
    this.zone = zone;
  }

  /** What is wrong with a batch as such; empty if it is well formed. */
  static Optional<String> mistake(List<Event> events) {
    if (events.isEmpty() || events.size() > Limits.EVENTS) {
      return Optional.of(events.size() + " events: expected 1 to " + Limits.EVENTS);
    }
    long epoch = events.get(0).getEpoch();
    long first = events.get(0).getSequence();
    if (epoch <= 0 || first <= 0) {
      return Optional.of("event " + epoch + "/" + first + ": both numbers count from 1");
    }
    for (int i = 0; i < events.size(); i++) {
      var event = events.get(i);
      if (event.getEpoch() != epoch || event.getSequence() != first + i) {
        return Optional.of(
            "event %d/%d: expected %d/%d"
                .formatted(event.getEpoch(), event.getSequence(), epoch, first + i));
      }
    }
    return Optional.empty();
  }

  /**
   * Stores a well-formed batch, after all earlier ones of the gate, see {@link BatchQueue}.
   *
   * @param afterLoss the gate says that what is missing before the batch is lost for good: a row of
   *     the kind {@link #LOST} stands for it
   */
  Future<Outcome> store(int gate, List<Event> events, boolean afterLoss) {
    return queues
        .computeIfAbsent(
            gate,
            number ->
                new BatchQueue(
                    (together, loss) ->
                        database.inTransaction(tx -> store(tx, number, together, loss))))
        .add(events, afterLoss);
  }

  private Outcome store(DSLContext tx, int gate, List<Event> events, boolean afterLoss) {
    long epoch = events.get(0).getEpoch();
    long held = lockLedger(tx, gate, epoch);
    long first = events.get(0).getSequence();
    if (first > held + 1 && !afterLoss) {
      return new Outcome.Gap(held + 1);
    }
    lockEvents(tx);
    if (first > held + 1) {
      noteLoss(tx, gate, epoch, held + 1, first - 1);
    }
    var arrived = clock.instant();
    var fresh =
        events.stream()
            .filter(event -> event.getSequence() > held)
            .map(event -> CheckedEvent.of(event, arrived))
            .toList();
    if (fresh.isEmpty()) {
      return new Outcome.Stored(epoch, held, ChangeLog.position(tx).version(), fresh);
    }
    var inserted = EventRows.insert(tx, gate, fresh, Times.utc(clock.instant()));
    var counted =
        fresh.stream().filter(e -> inserted.containsKey(e.event().getSequence())).toList();
    count(tx, gate, counted);
    long last = fresh.get(fresh.size() - 1).event().getSequence();
    tx.update(GATE_LEDGER)
        .set(GATE_LEDGER.SEQUENCE, last)
        .where(GATE_LEDGER.GATE_ID.eq(gate).and(GATE_LEDGER.EPOCH.eq(epoch)))
        .execute();
    noteDuplicates(tx, gate, counted, inserted);
    charge(tx, counted, inserted);
    long version = addUses(tx, gate, fresh);
    // Last: whoever asks for such a right next must find these uses.
    Claims.settle(tx, gate);
    return new Outcome.Stored(epoch, last, version, counted);
  }

  private static long lockLedger(DSLContext tx, int gate, long epoch) {
    tx.insertInto(GATE_LEDGER, GATE_LEDGER.GATE_ID, GATE_LEDGER.EPOCH, GATE_LEDGER.SEQUENCE)
        .values(gate, epoch, 0L)
        .onConflictDoNothing()
        .execute();
    return tx.select(GATE_LEDGER.SEQUENCE)
        .from(GATE_LEDGER)
        .where(GATE_LEDGER.GATE_ID.eq(gate).and(GATE_LEDGER.EPOCH.eq(epoch)))
        .forUpdate()
        .fetchSingle(GATE_LEDGER.SEQUENCE);
  }

  /**
   * Lets one batch at a time draw numbers for its rows, until its commit: who reads events page by
   * page (listEvents) must not find lower numbers behind his back.
   */
  private static void lockEvents(DSLContext tx) {
    tx.query("select pg_advisory_xact_lock({0})", DSL.inline(EVENTS_LOCK)).execute();
  }

  private void noteLoss(DSLContext tx, int gate, long epoch, long from, long to) {
    LOG.error("gate number {}: events {} to {} of epoch {} are lost", gate, from, to, epoch);
    var now = Times.utc(clock.instant());
    tx.insertInto(GATE_EVENT)
        .set(GATE_EVENT.GATE_ID, gate)
        .set(GATE_EVENT.EPOCH, epoch)
        .set(GATE_EVENT.SEQUENCE, from)
        .set(GATE_EVENT.AT, now)
        .set(GATE_EVENT.STORED_AT, now)
        .set(GATE_EVENT.KIND, LOST)
        .set(GATE_EVENT.PEOPLE, 0)
        .set(GATE_EVENT.REFERENCE, 0L)
        .set(GATE_EVENT.REFERENCE_EPOCH, 0L)
        .set(GATE_EVENT.DETAIL, "events " + from + " to " + to + " were lost by the gate")
        .execute();
  }

  private record Cell(LocalDate day, int hour, String what) {}

  private void count(DSLContext tx, int gate, List<CheckedEvent> events) {
    var counts = new LinkedHashMap<Cell, Long>();
    for (var event : events) {
      var local = event.at().atZone(zone);
      var cell = new Cell(local.toLocalDate(), local.getHour(), event.countedAs());
      counts.merge(cell, (long) event.count(), Long::sum);
    }
    if (counts.isEmpty()) {
      return;
    }
    tx.insertInto(
            GATE_COUNT,
            GATE_COUNT.GATE_ID,
            GATE_COUNT.DAY,
            GATE_COUNT.HOUR,
            GATE_COUNT.WHAT,
            GATE_COUNT.PEOPLE)
        .valuesOfRows(
            counts.entrySet().stream()
                .map(
                    entry -> {
                      var cell = entry.getKey();
                      return DSL.row(gate, cell.day(), cell.hour(), cell.what(), entry.getValue());
                    })
                .toList())
        .onConflict(GATE_COUNT.GATE_ID, GATE_COUNT.DAY, GATE_COUNT.HOUR, GATE_COUNT.WHAT)
        .doUpdate()
        .set(GATE_COUNT.PEOPLE, GATE_COUNT.PEOPLE.plus(DSL.excluded(GATE_COUNT.PEOPLE)))
        .execute();
  }

  /**
   * Books what the gate deducted. The change log's lock comes first, as for everybody who needs
   * both.
   */
  private void charge(DSLContext tx, List<CheckedEvent> events, Map<Long, Long> ids) {
    var fees =
        events.stream()
            .filter(event -> event.feeFen() > 0)
            .map(
                event ->
                    new CreditBook.Fee(
                        event.event().getRight(),
                        event.feeFen(),
                        ids.get(event.event().getSequence()),
                        event.at()))
            .toList();
    if (!fees.isEmpty()) {
      changeLog.lock(tx);
      CreditBook.charge(tx, fees);
    }
  }

  /** Puts the uses into the change log, last, because that serialises all gates. */
  private long addUses(DSLContext tx, int gate, List<CheckedEvent> events) {
    var place = GatePlace.of(tx, gate);
    var uses =
        events.stream()
            .flatMap(event -> event.use(place).stream())
            .map(use -> Change.newBuilder().setAddUse(use.toByteString()).build())
            .toList();
    if (uses.isEmpty()) {
      return ChangeLog.position(tx).version();
    }
    return changeLog.append(tx, uses);
  }

  /**
   * Before anything of the change log is locked: sales go on meanwhile. The events' lock keeps
   * everybody away who stores other uses.
   */
  private void noteDuplicates(
      DSLContext tx, int gate, List<CheckedEvent> events, Map<Long, Long> ids) {
    var place = GatePlace.of(tx, gate);
    var entries = new ArrayList<Duplicates.Entry>();
    for (var event : events) {
      event
          .use(place)
          .filter(use -> use.getDirection() == Direction.IN)
          .ifPresent(
              use -> entries.add(new Duplicates.Entry(ids.get(event.event().getSequence()), use)));
    }
    int found = Duplicates.note(tx, entries, zone, clock.instant());
    if (found > 0) {
      LOG.error("{} admissions too many: gates did not know of each other", found);
    }
  }
}
