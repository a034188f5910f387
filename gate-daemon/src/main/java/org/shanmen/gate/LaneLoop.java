package org.shanmen.gate;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import org.shanmen.gate.admission.Claimed;
import org.shanmen.gate.journal.Journal;
import org.shanmen.gate.lane.Effect;
import org.shanmen.gate.lane.Input;
import org.shanmen.gate.lane.LaneMachine;
import org.shanmen.gate.lane.LaneOptions;
import org.shanmen.gate.lane.Memory;
import org.shanmen.gate.lane.SameCode;
import org.shanmen.gate.lane.Showing;
import org.shanmen.gate.lane.port.Arm;
import org.shanmen.gate.lane.port.CardCollector;
import org.shanmen.gate.lane.port.Interlock;
import org.shanmen.gate.lane.port.Lamp;
import org.shanmen.gate.lane.port.Panel;
import org.shanmen.gate.lane.port.Signal;
import org.shanmen.gate.lane.port.Voice;
import org.shanmen.gate.link.Upstream;
import org.shanmen.gate.ops.LaneBoard;
import org.shanmen.gate.ops.Texts;
import org.shanmen.gate.whitelist.Whitelist;
import org.shanmen.protocol.wire.LaneSettings;
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
   * @param unwatched for how many milliseconds the daemon did not get to run since it was asked
   *     last; 0: it was awake
   */
  public record Clocks(LongSupplier nanos, InstantSource wall, LongSupplier unwatched) {
    /** Of a loop that is turned by hand, and so is never late. */
    public Clocks(LongSupplier nanos, InstantSource wall) {
      this(nanos, wall, () -> 0);
    }
  }

  /**
   * @param software name and version, for the journal
   * @param remembered what the centre last said about this lane
   */
  public record Start(
      String software, LaneOptions options, Texts texts, Optional<LaneSettings> remembered) {}

  private final LaneInputs inputs;
  private final Books books;
  private final Upstream upstream;
  private final Clocks clocks;
  private final Start start;
  private final LaneMachine machine;
  private final LaneBoard board;
  private final LaneMemory memory;
  private final Presentations presentations;
  private final LaneHands hands;
  private final OwnUses ownUses = new OwnUses();
  private final CentreWord centre = new CentreWord();
  private final ClaimDesk claims;
  private final PassageTally tally;
  private final Chores chores;
  private final ParkTime time;
  private final EventBook events;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CompletableFuture<LaneSettings> configured = new CompletableFuture<>();

  /**
   * Reads what the last run left. Cheap but for the retained journal, about a second for a million
   * events.
   */
  public LaneLoop(
      LaneInputs inputs, Ports ports, Books books, Upstream upstream, Clocks clocks, Start start) {
    this.inputs = inputs;
    this.books = books;
    this.upstream = upstream;
    this.clocks = clocks;
    this.start = start;
    this.memory = new LaneMemory(books.data());
    this.tally = new PassageTally(books.data());
    this.claims = new ClaimDesk(upstream, books.journal());
    this.chores = new Chores(books, upstream);
    this.machine = new LaneMachine(remembered(), start.options());
    this.board = new LaneBoard(machine.state());
    this.time = new ParkTime(clocks.nanos(), clocks.wall(), upstream::clockOffsetMillis);
    this.events = new EventBook(books.journal(), time, ownUses, tally, board);
    this.presentations =
        new Presentations(
            books,
            time,
            claims,
            ownUses,
            centre,
            new SameCode(start.options().sameCodeMillis()),
            machine);
    this.hands =
        new LaneHands(
            ports,
            start.texts(),
            events,
            memory,
            chores,
            upstream,
            board,
            clocks.nanos(),
            machine::expects);
  }

  /** What the loop publishes. */
  public LaneBoard board() {
    return board;
  }

  /**
   * Runs until {@link LaneInputs#stop}; leaves the lane locked, or dropped in an emergency. If
   * somebody stands in the beams even then, the arm is told nothing: it is not to close on him.
   */
  @Override
  public void run() {
    try {
      begin();
      begun.countDown();
      while (!inputs.isStopping()) {
        inputs.await(Limits.TICK_MILLIS);
        turn();
      }
      awaitEnd();
      end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      leaveSafely();
    } catch (RuntimeException | Error e) {
      // A broken invariant: the arm goes where it does no harm, and the process ends.
      leaveSafely();
      throw e;
    } finally {
      begun.countDown();
    }
  }

  /**
   * Waits until {@link #run} takes its first turn, or has ended. For whatever can be done beside a
   * lane that serves.
   */
  void awaitBegun() throws InterruptedException {
    begun.await();
  }

  /** Completes, on the loop's thread, when it is first known what lane this is. */
  CompletableFuture<LaneSettings> configured() {
    return configured;
  }

  /** Before the first turn: settles what the last run left open and shows the lane's state. */
  public void begin() {
    start.remembered().ifPresent(lane -> tookForce(lane, presentations.resume(lane)));
    carryOut(machine.start(start.software(), nowMillis()));
    events.openWays().forEach(way -> perform(new Input.AssumedBefore(way)));
    events.assumeUses().ifPresent(this::recordingFailed);
    afterInput();
  }

  /** Takes what is there, then lets time go by. */
  public void turn() {
    long unwatched = clocks.unwatched().getAsLong();
    if (unwatched > 0) {
      // Before anything else: no time is over before what waits to be heard was heard.
      perform(new Input.Unwatched(unwatched));
    }
    for (int taken = 0; taken < Limits.PRESENTATIONS && takeOne(); taken++) {
      afterInput();
    }
    claims.overdue(nowMillis()).ifPresent(visitor -> serve(visitor, Claimed.UNANSWERED));
    perform(new Input.Tick());
    claims.holding(machine.heldRight());
    if (chores.areDue(nowMillis())) {
      perform(chores.conditions(time.now().quality(), board.guesses()));
      if (machine.state().awaited() == 0 && events.hasRoomAgain()) {
        recordAgain();
      }
      tally.save(nowMillis());
    }
    ownUses.forgetConfirmed(books.whitelist()::uses);
    afterInput();
  }

  void awaitEnd() throws InterruptedException {
    long untilMillis = nowMillis() + Limits.STOP_WAITS_MILLIS;
    while (!mayEnd(untilMillis)) {
      inputs.awaitLast(Limits.TICK_MILLIS);
      turn();
    }
  }

  /**
   * Whether nobody stands in the beams, or did for {@link Limits#STOP_WAITS_MILLIS}.
   *
   * @param untilMillis when that is over, by the clock that never jumps
   */
  public boolean mayEnd(long untilMillis) {
    return machine.state().clear() || nowMillis() >= untilMillis;
  }

  /** After the last turn, see {@link #mayEnd}: closes the books. */
  public void end() {
    perform(new Input.Stopping());
    afterInput();
    tally.saveNow(nowMillis());
  }

  /** Who passed meanwhile on an admission that the journal holds has used it. */
  private void recordAgain() {
    if (events.assumeUses().isEmpty()) {
      perform(new Input.Recording(true, "", hands.arm()));
    }
  }

  private boolean takeOne() {
    var signal = inputs.nextUrgent();
    if (signal != null) {
      perform(Input.of(signal));
      return true;
    }
    var notice = inputs.nextNotice();
    if (notice != null) {
      noticed(notice);
      return true;
    }
    if (inputs.isStopping() || !claims.isIdle()) {
      return false;
    }
    var presented = inputs.nextPresented();
    if (presented != null) {
      presented(presented);
      return true;
    }
    return false;
  }

  private void presented(Signal.Presented shown) {
    presentations
        .shown(shown, nowMillis())
        .ifPresent(
            input -> {
              if (input instanceof Input.Presented judged) {
                serve(shown, judged);
              } else {
                perform(input);
              }
            });
  }

  private void serve(Signal.Presented shown, Input.Presented input) {
    hands.serving(shown.atNanos());
    perform(input);
    hands.serving(0);
    presentations.answered(shown, input.fingerprint());
  }

  /** Somebody for whom the centre was asked. */
  private void serve(ClaimDesk.Pending visitor, Claimed claimed) {
    serve(visitor.shown(), presentations.claimed(visitor, claimed));
    claims.decided(visitor, claimed.state(), machine.heldRight());
  }

  private void noticed(LaneInputs.Notice notice) {
    if (notice instanceof LaneInputs.Notice.Welcomed welcome) {
      welcomed(welcome.lane());
    } else if (notice instanceof LaneInputs.Notice.Commanded commanded) {
      perform(new Input.Commanded(commanded.command(), time.now().millis()));
    } else if (notice instanceof LaneInputs.Notice.Claimed claimed) {
      var reply = claimed.reply();
      var word = new Claimed(reply.getRight(), reply.getState(), reply.getUsesList());
      claims.answered(reply).ifPresent(visitor -> serve(visitor, word));
    } else if (notice instanceof LaneInputs.Notice.Revoked) {
      presentations.forget();
      upstream.forget();
    } else if (notice instanceof LaneInputs.Notice.WhitelistChanged) {
      books.whitelist().takeUsed().ifPresentOrElse(ownUses::lookAgain, ownUses::lookAgain);
      machine
          .awaitedRights()
          .forEach(right -> presentations.meanwhile(right).ifPresent(this::perform));
    } else if (notice instanceof LaneInputs.Notice.AreaStated stated) {
      centre.said(stated.area());
    } else if (notice instanceof LaneInputs.Notice.LinkChanged link) {
      centre.online(link.up());
      if (link.up()) {
        claims.linked();
      }
      time.online(link.up());
      LOG.info(link.up() ? "The centre is there" : "The centre is out of reach; the lane goes on");
    }
  }

  private void welcomed(LaneSettings settings) {
    tookForce(settings, presentations.configure(settings));
  }

  private void tookForce(LaneSettings settings, Optional<String> senseless) {
    if (senseless.isPresent()) {
      LOG.error(
          "The centre's settings of this lane make no sense, the old ones stay: {}",
          senseless.get());
      return;
    }
    upstream.remember(settings);
    start.texts().tellTimesIn(ZoneId.of(settings.getZone()));
    perform(new Input.Configured(settings.getKind()));
    configured.complete(settings);
  }

  private void perform(Input input) {
    carryOut(machine.on(input, nowMillis()));
  }

  private void carryOut(List<Effect> effects) {
    hands.carryOut(effects).ifPresent(this::recordingFailed);
    if (hands.takeCardHandedBack()) {
      presentations.cardHandedBack();
    }
  }

  private void recordingFailed(String why) {
    perform(new Input.Recording(false, why, hands.arm()));
  }

  private void afterInput() {
    for (var showing : claims.isIdle() ? hands.takeToBeJudged() : List.<Showing>of()) {
      // Something else may have come between: he was refused meanwhile, or the centre is asked.
      if (claims.isIdle() && machine.remembers(showing)) {
        presentations.again(showing, nowMillis()).ifPresent(this::perform);
      }
    }
    if (events.forceAppended()) {
      upstream.eventsAppended();
    }
    board.areaFull(presentations.isAreaFull());
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

  private void leaveSafely() {
    var state = machine.state();
    hands.leaveSafely(state.arm(), state.clear());
  }

  private long nowMillis() {
    return Math.floorDiv(clocks.nanos().getAsLong(), 1_000_000L);
  }
}
