package org.shanmen.gate;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.shanmen.gate.device.sound.SoundState;
import org.shanmen.gate.journal.Journal;
import org.shanmen.gate.journal.SmallJournal;
import org.shanmen.gate.lane.LaneOptions;
import org.shanmen.gate.lane.port.Arm;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.gate.lane.port.Signal;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.gate.link.Upstream;
import org.shanmen.gate.ops.Language;
import org.shanmen.gate.ops.MetricsPage;
import org.shanmen.gate.ops.Surroundings;
import org.shanmen.gate.ops.Texts;
import org.shanmen.gate.whitelist.Applied;
import org.shanmen.gate.whitelist.Whitelist;
import org.shanmen.protocol.Fingerprint;
import org.shanmen.protocol.SetHash;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Claim;
import org.shanmen.protocol.wire.ClaimReply;
import org.shanmen.protocol.wire.ClaimState;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.CommandResult;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.Delta;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneSettings;
import org.shanmen.protocol.wire.OfflinePolicy;
import org.shanmen.protocol.wire.Reason;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.protocol.wire.TicketKind;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

/** A gate in virtual time: everything real but devices and link. Closing it is a kill. */
final class Gate implements AutoCloseable {
  static final LaneSettings LANE =
      LaneSettings.newBuilder()
          .setGateNumber(7)
          .setArea(1)
          .setKind(LaneKind.ENTRY)
          .setZone("Asia/Shanghai")
          .setFingerprintKey(ByteString.copyFrom(new byte[Fingerprint.KEY_BYTES]))
          .build();
  private static final Fingerprint FINGERPRINT = new Fingerprint(new byte[Fingerprint.KEY_BYTES]);
  private static final TicketTemplate TEMPLATE =
      TicketTemplate.newBuilder()
          .setId(5)
          .setKind(TicketKind.SINGLE)
          .setNameZh("全票")
          .setNameEn("Adult")
          .build();

  final LaneInputs inputs = new LaneInputs();
  final Journal journal;
  final Whitelist whitelist;
  final List<CommandResult> answers = new ArrayList<>();
  final List<String> spoken = new ArrayList<>();
  final Set<LaneSettings> worthRemembering = new HashSet<>();
  final List<String> notes = new ArrayList<>();
  final List<Direction> nextThrough = new ArrayList<>();
  ArmPosition arm;
  String panel;
  LaneLoop loop;

  private OptionalLong clockOffsetMillis = OptionalLong.empty();
  final List<Claim> asked = new ArrayList<>();
  private boolean linkUp;
  boolean forgotten;
  private TicketTemplate template = TEMPLATE;
  private final Path directory;
  private Optional<LaneSettings> remembered = Optional.of(LANE);
  private Consumer<ArmPosition> armWatcher = position -> {};
  private long unwatchedMillis;
  private long nanos = 1_000_000_000L;
  private Instant wall = Instant.parse("2026-05-01T02:00:00Z");

  private Gate(Path directory, Function<Path, Journal> opener) {
    this.directory = directory;
    this.journal = opener.apply(directory.resolve("journal"));
    this.whitelist = Whitelist.open(directory.resolve("whitelist"));
  }

  static Gate in(Path directory) {
    return new Gate(directory, Journal::open);
  }

  static Gate withSmallJournalIn(Path directory) {
    return new Gate(directory, SmallJournal::open);
  }

  /** The centre is there, and this machine's clock is so far behind it. */
  Gate centreAhead(long millis) {
    clockOffsetMillis = OptionalLong.of(millis);
    return link(true);
  }

  /** Of the tickets that are sold from now on. */
  Gate asking(OfflinePolicy policy) {
    template = template.toBuilder().setOffline(policy).build();
    return this;
  }

  /** The centre is there, or out of reach. */
  Gate link(boolean up) {
    linkUp = up;
    inputs.onLink(up);
    return turn();
  }

  /** The centre's word about the last right that it was asked for. */
  Gate reply(ClaimState state, Use... uses) {
    return replyTo(asked.size() - 1, state, uses);
  }

  Gate replyTo(int question, ClaimState state, Use... uses) {
    var last = asked.get(question);
    inputs.onClaimReply(
        ClaimReply.newBuilder()
            .setId(last.getId())
            .setRight(last.getRight())
            .setState(state)
            .addAllUses(List.of(uses))
            .build());
    return turn();
  }

  Gate unenrolled() {
    remembered = Optional.empty();
    return this;
  }

  Gate selling(long right, int entries) {
    return selling(right, entries, 1);
  }

  Gate selling(long right, int entries, int people) {
    var sold =
        Right.newBuilder()
            .setId(right)
            .setTemplate(template.getId())
            .setState(RightState.ACTIVE)
            .setValidUntil(wall.getEpochSecond() + 86_400)
            .setEntries(entries)
            .setPeople(people)
            .addFingerprints(FINGERPRINT.of(CredentialKind.QR, code(right)))
            .build();
    if (whitelist.version() == 0) {
      change(
          Change.newBuilder().setPutTemplate(template.toByteString()).build(),
          SetHash.ofTemplate(template.toByteArray()));
    }
    change(
        Change.newBuilder().setPutRight(sold.toByteString()).build(),
        SetHash.ofRight(sold.toByteArray()));
    return this;
  }

  /** The centre tells of a use that this gate reported. */
  Gate confirm(Event passed) {
    var use =
        Use.newBuilder()
            .setRight(passed.getRight())
            .setGateNumber(LANE.getGateNumber())
            .setEpoch(passed.getEpoch())
            .setSequence(passed.getSequence())
            .setPeople(passed.getPeople())
            .setAtMillis(passed.getAtMillis())
            .setDirection(passed.getDirection())
            .build();
    change(
        Change.newBuilder().setAddUse(use.toByteString()).build(),
        SetHash.ofUse(use.toByteArray()));
    inputs.onWhitelistChanged();
    return turn();
  }

  private void change(Change change, long hash) {
    var applied =
        whitelist.apply(
            Delta.newBuilder()
                .setBaseVersion(whitelist.version())
                .setTargetVersion(whitelist.version() + 1)
                .setTargetHash(whitelist.hash() + hash)
                .addChanges(change)
                .build());
    if (!(applied instanceof Applied.Now)) {
      throw new AssertionError(applied);
    }
  }

  Gate started() {
    loop =
        new LaneLoop(
            inputs,
            new LaneLoop.Ports(new RecordingArm(), lamp -> {}, text -> panel = text, spoken::add),
            new LaneLoop.Books(journal, whitelist, directory),
            new NoCentre(),
            new LaneLoop.Clocks(() -> nanos, () -> wall, this::takeUnwatched),
            new LaneLoop.Start("test", LaneOptions.DEFAULT, new Texts(Language.zh), remembered));
    loop.begin();
    // As devices do when they are opened.
    inputs.offer(new Signal.BeamChanged(Beam.OUTER, false, nanos));
    inputs.offer(new Signal.BeamChanged(Beam.INNER, false, nanos));
    return turn();
  }

  private final class RecordingArm implements Arm {
    @Override
    public void move(ArmPosition position) {
      arm = position;
      armWatcher.accept(position);
    }

    @Override
    public void next(Direction direction) {
      nextThrough.add(direction);
    }
  }

  void onArm(Consumer<ArmPosition> watcher) {
    armWatcher = watcher;
  }

  Gate scan(long right) {
    return present(CredentialKind.QR, code(right));
  }

  Gate present(CredentialKind kind, String value) {
    inputs.offer(new Signal.Presented(kind, value, "scanner", Spot.OUTER, nanos));
    return turn();
  }

  void offerScan(String value) {
    inputs.offer(new Signal.Presented(CredentialKind.QR, value, "scanner", Spot.OUTER, nanos));
  }

  Gate walkIn() {
    return beam(Beam.OUTER, true)
        .beam(Beam.INNER, true)
        .beam(Beam.OUTER, false)
        .beam(Beam.INNER, false);
  }

  Gate beam(Beam beam, boolean blocked) {
    after(200);
    inputs.offer(new Signal.BeamChanged(beam, blocked, nanos));
    return turn();
  }

  Gate fire(boolean broken) {
    inputs.offer(new Signal.FireLoop(broken));
    return turn();
  }

  Gate command(Command.Builder command) {
    inputs.onCommand(command.setExpiresAtMillis(wall.toEpochMilli() + 10_000).build());
    return turn();
  }

  Gate welcome() {
    inputs.onWelcome(LANE, wall.toEpochMilli());
    return turn();
  }

  long wallMillis() {
    return wall.toEpochMilli();
  }

  Gate after(long millis) {
    nanos += millis * 1_000_000L;
    wall = wall.plusMillis(millis);
    return turn();
  }

  /** The machine lets the daemon wait. */
  Gate unwatched(long millis) {
    unwatchedMillis = millis;
    return after(millis);
  }

  private long takeUnwatched() {
    long taken = unwatchedMillis;
    unwatchedMillis = 0;
    return taken;
  }

  Gate turn() {
    loop.turn();
    return this;
  }

  /** Runs the loop as the daemon does and ends it as SIGTERM does. */
  void runToTheEnd() throws InterruptedException {
    inputs.stop();
    loop.awaitEnd();
    loop.end();
  }

  List<Event> events() {
    var events = new ArrayList<Event>();
    journal.forEachRetained(events::add);
    return events;
  }

  List<EventKind> kinds() {
    return events().stream().map(Event::getKind).toList();
  }

  Reason lastRefusal() {
    var events = events();
    return events.get(events.size() - 1).getReason();
  }

  String metrics() {
    return new MetricsPage(loop.board(), new NoSurroundings()).render();
  }

  @Override
  public void close() {
    journal.close();
    whitelist.close();
  }

  private static String code(long right) {
    return "CODE" + right;
  }

  private final class NoCentre implements Upstream {
    @Override
    public void eventsAppended() {}

    @Override
    public void sendResult(CommandResult result) {
      answers.add(result);
    }

    @Override
    public void statusChanged() {}

    @Override
    public boolean ask(Claim claim) {
      return linkUp && asked.add(claim);
    }

    @Override
    public void remember(LaneSettings lane) {
      worthRemembering.add(lane);
    }

    @Override
    public void forget() {
      worthRemembering.clear();
      forgotten = true;
    }

    @Override
    public OptionalLong clockOffsetMillis() {
      return clockOffsetMillis;
    }
  }

  private record NoSurroundings() implements Surroundings {
    @Override
    public Optional<SoundState> sound() {
      return Optional.empty();
    }

    @Override
    public boolean linkUp() {
      return false;
    }

    @Override
    public long whitelistVersion() {
      return 0;
    }

    @Override
    public long whitelistHash() {
      return 0;
    }

    @Override
    public long journalEpoch() {
      return 0;
    }

    @Override
    public long journalLast() {
      return 0;
    }

    @Override
    public long journalAcknowledged() {
      return 0;
    }

    @Override
    public double journalFullness() {
      return 0;
    }

    @Override
    public Map<String, Long> dropped() {
      return Map.of();
    }
  }
}
