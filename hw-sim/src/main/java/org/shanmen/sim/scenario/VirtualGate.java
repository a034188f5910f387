package org.shanmen.sim.scenario;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import org.shanmen.gate.LaneInputs;
import org.shanmen.gate.LaneLoop;
import org.shanmen.gate.Limits;
import org.shanmen.gate.journal.Journal;
import org.shanmen.gate.lane.LaneState;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.gate.lane.port.Signal;
import org.shanmen.gate.ops.Texts;
import org.shanmen.gate.whitelist.Applied;
import org.shanmen.gate.whitelist.Whitelist;
import org.shanmen.protocol.wire.AreaState;
import org.shanmen.protocol.wire.Claim;
import org.shanmen.protocol.wire.ClaimReply;
import org.shanmen.protocol.wire.Delta;
import org.shanmen.protocol.wire.LaneSettings;

/**
 * One gate of a scenario: the real loop, journal and whitelist, on virtual time. Every input is
 * taken at once. Not thread-safe.
 */
final class VirtualGate implements AutoCloseable {
  private static final int SEGMENT_BYTES = 64 << 10;
  private static final int JOURNAL_BYTES = 4 << 20;

  /** Of a small journal, which holds some hundred events. */
  private static final int SMALL_SEGMENT_BYTES = 1 << 10;

  private static final int SMALL_JOURNAL_BYTES = 4 * SMALL_SEGMENT_BYTES;

  private static final long AREA_NEWS_MILLIS = 30_000;

  final GateSpec spec;
  final Watch watch;

  private final LaneSettings settings;
  private final Texts texts;
  private final Path directory;
  private final ParkClock clock;
  private final List<Outcome> outcomes = new ArrayList<>();

  private LaneInputs inputs;
  private Journal journal;
  private Whitelist whitelist;
  private Optional<LaneLoop> loop = Optional.empty();
  private long clockWrongByMillis;
  private AreaState areaHeard = AreaState.getDefaultInstance();
  private boolean linkUp = true;
  private boolean welcomed;
  private boolean greeted;
  private boolean fireLoopBroken;

  /** When the program, told to end, ends whoever stands in the lane; empty: it was not told. */
  private OptionalLong restartsByMillis = OptionalLong.empty();

  private final Beams beams = new Beams();

  private final Conditions conditions = new Conditions();

  VirtualGate(
      GateSpec spec,
      LaneSettings settings,
      Texts texts,
      Told told,
      Path directory,
      ParkClock clock) {
    this.spec = spec;
    this.settings = settings;
    this.texts = texts;
    this.directory = directory;
    this.clock = clock;
    this.watch = new Watch(told, clock, this::clockOffset, () -> linkUp);
    this.welcomed = spec.enrolled();
  }

  // ---- Power and program ----

  /** Starts the gate's program on what it left on disk. */
  void start() {
    journal =
        spec.smallJournal()
            ? journal(SMALL_SEGMENT_BYTES, SMALL_JOURNAL_BYTES)
            : journal(SEGMENT_BYTES, JOURNAL_BYTES);
    whitelist = Whitelist.open(directory.resolve("whitelist"));
    inputs = new LaneInputs();
    areaHeard = AreaState.getDefaultInstance();
    greeted = false;
    var fresh =
        new LaneLoop(
            inputs,
            watch.ports(),
            new LaneLoop.Books(journal, whitelist, directory),
            watch,
            new LaneLoop.Clocks(clock::nanos, this::wall),
            new LaneLoop.Start(
                "scenario",
                spec.options(),
                texts,
                welcomed ? Optional.of(settings) : Optional.empty()));
    loop = Optional.of(fresh);
    fresh.begin();
    tellLevels();
    if (linkUp) {
      greet();
    }
    turn();
  }

  private Journal journal(int segmentBytes, int bytes) {
    return Journal.open(directory.resolve("journal"), segmentBytes, bytes);
  }

  /** Devices tell their first levels when they are opened. */
  private void tellLevels() {
    inputs.offer(new Signal.FireLoop(fireLoopBroken));
    for (Beam beam : Beam.values()) {
      inputs.offer(new Signal.BeamChanged(beam, beams.isBroken(beam), clock.nanos()));
    }
    if (beams.isUpperMasked()) {
      inputs.offer(new Signal.UpperBeam(true));
    }
  }

  boolean isOn() {
    return loop.isPresent();
  }

  /** The program is gone at once, as after a kill; the lane keeps its power. */
  void crash() {
    restartsByMillis = OptionalLong.empty();
    take();
    loop = Optional.empty();
    journal.close();
    whitelist.close();
  }

  /** The program ends as it does when the service is stopped, and is started again. */
  void restart() {
    inputs.stop();
    restartsByMillis = OptionalLong.of(nowMillis() + Limits.STOP_WAITS_MILLIS);
    turn();
  }

  private long nowMillis() {
    return Math.floorDiv(clock.nanos(), 1_000_000L);
  }

  private void restartWhenItMay() {
    if (isOn() && loop.get().mayEnd(restartsByMillis.getAsLong())) {
      restartsByMillis = OptionalLong.empty();
      loop.get().end();
      crash();
      start();
    }
  }

  void losePower() {
    if (isOn()) {
      crash();
    }
    watch.dark();
    take();
  }

  // ---- Devices ----

  /** Leaves a signal, which the loop takes at once; without power nobody hears it. */
  void offer(Signal signal) {
    if (signal instanceof Signal.FireLoop fire) {
      fireLoopBroken = fire.broken();
      if (fireLoopBroken) {
        watch.drop();
      }
    }
    if (isOn()) {
      inputs.offer(signal);
    }
    turn();
  }

  /** Somebody breaks a beam or frees it. */
  void beam(Beam beam, boolean broken) {
    if (beams.people(beam, broken)) {
      offer(new Signal.BeamChanged(beam, broken, clock.nanos()));
    }
  }

  /** A beam is masked from now on, or free of what masked it. */
  void mask(Beam beam, boolean masks) {
    if (beams.mask(beam, masks)) {
      offer(new Signal.BeamChanged(beam, masks, clock.nanos()));
    }
  }

  /** Somebody breaks the beam above the arm or frees it. */
  void upperBeam(boolean broken) {
    if (!beams.isUpperMasked()) {
      offer(new Signal.UpperBeam(broken));
    }
  }

  void maskUpper(boolean masks) {
    beams.maskUpper(masks);
    offer(new Signal.UpperBeam(masks));
  }

  ArmPosition arm() {
    return watch.arm();
  }

  // ---- Link ----

  boolean isReachable() {
    return isOn() && linkUp;
  }

  void link(boolean up) {
    linkUp = up;
    if (isOn()) {
      if (up) {
        greet();
      } else {
        inputs.onLink(false);
      }
      turn();
    }
  }

  private void greet() {
    if (spec.enrolled()) {
      inputs.onWelcome(settings, clock.millis());
      inputs.onLink(true);
      greeted = true;
    }
  }

  LaneInputs inputs() {
    return inputs;
  }

  /** What it asked the centre for since the last call. */
  List<Claim> takeClaims() {
    return watch.takeClaims();
  }

  /** The centre's answer to a claim; nobody hears it while the link is down. */
  void hear(ClaimReply reply) {
    if (isReachable()) {
      inputs.onClaimReply(reply);
      turn();
    }
  }

  /** Sends up what the centre does not hold yet, and returns its acknowledgements. */
  List<Centre.Stored> upload(Centre centre) {
    var acknowledged = new ArrayList<Centre.Stored>();
    awaitForced();
    for (long epoch : journal.epochs()) {
      long next = centre.storedOf(spec.number(), epoch) + 1;
      var events = journal.readFrom(epoch, next, JOURNAL_BYTES);
      if (!events.isEmpty()) {
        acknowledged.add(centre.store(spec, settings.getArea(), settings.getCheckPoint(), events));
      }
    }
    return acknowledged;
  }

  private void awaitForced() {
    try {
      journal.forced(journal.lastSequence()).toCompletableFuture().join();
    } catch (CompletionException e) {
      throw new IllegalStateException("the journal of " + spec.name() + " failed", e);
    }
  }

  /** Takes what changed at the centre, then forgets what the centre holds. */
  void download(Centre centre, List<Centre.Stored> acknowledged) {
    if (whitelist.version() < centre.version()) {
      Delta delta = centre.since(whitelist.version());
      if (whitelist.apply(delta) instanceof Applied.Refused refused) {
        throw new IllegalStateException(spec.name() + ": " + refused.why());
      }
      inputs.onWhitelistChanged();
      turn();
    }
    acknowledged.forEach(each -> journal.forget(each.epoch(), each.sequence()));
  }

  int area() {
    return settings.getArea();
  }

  /** Takes what the centre says of the area, if it is news or the old word will not hold long. */
  void hear(AreaState state) {
    boolean news = state.getFull() != areaHeard.getFull();
    boolean stale = state.getUntilMillis() - areaHeard.getUntilMillis() >= AREA_NEWS_MILLIS;
    if (news || (state.getFull() && stale)) {
      areaHeard = state;
      inputs.onAreaState(state);
      turn();
    }
  }

  // ---- Time ----

  void setClockWrongBy(long millis) {
    clockWrongByMillis = millis;
  }

  /** The centre's clock minus this one's; nothing is known of it before the first greeting. */
  private OptionalLong clockOffset() {
    return greeted ? OptionalLong.of(-clockWrongByMillis) : OptionalLong.empty();
  }

  private Instant wall() {
    return Instant.ofEpochMilli(clock.millis() + clockWrongByMillis);
  }

  void turn() {
    loop.ifPresent(LaneLoop::turn);
    if (restartsByMillis.isPresent()) {
      restartWhenItMay();
    }
    take();
  }

  private void take() {
    outcomes.addAll(watch.take(journal, state()));
    state().ifPresent(conditions::note);
  }

  /** Since the first turn. */
  Conditions conditions() {
    return conditions;
  }

  /** The collector's bin has the card that it was told to swallow. */
  void takeCard() {
    if (watch.takesCard(clock.millis())) {
      offer(new Signal.CardTaken());
    }
  }

  /** What came since the last call. */
  List<Outcome> outcomes() {
    var taken = List.copyOf(outcomes);
    outcomes.clear();
    return taken;
  }

  /** What the gate last said of its lane; empty while it is off. */
  Optional<LaneState> state() {
    return loop.map(running -> running.board().state());
  }

  List<Outcome> condition() {
    var seen = new ArrayList<Outcome>();
    seen.add(Told.of(watch.arm()));
    seen.add(Told.of(watch.lamp()));
    seen.add(new Outcome("PANEL", watch.panel()));
    loop.ifPresent(
        running -> {
          var state = running.board().state();
          seen.add(new Outcome("MODE", Words.spelled(state.mode())));
          seen.add(new Outcome("POSTURE", Words.spelled(state.posture())));
          seen.add(new Outcome("AWAITED", Integer.toString(state.awaited())));
          seen.add(new Outcome("ALARMS", state.alarms().toArray(String[]::new)));
        });
    return seen;
  }

  @Override
  public void close() {
    if (isOn()) {
      crash();
    }
  }
}
