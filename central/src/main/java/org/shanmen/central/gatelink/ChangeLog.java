package org.shanmen.central.gatelink;

import static org.shanmen.central.db.tables.Tables.CHANGE_LOG;
import static org.shanmen.central.db.tables.Tables.GATE_EVENT;
import static org.shanmen.central.db.tables.Tables.WHITELIST_ELEMENT;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.shanmen.central.gatelink.WhitelistEdit.Element;
import org.shanmen.central.gatelink.WhitelistEdit.Key;
import org.shanmen.central.gatelink.WhitelistEdit.Kind;
import org.shanmen.protocol.SetHash;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Use;

/**
 * The ordered log of everything that gates must know: versions 1, 2, 3 ... without gaps, in the
 * order of their commits.
 *
 * <p>A subject appends inside the transaction that makes the change true, as its last step, and
 * calls {@link #published} after the commit. Appends are serialised by an advisory lock that the
 * transaction holds until its end. Thread-safe; {@code append} blocks.
 */
public final class ChangeLog {
  /** Where the log has got to. Version 0 is the empty set, whose hash is 0. */
  public record Position(long version, long hash) {}

  // "SHANMEN" in ASCII; any number that nothing else in the database locks.
  private static final long LOCK = 0x5348414E4D454EL;

  // Each column is one array: a statement that is the same for any number of rows is planned once.
  private static final String INSERT_LOGGED =
      """
      insert into change_log (version, hash, at, change)
      select version, hash, {2}, change from unnest({0}, {1}, {3}) as logged (version, hash, change)
      """;
  private static final String PUT_ELEMENTS =
      """
      insert into whitelist_element (kind, key, right_id, body, at)
      select * from unnest({0}, {1}, {2}, {3}, {4})
      on conflict (kind, key) do update set right_id = excluded.right_id, body = excluded.body
      """;

  /** One step, as it is kept. */
  private record Logged(long version, long hash, byte[] change) {}

  private final InstantSource clock;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  public ChangeLog(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Appends changes, in order, and brings the set and its hash up to date. A change that changes
   * nothing (a use that the set holds, a right put as it stands, a right removed that is not there)
   * gets no version.
   *
   * @param tx the caller's transaction, READ COMMITTED
   * @return the version after the changes: gates that have reached it know all of them
   * @throws IllegalArgumentException if a change says nothing, its body is not what it claims to
   *     be, or a use belongs to no stored event; the transaction must then be rolled back
   */
  public long append(DSLContext tx, List<Change> changes) {
    lock(tx);
    var position = position(tx);
    var edit = new WhitelistEdit(position.hash());
    var numbers = numbers(tx, changes);
    load(tx, edit, changes, numbers);

    long version = position.version();
    var at = Times.utc(clock.instant());
    var logged = new ArrayList<Logged>();
    for (int i = 0; i < changes.size(); i++) {
      if (edit.apply(changes.get(i), numbers.get(i))) {
        version++;
        logged.add(new Logged(version, edit.hash(), changes.get(i).toByteArray()));
      }
    }
    store(tx, edit, logged, at);
    return version;
  }

  /**
   * A use that the set cannot hold yet.
   *
   * @param event the number of its event, which the same transaction has stored
   */
  record NewUse(long event, Use use) {}

  /**
   * Appends uses like {@link #append}, without looking at what the set holds.
   *
   * @return the version after them
   */
  long appendNew(DSLContext tx, List<NewUse> uses) {
    lock(tx);
    var position = position(tx);
    long version = position.version();
    long hash = position.hash();
    var at = clock.instant();
    var logged = new CopiedRows("change_log", "version", "hash", "at", "change");
    var elements = new CopiedRows("whitelist_element", "kind", "key", "right_id", "body", "at");
    for (var added : uses) {
      var use = added.use();
      byte[] body = use.toByteArray();
      version++;
      hash += SetHash.ofUse(body);
      var change = Change.newBuilder().setAddUse(ByteString.copyFrom(body)).build();
      logged.row().bigint(version).bigint(hash).instant(at).bytes(change.toByteArray());
      elements
          .row()
          .text(Kind.U.name())
          .bigint(added.event())
          .bigint(use.getRight())
          .bytes(body)
          .instant(Instant.ofEpochMilli(use.getAtMillis()));
    }
    logged.send(tx);
    elements.send(tx);
    return version;
  }

  /**
   * Keeps everybody else from appending until the transaction ends, for a subject that must look at
   * the set (has this right been used?) before it decides what to append.
   */
  public void lock(DSLContext tx) {
    tx.query("select pg_advisory_xact_lock({0})", DSL.inline(LOCK)).execute();
  }

  /** Where the log has got to, as far as this transaction can see. */
  public static Position position(DSLContext tx) {
    return tx.select(CHANGE_LOG.VERSION, CHANGE_LOG.HASH)
        .from(CHANGE_LOG)
        .orderBy(CHANGE_LOG.VERSION.desc())
        .limit(1)
        .fetchOptional(row -> new Position(row.value1(), row.value2()))
        .orElse(new Position(0, 0));
  }

  /** Says that a transaction with appended changes has been committed: gates are told at once. */
  public void published() {
    listeners.forEach(Runnable::run);
  }

  /**
   * @param listener told after every commit, on the committer's thread; must not block
   */
  public void onPublished(Runnable listener) {
    listeners.add(listener);
  }

  /** The number of the element that each change puts, adds or removes. */
  private static List<Long> numbers(DSLContext tx, List<Change> changes) {
    var uses = new ArrayList<Use>();
    changes.stream()
        .filter(Change::hasAddUse)
        .forEach(change -> uses.add(WhitelistEdit.use(change.getAddUse())));
    var events = events(tx, uses);
    var numbers = new ArrayList<Long>(changes.size());
    for (var change : changes) {
      numbers.add(
          switch (change.getChangeCase()) {
            case PUT_TEMPLATE -> (long) WhitelistEdit.template(change.getPutTemplate()).getId();
            case PUT_RIGHT -> WhitelistEdit.right(change.getPutRight()).getId();
            case REMOVE_RIGHT -> change.getRemoveRight();
            case ADD_USE -> numberOf(WhitelistEdit.use(change.getAddUse()), events);
            case CHANGE_NOT_SET -> throw new IllegalArgumentException("a change that says nothing");
          });
    }
    return numbers;
  }

  private record EventName(int gate, long epoch, long sequence) {}

  private static long numberOf(Use use, Map<EventName, Long> events) {
    var name = new EventName(use.getGateNumber(), use.getEpoch(), use.getSequence());
    var number = events.get(name);
    if (number == null) {
      throw new IllegalArgumentException("a use that belongs to no stored event: " + name);
    }
    return number;
  }

  private static Map<EventName, Long> events(DSLContext tx, List<Use> uses) {
    var events = new HashMap<EventName, Long>();
    if (uses.isEmpty()) {
      return events;
    }
    tx.select(GATE_EVENT.ID, GATE_EVENT.GATE_ID, GATE_EVENT.EPOCH, GATE_EVENT.SEQUENCE)
        .from(GATE_EVENT)
        .where(
            "(gate_id, epoch, sequence) in (select * from unnest({0}, {1}, {2}))",
            array(uses, Integer[]::new, Use::getGateNumber),
            array(uses, Long[]::new, Use::getEpoch),
            array(uses, Long[]::new, Use::getSequence))
        .forEach(
            row ->
                events.put(new EventName(row.value2(), row.value3(), row.value4()), row.value1()));
    return events;
  }

  /** Loads the elements that the changes touch. */
  private static void load(
      DSLContext tx, WhitelistEdit edit, List<Change> changes, List<Long> numbers) {
    var touched = new EnumMap<Kind, Set<Long>>(Kind.class);
    for (int i = 0; i < changes.size(); i++) {
      touched.computeIfAbsent(kindOf(changes.get(i)), kind -> new HashSet<>()).add(numbers.get(i));
    }
    var which = DSL.noCondition();
    for (var kind : touched.keySet()) {
      which =
          which.or(
              WHITELIST_ELEMENT
                  .KIND
                  .eq(kind.name())
                  .and(WHITELIST_ELEMENT.KEY.eq(DSL.any(touched.get(kind).toArray(Long[]::new)))));
    }
    var removed = WhitelistEdit.removed(changes);
    if (!removed.isEmpty()) {
      which = which.or(WHITELIST_ELEMENT.RIGHT_ID.in(removed));
    }
    tx.selectFrom(WHITELIST_ELEMENT)
        .where(which)
        .forEach(
            row ->
                edit.has(
                    new Element(
                        new Key(Kind.valueOf(row.getKind()), row.getKey()),
                        row.getRightId(),
                        row.getBody())));
  }

  private static Kind kindOf(Change change) {
    return change.hasPutTemplate() ? Kind.T : change.hasAddUse() ? Kind.U : Kind.R;
  }

  private static void store(
      DSLContext tx, WhitelistEdit edit, List<Logged> logged, OffsetDateTime at) {
    if (logged.isEmpty()) {
      return;
    }
    tx.execute(
        INSERT_LOGGED,
        array(logged, Long[]::new, Logged::version),
        array(logged, Long[]::new, Logged::hash),
        at,
        array(logged, byte[][]::new, Logged::change));
    for (var kind : Kind.values()) {
      var gone = edit.gone().stream().filter(key -> key.kind() == kind).map(Key::number).toList();
      if (!gone.isEmpty()) {
        tx.deleteFrom(WHITELIST_ELEMENT)
            .where(WHITELIST_ELEMENT.KIND.eq(kind.name()).and(WHITELIST_ELEMENT.KEY.in(gone)))
            .execute();
      }
    }
    var stored = List.copyOf(edit.stored());
    if (!stored.isEmpty()) {
      tx.execute(
          PUT_ELEMENTS,
          array(stored, String[]::new, e -> e.key().kind().name()),
          array(stored, Long[]::new, e -> e.key().number()),
          array(stored, Long[]::new, Element::right),
          array(stored, byte[][]::new, Element::body),
          array(stored, OffsetDateTime[]::new, Element::at));
    }
  }

  private static <T, C> C[] array(List<T> rows, IntFunction<C[]> array, Function<T, C> column) {
    return rows.stream().map(column).toArray(array);
  }
}
