package org.shanmen.central.gatelink;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.shanmen.central.db.Database;
import org.shanmen.protocol.wire.AreaState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the people in each area anew whenever passes were stored and every few seconds, and says
 * what gates must hear. When the database cannot be read nothing is said, and what gates know runs
 * out: nobody is kept out for ever.
 *
 * <p>Not thread-safe: belongs to the links' event loop.
 */
final class AreaWatch {
  private static final Logger log = LoggerFactory.getLogger(AreaWatch.class);

  private final Database database;
  private final InstantSource clock;
  private final ZoneId zone;
  private final Consumer<AreaState> gates;
  private final GateWatcher watcher;
  private final AreaStates states = new AreaStates();
  private final Set<Integer> filling = new HashSet<>();
  private boolean reading;
  private boolean readAgain;

  /**
   * @param zone the park's: at its midnight the count begins anew
   * @param gates is given what all gates of the area must be told
   */
  AreaWatch(
      Database database,
      InstantSource clock,
      ZoneId zone,
      Consumer<AreaState> gates,
      GateWatcher watcher) {
    this.database = database;
    this.clock = clock;
    this.zone = zone;
    this.gates = gates;
    this.watcher = watcher;
  }

  /** What a gate of the area is told when it is greeted. */
  AreaState greeting(int area) {
    return states.greeting(area, clock.millis());
  }

  /** Counts anew, now or as soon as the count under way is done. */
  void refresh() {
    if (reading) {
      readAgain = true;
      return;
    }
    read();
  }

  /** Counts; the future ends when the gates have been told. */
  Future<Void> read() {
    reading = true;
    readAgain = false;
    var today = LocalDate.ofInstant(clock.instant(), zone);
    return database
        .read(sql -> AreaLoad.of(sql, today))
        .onComplete(
            read -> {
              reading = false;
              if (read.succeeded()) {
                take(read.result());
              } else {
                log.error("people in the areas cannot be counted", read.cause());
              }
              if (readAgain) {
                read();
              }
            })
        .mapEmpty();
  }

  private void take(List<AreaLoad> loads) {
    for (var state : states.update(loads, clock.millis())) {
      log.info("area number {} is {}", state.getArea(), state.getFull() ? "full" : "open");
      gates.accept(state);
    }
    loads.forEach(this::tellFilling);
    watcher.areas(
        loads.stream()
            .map(load -> new GateWatcher.Area(load, states.full(load.number())))
            .toList());
  }

  private void tellFilling(AreaLoad load) {
    if (load.filling() ? filling.add(load.number()) : filling.remove(load.number())) {
      log.warn(
          "area {} {} its warning level: {} of {} inside",
          load.code(),
          load.filling() ? "has reached" : "is below",
          load.inside(),
          load.capacity());
    }
  }
}
