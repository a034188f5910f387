package org.shanmen.central.live;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.shanmen.central.db.Database;
import org.shanmen.central.gatelink.CommandState;
import org.shanmen.central.gatelink.GateLinkRoutes;
import org.shanmen.central.gatelink.GateWatcher;
import org.shanmen.central.gatelink.Passes;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.Heartbeat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every gate as it stands now. Each change gets a revision; who watches asks for what changed since
 * the last one that he saw, as often as he likes, so a slow browser costs nothing.
 *
 * <p>Thread-safe; never blocks.
 */
public final class LiveBoard implements GateWatcher {
  /**
   * What has changed.
   *
   * @param revision to ask from next time
   * @param gates GateLive of openapi.yaml
   * @param gone codes of gates that were taken out of the park
   * @param totals empty if they are as they were
   * @param commands CommandState of openapi.yaml, oldest first
   */
  public record Changes(
      long revision,
      List<JsonObject> gates,
      List<String> gone,
      Optional<JsonObject> totals,
      List<JsonObject> commands) {}

  /** The whole board, as of a revision. */
  public record Whole(long revision, JsonObject board) {}

  private record CommandChange(long revision, JsonObject state) {}

  private record Gone(long revision, String gate) {}

  private static final Logger log = LoggerFactory.getLogger(LiveBoard.class);
  private static final long REREAD_MILLIS = 200;
  private static final long LOOK_THROUGH_MILLIS = 10_000;
  private static final int COMMANDS_KEPT = 500;
  private static final int GONE_KEPT = 500;

  private final Vertx vertx;
  private final Database database;
  private final InstantSource clock;
  private final ZoneId zone;
  private final Map<Integer, GateState> gates = new HashMap<>();
  private final Deque<CommandChange> commands = new ArrayDeque<>();
  private final Deque<Gone> gone = new ArrayDeque<>();
  private JsonObject park = new JsonObject();
  private JsonArray areas = new JsonArray();
  private Passes passes = new Passes();
  private JsonObject totals = totals(passes, areas);
  private Map<Integer, GateState.TypeName> types = Map.of();
  private long totalsRevision;
  private volatile long revision;
  private final AtomicLong readings = new AtomicLong();
  private long latestTaken;
  private boolean rereadDue;
  private volatile long timer;
  private boolean stopped;

  /**
   * @param zone the park's, in which a day begins
   */
  public LiveBoard(Vertx vertx, Database database, InstantSource clock, ZoneId zone) {
    this.vertx = vertx;
    this.database = database;
    this.clock = clock;
    this.zone = zone;
  }

  /** Reads the board's tables now, and again when something was stored or time has gone by. */
  public Future<Void> start() {
    timer = vertx.setPeriodic(LOOK_THROUGH_MILLIS, tick -> rereadSoon());
    return database
        .read(BoardTables::last)
        .compose(
            last -> {
              synchronized (this) {
                last.forEach((gate, event) -> state(gate).lastBefore(event));
              }
              return reread();
            });
  }

  /** Ends the reading; what is under way ends by itself. */
  public synchronized void stop() {
    stopped = true;
    vertx.cancelTimer(timer);
  }

  /** The whole board with all that is in the database by now. */
  public Future<Whole> current() {
    return reread().map(read -> whole());
  }

  /** Revision of the latest change; cheap. */
  public long revision() {
    return revision;
  }

  public synchronized Whole whole() {
    var list = new JsonArray();
    gates.values().stream()
        .filter(GateState::known)
        .sorted(Comparator.comparing(GateState::code))
        .forEach(gate -> list.add(gate.json(types)));
    return new Whole(
        revision,
        new JsonObject()
            .put("at", clock.instant().toString())
            .put("park", park)
            .put("gates", list)
            .put("totals", totals));
  }

  public synchronized Changes since(long seen) {
    return new Changes(
        revision,
        gates.values().stream()
            .filter(gate -> gate.known() && gate.revision() > seen)
            .map(gate -> gate.json(types))
            .toList(),
        gone.stream().filter(gate -> gate.revision() > seen).map(Gone::gate).toList(),
        totalsRevision > seen ? Optional.of(totals) : Optional.empty(),
        commands.stream()
            .filter(command -> command.revision() > seen)
            .map(CommandChange::state)
            .toList());
  }

  @Override
  public synchronized void linkUp(int gate, String software, int protocolVersion) {
    var state = state(gate);
    state.link(true, clock.instant());
    state.software(software, protocolVersion);
    changed(state);
    rereadSoon();
  }

  @Override
  public synchronized void linkDown(int gate) {
    var state = state(gate);
    state.link(false, clock.instant());
    changed(state);
    rereadSoon(); // its certificate may have been taken back
  }

  @Override
  public synchronized void heartbeat(int gate, Heartbeat heartbeat) {
    var state = state(gate);
    if (state.heartbeat(heartbeat)) {
      changed(state);
    }
    if (!state.heldTicketKnown()) {
      lookUpHeldTicket(state, state.heldRight());
    }
  }

  private void lookUpHeldTicket(GateState state, long right) {
    state.heldTicket(right, null);
    database
        .read(sql -> BoardTables.ticket(sql, right))
        .onSuccess(found -> found.ifPresent(ticket -> heldTicketFound(state, right, ticket)))
        .onFailure(e -> log.error("the live board cannot look up who waits", e));
  }

  private synchronized void heldTicketFound(
      GateState state, long right, GateState.HeldTicket ticket) {
    if (state.heldRight() == right) {
      state.heldTicket(right, ticket);
      changed(state);
    }
  }

  @Override
  public synchronized void areas(List<Area> counted) {
    var list = new JsonArray();
    counted.forEach(
        area ->
            list.add(
                new JsonObject()
                    .put("code", area.load().code())
                    .put("name_zh", area.load().nameZh())
                    .put("name_en", area.load().nameEn())
                    .put("capacity", area.load().capacity() == 0 ? null : area.load().capacity())
                    .put("inside", area.load().inside())
                    .put("filling", area.load().filling())
                    .put("full", area.full())));
    if (!list.equals(areas)) {
      areas = list;
      retotal(passes);
    }
  }

  @Override
  public synchronized void whitelist(int gate, long version, boolean current) {
    var state = state(gate);
    if (state.whitelist(version, current)) {
      changed(state);
    }
  }

  @Override
  public synchronized void stored(int gate, List<Event> events) {
    var state = state(gate);
    for (var event : events) {
      if (GateState.shown(event)) {
        state.last(event);
        changed(state);
      }
    }
    rereadSoon();
  }

  /** A command was given, answered, or given up. */
  public synchronized void command(CommandState state) {
    revision++;
    commands.addLast(new CommandChange(revision, GateLinkRoutes.json(state)));
    if (commands.size() > COMMANDS_KEPT) {
      commands.removeFirst();
    }
  }

  private GateState state(int gate) {
    return gates.computeIfAbsent(gate, number -> new GateState());
  }

  private void changed(GateState state) {
    revision++;
    state.revision(revision);
  }

  private synchronized void rereadSoon() {
    if (!rereadDue && !stopped) {
      rereadDue = true;
      vertx.setTimer(REREAD_MILLIS, due -> rereadNow());
    }
  }

  private synchronized void rereadNow() {
    // Before the reading: what is stored from now on asks for another one.
    rereadDue = false;
    if (!stopped) {
      reread().onFailure(e -> log.error("the live board cannot read its tables", e));
    }
  }

  private Future<Void> reread() {
    var today = LocalDate.ofInstant(clock.instant(), zone);
    long reading = readings.incrementAndGet();
    return database
        .read(sql -> BoardTables.read(sql, today))
        .onSuccess(tables -> take(reading, tables))
        .mapEmpty();
  }

  /**
   * @param reading its number; several go on at once, and the one that ends last need not be the
   *     one that began last
   */
  synchronized void take(long reading, BoardTables tables) {
    if (reading < latestTaken) {
      return;
    }
    latestTaken = reading;
    park = tables.park();
    var namesBefore = types;
    types = tables.types();
    forgetGone(tables.gates().keySet());
    for (var entry : tables.gates().entrySet()) {
      var state = state(entry.getKey());
      var before = state.known() ? state.json(namesBefore) : null;
      var passes = tables.passes().getOrDefault(entry.getKey(), new Passes());
      state.info(entry.getValue());
      state.passes(passes.totalIn(), passes.totalOut());
      state.centreAlarms(tables.alarms().getOrDefault(entry.getKey(), List.of()));
      state.centreIsAskedFirst(tables.centreIsAskedFirst());
      if (!state.json(types).equals(before)) {
        changed(state);
      }
    }
    retotal(tables.total());
  }

  private void forgetGone(Set<Integer> there) {
    var all = gates.entrySet().iterator();
    while (all.hasNext()) {
      var gate = all.next();
      if (gate.getValue().known() && !there.contains(gate.getKey())) {
        revision++;
        gone.addLast(new Gone(revision, gate.getValue().code()));
        all.remove();
      }
    }
    while (gone.size() > GONE_KEPT) {
      gone.removeFirst();
    }
  }

  private void retotal(Passes newPasses) {
    passes = newPasses;
    var newTotals = totals(passes, areas);
    if (!newTotals.equals(totals)) {
      totals = newTotals;
      revision++;
      totalsRevision = revision;
    }
  }

  /**
   * Of all areas together: they know who was counted by hand, and that nobody is less than none.
   */
  private static long inside(Passes passes, JsonArray areas) {
    return areas.isEmpty()
        ? Math.max(0, passes.totalIn() - passes.totalOut())
        : areas.stream().mapToLong(area -> ((JsonObject) area).getLong("inside")).sum();
  }

  private static JsonObject totals(Passes passes, JsonArray areas) {
    return new JsonObject()
        .put("in_today", passes.totalIn())
        .put("out_today", passes.totalOut())
        .put("inside", inside(passes, areas))
        .put("hours", passes.hours())
        .put("areas", areas);
  }
}
