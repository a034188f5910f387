package org.shanmen.gate;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.shanmen.gate.admission.Circumstances;
import org.shanmen.gate.admission.Decision;
import org.shanmen.gate.admission.Doorkeeper;
import org.shanmen.gate.admission.Judgement;
import org.shanmen.gate.admission.Ticket;
import org.shanmen.gate.journal.Journal;
import org.shanmen.gate.lane.Effect;
import org.shanmen.gate.lane.Input;
import org.shanmen.gate.lane.LaneMachine;
import org.shanmen.gate.lane.LaneOptions;
import org.shanmen.gate.lane.LaneState;
import org.shanmen.gate.lane.Memory;
import org.shanmen.gate.lane.Posture;
import org.shanmen.gate.lane.Prompt;
import org.shanmen.gate.lane.SameCode;
import org.shanmen.gate.lane.port.Arm;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.gate.lane.port.CardCollector;
import org.shanmen.gate.lane.port.Interlock;
import org.shanmen.gate.lane.port.Lamp;
import org.shanmen.gate.lane.port.Panel;
import org.shanmen.gate.lane.port.Signal;
import org.shanmen.gate.lane.port.Urgency;
import org.shanmen.gate.lane.port.Voice;
import org.shanmen.gate.ops.LaneBoard;
import org.shanmen.gate.ops.Texts;
import org.shanmen.gate.whitelist.Whitelist;
import org.shanmen.protocol.wire.CommandResult;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.LaneSettings;
import org.shanmen.protocol.wire.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one loop that owns the lane: take one input, ask the rules and the lane, carry out the
 * effects in order, repeat. Nothing else touches the lane, the journal's end, or the arm.
 *
 * <p>Public for {@code ./shanmen scenario}, which turns the same loop by hand on virtual time:
 * {@link #begin} once, {@link #turn} for each step of the clock, {@link #end} for an orderly end.
 */
public final class LaneLoop implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(LaneLoop.class);
  private static final Judgement UNJUDGED =
      new Judgement(new Decision.Refuse(Ticket.NONE, Reason.DEVICE_FAULT), Optional.empty(), 0);

  /** The lane's devices. */
  public record Ports(
      Arm arm, Lamp lamp, Panel panel, Voice voice, CardCollector collector, Interlock interlock) {
    /** Of a lane that stands alone and takes no cards. */
    public Ports(Arm arm, Lamp lamp, Panel panel, Voice voice) {
      this(arm, lamp, panel, voice, CardCollector.NONE, Interlock.NONE);
    }
  }

  /** What the gate keeps. */
  public record Books(Journal journal, Whitelist whitelist, Path data) {}

  /**
   * @param nanos a clock that never jumps
   * @param wall what people and tickets call the time
   */
  public record Clocks(LongSupplier nanos, InstantSource wall) {}

  /**
   * @param software name and version, for the journal
   * @param remembered what the centre last said about this lane
   */
  public record Start(
      String software, LaneOptions options, Texts texts, Optional<LaneSettings> remembered) {}

  private final LaneInputs inputs;
  private final Ports ports;
  private final Books books;
  private final Upstream upstream;
  private final Clocks clocks;
  private final Start start;
  private final LaneMachine machine;
  private final LaneBoard board;
  private final LaneMemory memory;
  private final SameCode sameCode;
  private final OwnUses ownUses = new OwnUses();
  private final CentreWord centre = new CentreWord();
  private final PassageTally tally;
  private final Chores chores;
  private final EventBook events;

  private Optional<Doorkeeper> doorkeeper = Optional.empty();
  private int area;
  private ArmPosition arm = ArmPosition.LOCKED;

  /**
   * What the visitor showed who waits, see {@link LaneMachine#isWaiting}; null: nobody ever did.
   */
  private Signal.Presented waiting;

  private boolean nextMayCome;

  /** When the last byte of the credential came that is being served; 0: none is. */
  private long presentedNanos;

  /**
   * Reads what the last run left. Cheap but for the retained journal, about a second for a million
   * events.
   */
  public LaneLoop(
      LaneInputs inputs, Ports ports, Books books, Upstream upstream, Clocks clocks, Start start) {
    this.inputs = inputs;
    this.ports = ports;
    this.books = books;
    this.upstream = upstream;
    this.clocks = clocks;
    this.start = start;
    this.memory = new LaneMemory(books.data());
    this.tally = new PassageTally(books.data());
    this.chores = new Chores(books, upstream);
    this.sameCode = new SameCode(start.options().sameCodeMillis());
    this.machine = new LaneMachine(remembered(), start.options());
    this.board = new LaneBoard(machine.state());
    this.events = new EventBook(books.journal(), clocks.wall(), ownUses, tally, board);
  }

  /** What the loop publishes. */
  public LaneBoard board() {
    return board;
  }

  /** Runs until {@link LaneInputs#stop}; leaves the lane locked, or dropped in an emergency. */
  @Override
  public void run() {
    try {
      begin();
      while (!inputs.isStopping()) {
        inputs.await(Limits.TICK_MILLIS);
        turn();
      }
      end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      leaveSafely();
    } catch (RuntimeException | Error e) {
      // A broken invariant: the arm goes where it does no harm, and the process ends.
      leaveSafely();
      throw e;
    }
  }

  /** Before the first turn: settles what the last run left open and shows the lane's state. */
  public void begin() {
    start.remembered().ifPresent(this::welcomed);
    perform(machine.start(start.software(), nowMillis()));
    events.assumeUses().ifPresent(this::recordingFailed);
    afterInput();
  }

  /** Takes what is there, then lets time go by. */
  public void turn() {
    for (int taken = 0; taken < Limits.PRESENTATIONS && takeOne(); taken++) {
      afterInput();
    }
    perform(machine.on(new Input.Tick(), nowMillis()));
    if (chores.areDue(nowMillis())) {
      chores.conditions().forEach(condition -> perform(machine.on(condition, nowMillis())));
      if (machine.state().awaited() == 0 && events.hasRoomAgain()) {
        recordAgain();
      }
      tally.save(nowMillis());
    }
    ownUses.forgetConfirmed(books.whitelist()::uses);
    afterInput();
  }

  /** After the last turn: waits a little for somebody in the beams, then closes the books. */
  public void end() throws InterruptedException {
    long untilMillis = nowMillis() + Limits.STOP_WAITS_MILLIS;
    while (!machine.state().clear() && nowMillis() < untilMillis) {
      inputs.awaitLast(Limits.TICK_MILLIS);
      turn();
    }
    perform(machine.on(new Input.Stopping(), nowMillis()));
    afterInput();
    tally.saveNow(nowMillis());
  }

  /** Who passed meanwhile on an admission that the journal holds has used it. */
  private void recordAgain() {
    if (events.assumeUses().isEmpty()) {
      perform(machine.on(new Input.Recording(true, "", arm), nowMillis()));
    }
  }

  private boolean takeOne() {
    var signal = inputs.nextUrgent();
    if (signal != null) {
      perform(machine.on(inputOf(signal), nowMillis()));
      return true;
    }
    var notice = inputs.nextNotice();
    if (notice != null) {
      noticed(notice);
      return true;
    }
    if (inputs.isStopping()) {
      return false;
    }
    var presented = inputs.nextPresented();
    if (presented != null) {
      presented(presented);
      return true;
    }
    return false;
  }

  private static Input inputOf(Signal signal) {
    if (signal instanceof Signal.BeamChanged change) {
      return new Input.BeamChanged(change.beam(), change.blocked());
    } else if (signal instanceof Signal.FireLoop loop) {
      return new Input.FireLoop(loop.broken());
    } else if (signal instanceof Signal.ArmPushed push) {
      return new Input.ArmPushed(push.pushed());
    } else if (signal instanceof Signal.DeviceHealth health) {
      return new Input.DeviceHealth(health.device(), health.well(), health.detail());
    }
    return inputOfStaffOrPlace(signal);
  }

  private static Input inputOfStaffOrPlace(Signal signal) {
    if (signal instanceof Signal.UpperBeam upper) {
      return new Input.UpperBeam(upper.blocked());
    } else if (signal instanceof Signal.Counted counted) {
      return new Input.Counted(counted.direction());
    } else if (signal instanceof Signal.AttendantButton) {
      return new Input.AttendantButton();
    } else if (signal instanceof Signal.CardTaken) {
      return new Input.CardTaken();
    } else if (signal instanceof Signal.BinFull bin) {
      return new Input.BinFull(bin.full());
    } else if (signal instanceof Signal.OtherLane other) {
      return new Input.OtherLane(other.open());
    }
    throw new IllegalArgumentException("not an urgent signal: " + signal);
  }

  private void presented(Signal.Presented shown) {
    long nowMillis = nowMillis();
    if (doorkeeper.isEmpty()) {
      // Without the park's key there is no fingerprint, and nothing may be decided.
      if (sameCode.isNew(shown.value().hashCode(), nowMillis)) {
        serve(shown, 0, UNJUDGED);
      }
      return;
    }
    long fingerprint = doorkeeper.get().fingerprint(shown.kind(), shown.value());
    if (sameCode.isNew(fingerprint, nowMillis)) {
      presentedNanos = shown.atNanos();
      judge(shown, fingerprint);
      presentedNanos = 0;
    }
  }

  /** Whoever waited is judged by what the gate knows now. */
  private void judgeAgain() {
    var next = waiting;
    if (next != null && doorkeeper.isPresent()) {
      judge(next, doorkeeper.get().fingerprint(next.kind(), next.value()));
    }
  }

  private void judge(Signal.Presented shown, long fingerprint) {
    var judgement =
        doorkeeper.get().judge(shown.kind(), shown.value(), fingerprint, circumstances(shown));
    serve(shown, fingerprint, judgement);
  }

  private Circumstances circumstances(Signal.Presented shown) {
    return new Circumstances(
        shown.spot().direction(),
        machine::reservedOn,
        right -> ownUses.unconfirmedFen(books.whitelist()::uses, right),
        centre.isFull(area, centreMillis()),
        centre.isOnline(),
        wallMillis());
  }

  private long centreMillis() {
    return wallMillis() + upstream.clockOffsetMillis().orElse(0);
  }

  private void serve(Signal.Presented shown, long fingerprint, Judgement judgement) {
    var question =
        judgement
            .question()
            .flatMap(asked -> ShortQuestion.of(asked, Limits.QUESTION_BYTES))
            .orElse(ByteString.EMPTY);
    perform(
        machine.on(
            new Input.Presented(
                shown.kind(),
                fingerprint,
                shown.spot(),
                judgement.decision(),
                judgement.staff(),
                question),
            nowMillis()));
    if (machine.isWaiting(fingerprint)) {
      waiting = shown;
    }
  }

  private void noticed(LaneInputs.Notice notice) {
    if (notice instanceof LaneInputs.Notice.Welcomed welcome) {
      welcomed(welcome.lane());
    } else if (notice instanceof LaneInputs.Notice.Commanded commanded) {
      perform(machine.on(new Input.Commanded(commanded.command(), centreMillis()), nowMillis()));
    } else if (notice instanceof LaneInputs.Notice.WhitelistChanged) {
      ownUses.lookAgain();
    } else if (notice instanceof LaneInputs.Notice.AreaStated stated) {
      centre.said(stated.area());
    } else if (notice instanceof LaneInputs.Notice.LinkChanged link) {
      centre.online(link.up());
      LOG.info(link.up() ? "The centre is there" : "The centre is out of reach; the lane goes on");
    }
  }

  private void welcomed(LaneSettings settings) {
    boolean first = doorkeeper.isEmpty();
    try {
      ownUses.settings(settings);
      doorkeeper =
          Optional.of(new Doorkeeper(settings, new LocalRights(books.whitelist(), ownUses)));
      start.texts().tellTimesIn(ZoneId.of(settings.getZone()));
      area = settings.getArea();
      perform(machine.on(new Input.Configured(settings.getKind()), nowMillis()));
      if (first) {
        // At the start, or on the day when the gate is enrolled.
        doorkeeper.get().rehearse();
      }
    } catch (RuntimeException e) {
      LOG.error("The centre's settings of this lane make no sense; the old ones stay", e);
    }
  }

  // ---- Effects ----

  private void perform(List<Effect> effects) {
    Optional<String> failure = Optional.empty();
    boolean heldBack = false;
    for (Effect effect : effects) {
      if (effect instanceof Effect.Record recorded) {
        failure = failure.isEmpty() ? events.record(recorded.entry()) : failure;
      } else if (effect instanceof Effect.Move move) {
        // What follows a record that failed must not open the lane, nor say that it is.
        if (failure.isEmpty()) {
          move(move.position());
        } else {
          heldBack = true;
        }
      } else if (effect instanceof Effect.Light light) {
        ports.lamp().show(light.colour());
      } else if (effect instanceof Effect.Show show) {
        ports.panel().show(start.texts().panel(show.prompt()));
      } else if (effect instanceof Effect.Say say) {
        if (failure.isEmpty()) {
          say(say.prompt());
        }
      } else if (effect instanceof Effect.SwallowCard) {
        ports.collector().swallow();
      } else if (effect instanceof Effect.HandBackCard) {
        ports.collector().handBack();
      } else if (effect instanceof Effect.ShowInterlock show) {
        ports.interlock().show(show.open());
      } else if (effect instanceof Effect.JudgeAgain) {
        nextMayCome = true;
      } else if (effect instanceof Effect.Remember remember) {
        remember(remember.memory());
      } else if (effect instanceof Effect.Answer answer) {
        upstream.sendResult(heldBack ? notDone(answer.result()) : answer.result());
      }
    }
    failure.ifPresentOrElse(this::recordingFailed, () -> letNextThrough(effects));
  }

  /** A board that opens for one person at a time must hear of each of them. */
  private void letNextThrough(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Record recorded
          && (recorded.entry().kind() == EventKind.PASSED
              || recorded.entry().kind() == EventKind.USE_ASSUMED
              || recorded.entry().kind() == EventKind.FREE_PASS)) {
        ports.arm().next(recorded.entry().direction());
      }
    }
  }

  private static CommandResult notDone(CommandResult result) {
    return result.getOutcome() != CommandResult.Outcome.DONE
        ? result
        : result.toBuilder()
            .setOutcome(CommandResult.Outcome.NOT_NOW)
            .setText("the lane cannot record what happens, so the arm was not moved")
            .build();
  }

  private void recordingFailed(String why) {
    perform(machine.on(new Input.Recording(false, why, arm), nowMillis()));
  }

  private void move(ArmPosition position) {
    ports.arm().move(position);
    arm = position;
    if (presentedNanos != 0 && (position.letsIn() || position.letsOut())) {
      board.armReleased(clocks.nanos().getAsLong() - presentedNanos);
    }
  }

  private static Urgency urgency(Prompt prompt) {
    if (prompt instanceof Prompt.Standing standing
        && (standing.posture() == Posture.FIRE || standing.posture() == Posture.EMERGENCY)) {
      return Urgency.EVACUATION;
    }
    boolean stops = prompt instanceof Prompt.Refused || prompt instanceof Prompt.Alarmed;
    return stops ? Urgency.WARNING : Urgency.COURTESY;
  }

  private void say(Prompt prompt) {
    ports.voice().say(start.texts().voice(prompt), urgency(prompt));
    boolean decision =
        prompt instanceof Prompt.Refused
            || prompt instanceof Prompt.Welcome
            || prompt instanceof Prompt.Opened;
    if (decision) {
      board.said(start.texts().panel(prompt));
    }
  }

  private void afterInput() {
    if (nextMayCome) {
      nextMayCome = false;
      judgeAgain();
    }
    if (events.forceAppended()) {
      upstream.eventsAppended();
    }
    if (board.publish(machine.state())) {
      upstream.statusChanged();
    }
  }

  // ---- Memory and end ----

  private Memory remembered() {
    try {
      return memory.read();
    } catch (IOException e) {
      LOG.error("The lane's mode is lost, it starts out of service: {}", e.getMessage());
      chores.memoryLost();
      return Memory.LOST;
    }
  }

  private void remember(Memory now) {
    try {
      memory.write(now);
      chores.memorySaved(true);
    } catch (IOException e) {
      // The lane obeys all the same; it would only forget the mode in a restart.
      LOG.error("The lane's mode could not be saved", e);
      chores.memorySaved(false);
    }
  }

  private void leaveSafely() {
    LaneState state = machine.state();
    boolean evacuating = state.arm() == ArmPosition.DROPPED;
    ports.arm().move(evacuating ? ArmPosition.DROPPED : ArmPosition.LOCKED);
  }

  private long nowMillis() {
    return Math.floorDiv(clocks.nanos().getAsLong(), 1_000_000L);
  }

  private long wallMillis() {
    return clocks.wall().millis();
  }
}
