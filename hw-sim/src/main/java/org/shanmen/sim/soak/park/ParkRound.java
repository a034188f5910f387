package org.shanmen.sim.soak.park;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.shanmen.protocol.wire.Event;
import org.shanmen.sim.soak.Played;

/** Three days of one park, drawn from a seed. One thread. */
final class ParkRound {
  static final int GATES = 20;
  private static final int DAYS = 3;
  private static final int SOLD_AHEAD = 60;
  private static final int VISITORS_A_DAY = 150;
  private static final int FAULTS = 60;

  /** The generation in force and the one before it. */
  private static final int KEPT_TABLES = 2;

  private final Played played = new Played();
  private final Agenda agenda;
  private final ParkCentre centre;
  private final List<ParkGate> gates = new ArrayList<>();
  private final Visitors visitors;
  private final long endMillis = ParkTimes.millis(DAYS - 1, LocalTime.of(20, 0));
  private final BooleanSupplier abandoned;

  ParkRound(long seed, Path lending, BooleanSupplier abandoned) {
    this.abandoned = abandoned;
    var random = new Random(seed);
    agenda = new Agenda(ParkTimes.millis(0, LocalTime.of(8, 0)));
    centre = new ParkCentre(agenda, played, random);
    var promised = new PromisedEntries(centre, gates);
    for (GateSite site : GateSite.park(GATES)) {
      centre.sites.put(site.number(), site);
      gates.add(new ParkGate(site, agenda, centre, promised, played, lending, random));
    }
    for (ParkGate gate : gates) {
      gate.site.other().ifPresent(other -> gate.other = gates.get(other - 1));
    }
    visitors = new Visitors(agenda, centre, gates, random);
    var faults = new ParkFaults(agenda, centre, gates, played, random, endMillis);
    TicketSale.templates().forEach(centre::define);
    visitors.sellAhead(SOLD_AHEAD);
    gates.forEach(ParkGate::start);
    for (int day = 0; day < DAYS; day++) {
      visitors.comeOn(day, VISITORS_A_DAY);
      faults.strike(
          FAULTS / DAYS,
          ParkTimes.millis(day, LocalTime.of(8, 30)),
          ParkTimes.millis(day, LocalTime.of(18, 0)));
    }
  }

  Played play() {
    long healedMillis = endMillis + 60_000;
    while (!abandoned.getAsBoolean() && played.isClean() && (agenda.next(healedMillis))) {
      // The next thing happens.
    }
    if (abandoned.getAsBoolean()) {
      return played;
    }
    if (played.isClean()) {
      heal();
      while (played.isClean() && agenda.next(healedMillis + 900_000)) {
        // What is open comes to its end.
      }
    }
    if (played.isClean()) {
      gates.forEach(this::settled);
    }
    return played;
  }

  private void heal() {
    for (ParkGate gate : gates) {
      if (!gate.isPowered()) {
        gate.powerUp();
      }
      gate.start();
      gate.mend(true);
      gate.linkTime.wake(600_000);
    }
  }

  /** Everything is mended, and nothing is open any more. */
  private void settled(ParkGate gate) {
    int number = gate.site.number();
    if (!gate.isOn()) {
      played.violated("gate " + number + " does not run at the end");
      return;
    }
    var list = gate.program.whitelist;
    played.require(
        list.version() == centre.version() && list.hash() == centre.hashAt(centre.version()),
        "gate %d ends with list %d, the centre's is %d"
            .formatted(number, list.version(), centre.version()));
    int stored = centre.eventsOf(number);
    for (Event event : gate.books.written()) {
      played.require(
          centre.holds(number, event),
          "gate %d: %s #%d never reached the centre"
              .formatted(number, event.getKind(), event.getSequence()));
    }
    played.require(
        stored == gate.books.size(),
        "gate %d wrote %d events, the centre holds %d"
            .formatted(number, gate.books.size(), stored));
    played.require(
        gate.books.openAdmissions() == 0,
        "gate %d: %d admissions came to no end".formatted(number, gate.books.openAdmissions()));
    centre.claims.requireEnded(number, gate.program.journal.epoch());
    played.require(
        tables(gate) <= KEPT_TABLES,
        "gate %d keeps %d tables of its list".formatted(number, tables(gate)));
    played.count("events", stored);
  }

  /** How many generations of its list lie on a gate's disk. */
  private static long tables(ParkGate gate) {
    try (var files = Files.list(gate.disk.path("/whitelist"))) {
      return files.filter(file -> file.getFileName().toString().startsWith("table-")).count();
    } catch (IOException e) {
      throw new IllegalStateException("everything is mended, its disk too", e);
    }
  }
}
