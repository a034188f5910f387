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
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores what gates report, exactly once. Batches, their counts, their uses and the ledger are one
 * transaction; the batches of one gate are stored in the order of their arrival.
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

  private final ChangeLog changeLog;
  private final InstantSource clock;
  private final ZoneId zone;
  private final JointStore stores;
  private final Map<Integer, BatchQueue> queues = new HashMap<>();

  /**
   * @param zone the park's, in which days and hours are counted
   */
  EventIngest(Database database, ChangeLog changeLog, InstantSource clock, ZoneId zone) {
    this.changeLog = changeLog;
    this.clock = clock;
    this.zone = zone;
    this.stores = new JointStore(portions -> database.inTransaction(tx -> store(tx, portions)));
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
   * Stores a well-formed batch, after all earlier ones of the gate, see {@link BatchQueue} and
   * {@link JointStore}.
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
                    (together, loss) -> stores.add(new JointStore.Portion(number, together, loss))))
        .add(events, afterLoss);
  }

  /**
   * What of a portion is new.
   *
   * @param last sequence that is stored with it
   */
  private record Arrived(JointStore.Portion portion, long last, List<CheckedEvent> fresh) {
    int gate() {
      return portion.gate();
    }
  }

  /**
   * All ledgers are locked first, in the order of the gates; the events' lock comes behind them.
   */
  private List<Outcome> store(DSLContext tx, List<JointStore.Portion> portions) {
    var held = portions.stream().map(portion -> lockLedger(tx, portion)).toList();
    lockEvents(tx);
    var arrived = new ArrayList<Optional<Arrived>>();
    for (int i = 0; i < portions.size(); i++) {
      arrived.add(arrived(tx, portions.get(i), held.get(i)));
    }
    long version = book(tx, arrived.stream().flatMap(Optional::stream).toList());
    var outcomes = new ArrayList<Outcome>();
    for (int i = 0; i < portions.size(); i++) {
      outcomes.add(outcome(arrived.get(i), held.get(i), version));
    }
    return outcomes;
  }

  private static Outcome outcome(Optional<Arrived> arrived, long held, long version) {
    return arrived
        .<Outcome>map(
            of -> new Outcome.Stored(of.portion().epoch(), of.last(), version, of.fresh()))
        .orElseGet(() -> new Outcome.Gap(held + 1));
  }

  /** Empty if something before it is missing. */
  private Optional<Arrived> arrived(DSLContext tx, JointStore.Portion portion, long held) {
    long first = portion.first();
    if (first > held + 1 && !portion.afterLoss()) {
      return Optional.empty();
    }
    if (first > held + 1) {
      noteLoss(tx, portion.gate(), portion.epoch(), held + 1, first - 1);
    }
    var now = clock.instant();
    var behind =
        portion.events().stream()
            .filter(event -> event.getSequence() > held)
            .map(event -> CheckedEvent.of(event, now))
            .toList();
    if (behind.isEmpty()) {
      return Optional.of(new Arrived(portion, held, behind));
    }
    // What follows from these was booked with them, even if the ledger does not tell.
    var known = EventRows.known(tx, portion.gate(), behind);
    var fresh = behind.stream().filter(e -> !known.contains(e.event().getSequence())).toList();
    return Optional.of(
        new Arrived(portion, behind.get(behind.size() - 1).event().getSequence(), fresh));
  }

  /**
   * Stores what is new of some gates, with all that follows from it.
   *
   * @return the version of the change log that holds their uses
   */
  private long book(DSLContext tx, List<Arrived> arrived) {
    var placed = arrived.stream().map(of -> placed(tx, of)).toList();
    var stored =
        EventRows.insert(tx, placed.stream().flatMap(List::stream).toList(), clock.instant());
    placed.forEach(ofGate -> count(tx, ofGate));
    arrived.forEach(of -> advanceLedger(tx, of));
    var uses = uses(stored);
    noteDuplicates(tx, uses);
    charge(tx, stored);
    long version = addUses(tx, uses);
    // Last: whoever asks for such a right next must find these uses.
    arrived.forEach(of -> Claims.settle(tx, of.gate()));
    return version;
  }

  private static List<EventRows.Placed> placed(DSLContext tx, Arrived of) {
    var places = GatePlaces.of(tx, of.gate());
    return of.fresh().stream()
        .map(event -> new EventRows.Placed(places.at(event.at()), event))
        .toList();
  }

  private static void advanceLedger(DSLContext tx, Arrived of) {
    tx.update(GATE_LEDGER)
        .set(GATE_LEDGER.SEQUENCE, of.last())
        .where(GATE_LEDGER.GATE_ID.eq(of.gate()))
        .and(GATE_LEDGER.EPOCH.eq(of.portion().epoch()))
        .execute();
  }

  private static List<ChangeLog.NewUse> uses(List<EventRows.Stored> stored) {
    var uses = new ArrayList<ChangeLog.NewUse>();
    for (var of : stored) {
      of.event().use(of.place()).ifPresent(use -> uses.add(new ChangeLog.NewUse(of.id(), use)));
    }
    return uses;
  }

  private static long lockLedger(DSLContext tx, JointStore.Portion portion) {
    int gate = portion.gate();
    long epoch = portion.epoch();
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

  private record Cell(GatePlace place, LocalDate day, int hour, String what) {}

  private void count(DSLContext tx, List<EventRows.Placed> events) {
    var counts = new LinkedHashMap<Cell, Long>();
    for (var placed : events) {
      var event = placed.event();
      var local = event.at().atZone(zone);
      var cell = new Cell(placed.place(), local.toLocalDate(), local.getHour(), event.countedAs());
      counts.merge(cell, (long) event.count(), Long::sum);
    }
    if (counts.isEmpty()) {
      return;
    }
    tx.insertInto(
            GATE_COUNT,
            GATE_COUNT.GATE_ID,
            GATE_COUNT.CHECK_POINT_ID,
            GATE_COUNT.DAY,
            GATE_COUNT.HOUR,
            GATE_COUNT.WHAT,
            GATE_COUNT.PEOPLE)
        .valuesOfRows(
            counts.entrySet().stream()
                .map(
                    entry -> {
                      var cell = entry.getKey();
                      return DSL.row(
                          cell.place().number(),
                          cell.place().checkPoint(),
                          cell.day(),
                          cell.hour(),
                          cell.what(),
                          entry.getValue());
                    })
                .toList())
        .onConflict(
            GATE_COUNT.GATE_ID,
            GATE_COUNT.CHECK_POINT_ID,
            GATE_COUNT.DAY,
            GATE_COUNT.HOUR,
            GATE_COUNT.WHAT)
        .doUpdate()
        .set(GATE_COUNT.PEOPLE, GATE_COUNT.PEOPLE.plus(DSL.excluded(GATE_COUNT.PEOPLE)))
        .execute();
  }

  /**
   * Books what the gate deducted. The change log's lock comes first, as for everybody who needs
   * both.
   */
  private void charge(DSLContext tx, List<EventRows.Stored> events) {
    var fees =
        events.stream()
            .filter(of -> of.event().feeFen() > 0)
            .map(
                of ->
                    new CreditBook.Fee(
                        of.event().event().getRight(),
                        of.event().feeFen(),
                        of.id(),
                        of.event().at()))
            .toList();
    if (!fees.isEmpty()) {
      changeLog.lock(tx);
      CreditBook.charge(tx, fees, clock.instant());
    }
  }

  /** Puts the uses into the change log, last, because that serialises all gates. */
  private long addUses(DSLContext tx, List<ChangeLog.NewUse> uses) {
    if (uses.isEmpty()) {
      return ChangeLog.position(tx).version();
    }
    return changeLog.appendNew(tx, uses);
  }

  /**
   * Before anything of the change log is locked: sales go on meanwhile. The events' lock keeps
   * everybody away who stores other uses.
   */
  private void noteDuplicates(DSLContext tx, List<ChangeLog.NewUse> uses) {
    var entries =
        uses.stream()
            .filter(added -> added.use().getDirection() == Direction.IN)
            .map(added -> new Duplicates.Entry(added.event(), added.use()))
            .toList();
    int found = Duplicates.note(tx, entries, zone, clock.instant());
    if (found > 0) {
      LOG.error("{} admissions too many: gates did not know of each other", found);
    }
  }
}
