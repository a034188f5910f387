package org.shanmen.sim.soak;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.shanmen.gate.LaneInputs;
import org.shanmen.gate.LaneLoop;
import org.shanmen.gate.journal.Journal;
import org.shanmen.gate.journal.PowerPolicy;
import org.shanmen.gate.lane.LaneOptions;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.gate.lane.port.CardCollector;
import org.shanmen.gate.lane.port.Interlock;
import org.shanmen.gate.lane.port.Signal;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.gate.link.Upstream;
import org.shanmen.gate.ops.Language;
import org.shanmen.gate.ops.Texts;
import org.shanmen.gate.whitelist.Applied;
import org.shanmen.gate.whitelist.Whitelist;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.CommandResult;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.LaneMode;

/**
 * One gate's program: the real loop, journal, whitelist and memory, on a disk and a clock that are
 * played. Whatever a background thread would do waits until {@link #letFsyncsEnd}. One thread.
 */
final class SoakGate {
  private static final int SEGMENT_BYTES = 4 << 10;
  private static final int JOURNAL_BYTES = 256 << 10;

  /** So few that compactions come often. */
  private static final int COMPACT_FROM = 40;

  private static final int UPLOAD_BYTES = 4 << 10;

  final int number;

  private final Path data;
  private final PowerPolicy policy;
  private final SoakClock clock;
  private final Deque<Runnable> fsyncs = new ArrayDeque<>();
  private final List<CommandResult> results = new ArrayList<>();
  private final Deque<ModelCentre.Ack> acks = new ArrayDeque<>();

  /** What to send next of each epoch, in this life of the program. */
  private final Map<Long, Long> uploaded = new HashMap<>();

  private LaneInputs inputs;
  private Journal journal;
  private Whitelist whitelist;
  private LaneLoop loop;
  private ArmPosition arm = ArmPosition.LOCKED;

  /** Outlives the program. */
  private boolean linked = true;

  /** The centre's clock less this machine's, as the last heartbeat measured it. */
  private OptionalLong clockOffsetMillis = OptionalLong.empty();

  private int openings;

  SoakGate(int number, Path data, PowerPolicy policy, SoakClock clock) {
    this.number = number;
    this.data = data;
    this.policy = policy;
    this.clock = clock;
  }

  /** Starts the program on what its disk holds; what is thrown is what would end the real one. */
  void start() {
    off();
    journal =
        Journal.open(
            data.resolve("journal"), policy, SEGMENT_BYTES, JOURNAL_BYTES, clock, fsyncs::add);
    whitelist = Whitelist.open(data.resolve("whitelist"), COMPACT_FROM, Runnable::run);
    inputs = new LaneInputs();
    loop =
        new LaneLoop(
            inputs,
            new LaneLoop.Ports(
                this::move,
                colour -> {},
                text -> {},
                spoken -> {},
                CardCollector.NONE,
                Interlock.NONE),
            new LaneLoop.Books(journal, whitelist, data),
            new NearEnd(),
            new LaneLoop.Clocks(clock::nanos, (InstantSource) clock::instant),
            new LaneLoop.Start(
                "soak",
                LaneOptions.DEFAULT,
                new Texts(Language.zh),
                Optional.of(SoakTickets.settings(number))));
    loop.begin();
    inputs.offer(new Signal.FireLoop(false));
    inputs.offer(new Signal.BeamChanged(Beam.OUTER, false, clock.nanos()));
    inputs.offer(new Signal.BeamChanged(Beam.INNER, false, clock.nanos()));
    clockOffsetMillis = OptionalLong.empty();
    link(linked);
  }

  /** The cable is whole or not. */
  void link(boolean up) {
    linked = up;
    inputs.onLink(up);
    heartbeat();
    loop.turn();
  }

  boolean isLinked() {
    return linked;
  }

  /** Measures how the clocks differ, if the link is up; that happens every second. */
  void heartbeat() {
    if (linked) {
      clockOffsetMillis = OptionalLong.of(-clock.wrongByMillis());
    }
  }

  /** The program has heard the centre's time and knows it, whatever its own clock says. */
  boolean knowsTime() {
    return clockOffsetMillis.isPresent();
  }

  private void move(ArmPosition position) {
    arm = position;
    openings += position.letsIn() ? 1 : 0;
  }

  /** How often the arm was told to let somebody in. */
  int openings() {
    return openings;
  }

  /** The program is gone, with all that it only had in mind. */
  void off() {
    fsyncs.clear();
    acks.clear();
    uploaded.clear();
    arm = ArmPosition.LOCKED;
    loop = null;
  }

  boolean isOn() {
    return loop != null;
  }

  Journal journal() {
    return journal;
  }

  Whitelist whitelist() {
    return whitelist;
  }

  List<Event> retained() {
    var events = new ArrayList<Event>();
    journal.forEachRetained(events::add);
    return events;
  }

  LaneMode mode() {
    return loop.board().state().mode();
  }

  List<String> alarms() {
    return List.copyOf(loop.board().state().alarms());
  }

  boolean isOpen() {
    return arm.letsIn();
  }

  // ---- People ----

  void show(String code) {
    offer(new Signal.Presented(CredentialKind.QR, code, "scanner", Spot.OUTER, clock.nanos()));
  }

  /** One person walks in through the beams. */
  void walkIn() {
    beam(Beam.OUTER, true, 250);
    beam(Beam.INNER, true, 300);
    beam(Beam.OUTER, false, 250);
    beam(Beam.INNER, false, 400);
  }

  private void beam(Beam beam, boolean blocked, long thenMillis) {
    offer(new Signal.BeamChanged(beam, blocked, clock.nanos()));
    clock.pass(thenMillis);
    loop.turn();
  }

  void command(Command command) {
    inputs.onCommand(command);
    loop.turn();
  }

  private void offer(Signal signal) {
    inputs.offer(signal);
    loop.turn();
  }

  void turn() {
    loop.turn();
  }

  /** What was answered to commands since the last call. */
  List<CommandResult> takeResults() {
    var taken = List.copyOf(results);
    results.clear();
    return taken;
  }

  // ---- Background and link ----

  /** Lets the journal's thread do what it was asked to. */
  void letFsyncsEnd() {
    while (!fsyncs.isEmpty()) {
      fsyncs.removeFirst().run();
    }
  }

  /**
   * Sends up one message of what is power-safe, of old epochs first, and takes the answer.
   *
   * @return false if there was nothing to send
   */
  boolean upload(ModelCentre centre) {
    for (long epoch : journal.epochs()) {
      // Of an old epoch the gate does not know what the centre holds: it sends all that it has.
      long from = epoch == journal.epoch() ? centre.wants(number, epoch) : 1;
      var events = journal.readFrom(epoch, uploaded.getOrDefault(epoch, from), UPLOAD_BYTES);
      if (!events.isEmpty()) {
        acks.add(centre.store(number, events));
        uploaded.put(epoch, events.get(events.size() - 1).getSequence() + 1);
        return true;
      }
    }
    return false;
  }

  /**
   * Takes a delta, and forgets what it may.
   *
   * @return why the delta was refused; empty if it was not
   */
  Optional<String> download(ModelCentre centre) {
    if (whitelist.version() < centre.version()) {
      if (whitelist.apply(centre.since(whitelist.version())) instanceof Applied.Refused refused) {
        return Optional.of(refused.why());
      }
      inputs.onWhitelistChanged();
      loop.turn();
    }
    while (!acks.isEmpty() && acks.getFirst().version() <= whitelist.version()) {
      var ack = acks.removeFirst();
      journal.forget(ack.epoch(), ack.sequence());
    }
    return Optional.empty();
  }

  /** The link's near end. */
  private final class NearEnd implements Upstream {
    @Override
    public void eventsAppended() {
      // The soak says when something is sent.
    }

    @Override
    public void sendResult(CommandResult result) {
      results.add(result);
    }

    @Override
    public void statusChanged() {
      // Nobody looks at the board.
    }

    @Override
    public OptionalLong clockOffsetMillis() {
      return clockOffsetMillis;
    }
  }
}
