package org.shanmen.sim.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.shanmen.gate.Limits;
import org.shanmen.gate.lane.port.Signal;
import org.shanmen.gate.ops.Texts;
import org.shanmen.protocol.wire.LaneSettings;

/**
 * Plays one scenario: gates, centre and clock, in a directory of its own. Time goes on in steps
 * that are small as long as something may be due; after each step every gate takes a turn, and once
 * a second gates and centre exchange what they have. Not thread-safe; one use.
 */
final class Stage implements AutoCloseable {
  /** Gates are on for so long before the first line. */
  private static final long EARLY_MILLIS = 10_000;

  private static final long SECOND = 1_000;

  /** The first column: so long after something happened; the second: then steps are so long. */
  private static final long[][] STEPS = {
    {12 * SECOND, 100}, {70 * SECOND, SECOND}, {600 * SECOND, 10 * SECOND}
  };

  private static final long LONGEST_STEP = 60 * SECOND;

  /** An outcome with its place and time. */
  record Seen(String gate, long atMillis, Outcome outcome) {}

  final Park park;
  final ParkClock clock;
  final Sold sold;
  final Centre centre;
  final Answers answers;
  final Map<String, VirtualGate> gates = new LinkedHashMap<>();

  private final List<Seen> seen = new ArrayList<>();

  /** What each interlocked gate's wire said last. */
  private final Map<VirtualGate, Boolean> told = new HashMap<>();

  private long lastEventMillis;
  private long lastExchange;

  /**
   * @param directory empty; for the gates' books
   * @param firstLine when the first line happens
   */
  Stage(Park park, Path directory, LocalDateTime firstLine) throws IOException {
    this.park = park;
    this.clock = new ParkClock(firstLine.atZone(park.zone).toInstant().minusMillis(EARLY_MILLIS));
    this.sold = new Sold(park);
    this.centre = new Centre(sold);
    this.answers = new Answers(centre);
    park.types.values().stream()
        .filter(type -> !type.later())
        .forEach(type -> centre.define(type.template()));
    park.soldBefore.values().forEach(centre::put);
    var words = new Told(names(), park.zone);
    for (GateSpec spec : park.gates.values()) {
      var at = Files.createDirectories(directory.resolve(spec.name()));
      gates.put(
          spec.name(),
          new VirtualGate(spec, settings(spec), new Texts(park.language), words, at, clock));
    }
    gates.values().forEach(VirtualGate::start);
    exchange();
    happened();
  }

  private Map<Long, String> names() {
    return park.tickets.values().stream()
        .collect(Collectors.toMap(TicketSpec::id, TicketSpec::name, (a, b) -> a));
  }

  private LaneSettings settings(GateSpec spec) {
    var settings =
        LaneSettings.newBuilder()
            .setGateNumber(spec.number())
            .setGateName(spec.name())
            .setArea(park.areas.get(spec.area()))
            .setAreaName(spec.area())
            .setCheckPoint(park.checkPoint(spec.checkPoint()))
            .setKind(spec.kind())
            .setZone(park.zone.getId())
            .setFingerprintKey(Sold.fingerprintKey());
    return park.signedCodes ? settings.addTicketKeys(Sold.ticketKey()).build() : settings.build();
  }

  VirtualGate gate(String name) {
    return gates.get(name);
  }

  // ---- Time ----

  /** Something happened: whatever follows from it is due in the next seconds. */
  void happened() {
    lastEventMillis = clock.millis();
    answers.exchange(gates.values(), clock.millis());
    tellPairs();
    collect();
  }

  /**
   * Somebody has shown something: if his gate asks the centre, time goes by until it has answered
   * or the gate goes on without it.
   */
  void answered() {
    happened();
    var next = answers.nextMillis();
    if (next.isPresent()) {
      pass(Math.min(next.getAsLong() - clock.millis(), Limits.CLAIM_MILLIS));
    }
  }

  /** The wires between interlocked lanes say what the lanes show. */
  private void tellPairs() {
    for (VirtualGate gate : gates.values()) {
      boolean open = gate.watch.isOpen();
      if (gate.spec.pair().isPresent() && open != told.getOrDefault(gate, false)) {
        told.put(gate, open);
        for (VirtualGate other : gates.values()) {
          if (other != gate && other.spec.pair().equals(gate.spec.pair())) {
            other.offer(new Signal.OtherLane(open));
          }
        }
      }
    }
  }

  void pass(long millis) {
    goTo(clock.millis() + millis);
  }

  /** Lets time go by until then. */
  void goTo(long untilMillis) {
    while (clock.millis() < untilMillis) {
      long answer = answers.nextMillis().orElse(Long.MAX_VALUE);
      clock.goTo(Math.min(answer, Math.min(untilMillis, clock.millis() + step())));
      gates.values().forEach(VirtualGate::turn);
      answers.exchange(gates.values(), clock.millis());
      gates.values().forEach(VirtualGate::takeCard);
      tellPairs();
      collect();
      if (!park.syncByHand && clock.millis() / SECOND != lastExchange) {
        exchange();
      }
    }
  }

  private long step() {
    long quiet = clock.millis() - lastEventMillis;
    for (long[] each : STEPS) {
      if (quiet < each[0]) {
        return each[1];
      }
    }
    return LONGEST_STEP;
  }

  /** Every gate that can be reached tells the centre what it saw, then hears what is new. */
  void exchange() {
    lastExchange = clock.millis() / SECOND;
    var acknowledged = new LinkedHashMap<VirtualGate, List<Centre.Stored>>();
    for (VirtualGate gate : gates.values()) {
      if (gate.isReachable() && gate.spec.enrolled()) {
        acknowledged.put(gate, gate.upload(centre));
      }
    }
    acknowledged.forEach(
        (gate, stored) -> {
          gate.download(centre, stored);
          gate.hear(centre.stateOf(gate.area(), clock.millis()));
          for (var command : centre.commandsFor(gate.spec.name(), clock.millis())) {
            gate.inputs().onCommand(command);
            gate.turn();
          }
        });
    collect();
  }

  private void collect() {
    gates.forEach(
        (name, gate) ->
            gate.outcomes().forEach(each -> seen.add(new Seen(name, clock.millis(), each))));
  }

  void saw(String gate, Outcome outcome) {
    seen.add(new Seen(gate, clock.millis(), outcome));
  }

  /** What came since the last call. */
  List<Seen> takeSeen() {
    collect();
    var taken = List.copyOf(seen);
    seen.clear();
    return taken;
  }

  /** Unix time of a local time; of one that comes twice the first that is not over yet. */
  long millisOf(LocalDateTime local, Step step) {
    var offsets = park.zone.getRules().getValidOffsets(local);
    if (offsets.isEmpty()) {
      throw new Mistake(
          step.place(),
          local + " does not exist in " + park.zone + ": the clocks are put forward then",
          "该时刻不存在(夏令时)");
    }
    for (ZoneOffset offset : offsets) {
      long millis = local.toInstant(offset).toEpochMilli();
      if (millis >= clock.millis()) {
        return millis;
      }
    }
    throw new Mistake(
        step.place(),
        local + " is over: the line before lasted until " + localNow(),
        "时间早于上一行结束的时间");
  }

  LocalDateTime localNow() {
    return LocalDateTime.ofInstant(Instant.ofEpochMilli(clock.millis()), park.zone);
  }

  ZoneOffset offsetNow() {
    return park.zone.getRules().getOffset(Instant.ofEpochMilli(clock.millis()));
  }

  @Override
  public void close() {
    gates.values().forEach(VirtualGate::close);
  }
}
