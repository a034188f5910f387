package org.shanmen.gate.lane;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.shanmen.gate.admission.Decision;
import org.shanmen.gate.admission.Ticket;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.CommandResult;
import org.shanmen.protocol.wire.Confirm;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.LampColour;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneMode;
import org.shanmen.protocol.wire.OpenOnce;
import org.shanmen.protocol.wire.Reason;
import org.shanmen.protocol.wire.ReleaseFire;
import org.shanmen.protocol.wire.RunTest;
import org.shanmen.protocol.wire.TicketKind;

/** A lane in virtual time, with devices that write down what they were told. */
final class LaneRig {
  static final long PASS_TIMEOUT = LaneOptions.DEFAULT.passTimeoutMillis();
  static final long CENTRE_MILLIS = 1_000_000;

  final List<Entry> journal = new ArrayList<>();
  final List<CommandResult> answers = new ArrayList<>();
  final List<Prompt> spoken = new ArrayList<>();

  /** What the beams did, in order. */
  final List<Input.BeamChanged> beamChanges = new ArrayList<>();

  /** Everything that was done, in order. */
  final List<Effect> done = new ArrayList<>();

  ArmPosition arm = ArmPosition.LOCKED;
  LampColour lamp = LampColour.LAMP_OFF;
  Prompt panel;
  Memory memory;
  boolean recordsFail;
  boolean interlockShown;

  /** What became of cards in the collector: swallow, hand back. */
  final List<String> cards = new ArrayList<>();

  /** What the rules say now of credentials that they judged otherwise before. */
  final Map<Long, Decision> judgedAnew = new HashMap<>();

  private final Map<Showing, Input.Presented> presented = new HashMap<>();
  private final Set<Showing> toBeJudged = new LinkedHashSet<>();

  private final LaneKind kind;
  private final LaneOptions options;
  private LaneMachine machine;
  private final Map<Beam, Boolean> beams = new TreeMap<>();
  private boolean loopBroken;
  private long now = 5_000;
  private int commands;
  private BiConsumer<ArmPosition, ArmPosition> armWatcher = (before, after) -> {};

  LaneRig(LaneKind kind) {
    this(kind, Memory.NONE);
  }

  LaneRig(LaneKind kind, Memory memory) {
    this(kind, memory, LaneOptions.DEFAULT);
  }

  LaneRig(LaneKind kind, LaneOptions options) {
    this(kind, Memory.NONE, options);
  }

  private LaneRig(LaneKind kind, Memory memory, LaneOptions options) {
    this(kind, memory, options, true);
  }

  private LaneRig(LaneKind kind, Memory memory, LaneOptions options, boolean looked) {
    this.kind = kind;
    this.options = options;
    this.memory = memory;
    machine = new LaneMachine(memory, options);
    perform(machine.on(new Input.Configured(kind), now));
    perform(machine.start("test", now));
    if (looked) {
      for (Beam beam : Beam.values()) {
        perform(machine.on(new Input.BeamChanged(beam, false), now));
      }
    }
  }

  /** One that was just started, and whose beams did not tell yet whether somebody stands there. */
  static LaneRig unread(Memory memory) {
    return new LaneRig(LaneKind.ENTRY, memory, LaneOptions.DEFAULT, false);
  }

  static LaneRig entry() {
    return new LaneRig(LaneKind.ENTRY);
  }

  LaneState state() {
    return machine.state();
  }

  LaneRig scan(long right) {
    return scanGroup(right, 1);
  }

  LaneRig scanGroup(long right, int people) {
    return present(
        new Decision.Admit(ticket(right), Direction.IN, people, Decision.UNLIMITED), right);
  }

  LaneRig scanRefused(long right, Reason reason) {
    return present(new Decision.Refuse(ticket(right), reason), right);
  }

  LaneRig scanOut(long right) {
    return present(new Decision.Admit(ticket(right), Direction.OUT, 1, Decision.UNLIMITED), right);
  }

  LaneRig scanToBeChecked(long right) {
    return present(
        new Decision.Hold(new Decision.Admit(ticket(right), Direction.IN, 1, Decision.UNLIMITED)),
        right);
  }

  /** A staff card that is good, and whose holder may come in. */
  LaneRig scanStaff(long right) {
    return presentStaff(
        new Decision.Admit(staff(right), Direction.IN, 1, Decision.UNLIMITED), right);
  }

  /** A staff card that is good, though its holder may not come in. */
  LaneRig scanStaffRefused(long right, Reason reason) {
    return presentStaff(new Decision.Refuse(staff(right), reason), right);
  }

  LaneRig presentStaff(Decision decision, long right) {
    return present(decision, right, Spot.OUTER, right);
  }

  LaneRig insert(long right, boolean collected) {
    var card = new Ticket(right, 6, TicketKind.SINGLE, "单次卡", "Card", collected);
    return present(
        new Decision.Admit(card, Direction.OUT, 1, Decision.UNLIMITED), right, Spot.COLLECTOR);
  }

  LaneRig present(Decision decision, long fingerprint) {
    return present(decision, fingerprint, Spot.OUTER);
  }

  LaneRig present(Decision decision, long fingerprint, Spot spot) {
    return present(decision, fingerprint, spot, 0);
  }

  private LaneRig present(Decision decision, long fingerprint, Spot spot, long staff) {
    var shown =
        new Input.Presented(
            CredentialKind.QR, fingerprint, spot, decision, staff, ByteString.EMPTY);
    presented.put(shown.showing(), shown);
    return on(shown);
  }

  LaneRig button() {
    return on(new Input.AttendantButton());
  }

  /** About whoever is held now. */
  LaneRig confirm(boolean accept) {
    return confirm(accept, state());
  }

  /**
   * @param seen when the member of staff saw whom he means
   */
  LaneRig confirm(boolean accept, LaneState seen) {
    return confirm(
        Confirm.newBuilder()
            .setAccept(accept)
            .setHeldRight(seen.heldRight())
            .setHeldNumber(seen.heldNumber()));
  }

  LaneRig confirm(Confirm.Builder word) {
    return command(Command.newBuilder().setIssuer("li").setConfirm(word));
  }

  LaneRig runTest() {
    return command(Command.newBuilder().setRunTest(RunTest.getDefaultInstance()));
  }

  LaneRig device(String name, boolean well) {
    return on(new Input.DeviceHealth(name, well, well ? "" : "gone"));
  }

  LaneRig walkIn() {
    return block(Beam.OUTER).block(Beam.INNER).free(Beam.OUTER).free(Beam.INNER);
  }

  LaneRig walkOut() {
    return block(Beam.INNER).block(Beam.OUTER).free(Beam.INNER).free(Beam.OUTER);
  }

  LaneRig block(Beam beam) {
    return beam(beam, true);
  }

  LaneRig free(Beam beam) {
    return beam(beam, false);
  }

  LaneRig beam(Beam beam, boolean blocked) {
    now += 50;
    beams.put(beam, blocked);
    beamChanges.add(new Input.BeamChanged(beam, blocked));
    return on(new Input.BeamChanged(beam, blocked));
  }

  /** Shows every move of the arm, from where to where. */
  void watchArm(BiConsumer<ArmPosition, ArmPosition> watcher) {
    armWatcher = watcher;
  }

  boolean somebodyInBeams() {
    return beams.containsValue(true);
  }

  LaneRig fire(boolean broken) {
    loopBroken = broken;
    return on(new Input.FireLoop(broken));
  }

  LaneRig mode(LaneMode mode) {
    return command(Command.newBuilder().setSetMode(mode));
  }

  LaneRig openOnce(Direction direction) {
    return command(Command.newBuilder().setOpenOnce(OpenOnce.newBuilder().setDirection(direction)));
  }

  LaneRig releaseFire() {
    return command(Command.newBuilder().setReleaseFire(ReleaseFire.getDefaultInstance()));
  }

  LaneRig command(Command.Builder command) {
    if (command.getId().isEmpty()) {
      command.setId("command-" + ++commands);
    }
    if (command.getExpiresAtMillis() == 0) {
      command.setExpiresAtMillis(CENTRE_MILLIS + 10_000);
    }
    return on(new Input.Commanded(command.build(), CENTRE_MILLIS));
  }

  /** Time goes by, and the daemon gets to look only then. */
  LaneRig unwatched(long millis) {
    now += millis;
    return on(new Input.Unwatched(millis));
  }

  /** Lets time go by in small steps. */
  LaneRig after(long millis) {
    for (long end = now + millis; now < end; ) {
      now = Math.min(end, now + 100);
      perform(machine.on(new Input.Tick(), now));
      callNext();
    }
    return this;
  }

  LaneRig on(Input input) {
    perform(machine.on(input, now));
    callNext();
    return this;
  }

  CommandResult.Outcome lastAnswer() {
    return answers.get(answers.size() - 1).getOutcome();
  }

  /** Kinds of what was journaled since the start, without commands and alarms. */
  List<EventKind> story() {
    return journal.stream()
        .map(Entry::kind)
        .filter(
            kind ->
                switch (kind) {
                  case ADMITTED, REFUSED, PASSED, GIVEN_BACK, FREE_PASS, UNAUTHORISED_PASS -> true;
                  default -> false;
                })
        .toList();
  }

  /** The journal takes nothing more from the next record on. */
  LaneRig journalFull() {
    recordsFail = true;
    return this;
  }

  /** As the loop does: once nobody is awaited, what the journal leaves open is assumed. */
  LaneRig journalHasRoom() {
    if (recordsFail && state().awaited() == 0) {
      recordsFail = false;
      assumeWhatIsOpen();
      on(new Input.Recording(true, "", arm));
    }
    return this;
  }

  /**
   * The program ends, in order or not, and starts again with what it remembered. Nobody drives the
   * pins meanwhile. The book assumes the uses that its journal leaves open, as the loop does.
   */
  LaneRig restart(boolean inOrder) {
    if (inOrder) {
      perform(machine.on(new Input.Stopping(), now));
    }
    arm = loopBroken ? ArmPosition.DROPPED : ArmPosition.LOCKED;
    toBeJudged.clear();
    recordsFail = false;
    assumeWhatIsOpen();
    machine = new LaneMachine(memory, options);
    perform(machine.on(new Input.Configured(kind), now));
    perform(machine.start("test", now));
    for (Beam beam : Beam.values()) {
      on(new Input.BeamChanged(beam, beams.getOrDefault(beam, false)));
    }
    return on(new Input.FireLoop(loopBroken));
  }

  /** Since the last start: admissions are numbered from 1 again in every run. */
  List<Entry> lastRun() {
    int from = 0;
    for (int at = 0; at < journal.size(); at++) {
      from = journal.get(at).kind() == EventKind.STARTED ? at : from;
    }
    return List.copyOf(journal.subList(from, journal.size()));
  }

  private void assumeWhatIsOpen() {
    var open = new TreeMap<Long, Integer>();
    var admissions = new HashMap<Long, Entry>();
    for (Entry entry : lastRun()) {
      switch (entry.kind()) {
        case ADMITTED -> {
          admissions.put(entry.admission(), entry);
          open.put(entry.admission(), entry.people());
        }
        case PASSED, GIVEN_BACK, USE_ASSUMED ->
            open.computeIfPresent(entry.admission(), (id, people) -> people - entry.people());
        default -> {
          // Of no admission.
        }
      }
    }
    open.values().removeIf(people -> people == 0);
    open.forEach((id, people) -> journal.add(assumed(admissions.get(id), people)));
  }

  private static Entry assumed(Entry admitted, int people) {
    var open =
        new Reservations.Open(
            admitted.admission(),
            admitted.fingerprint(),
            admitted.right(),
            admitted.template(),
            admitted.direction(),
            people,
            0);
    return Entry.assumed(open, people);
  }

  int people(EventKind kind) {
    return journal.stream().filter(entry -> entry.kind() == kind).mapToInt(Entry::people).sum();
  }

  Entry last(EventKind kind) {
    return journal.stream()
        .filter(entry -> entry.kind() == kind)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  Prompt lastSpoken() {
    return spoken.get(spoken.size() - 1);
  }

  Reason lastRefusal() {
    return journal.stream()
        .filter(entry -> entry.kind() == EventKind.REFUSED)
        .reduce((first, second) -> second)
        .orElseThrow()
        .reason();
  }

  static Ticket ticket(long right) {
    return new Ticket(right, 5, TicketKind.SINGLE, "全票", "Adult");
  }

  static Ticket staff(long right) {
    return new Ticket(right, 9, TicketKind.STAFF_CARD, "员工卡", "Staff");
  }

  /** As the loop does: judges whoever may come now by what the rules say now. */
  private void callNext() {
    while (!toBeJudged.isEmpty()) {
      var now = List.copyOf(toBeJudged);
      toBeJudged.clear();
      for (var showing : now) {
        if (machine.remembers(showing)) {
          var shown = presented.get(showing);
          var decision = judgedAnew.getOrDefault(showing.fingerprint(), shown.decision());
          present(decision, showing.fingerprint(), showing.spot());
        }
      }
    }
  }

  private void perform(List<Effect> effects) {
    boolean failed = false;
    for (Effect effect : effects) {
      if (effect instanceof Effect.Record recorded) {
        if (recordsFail) {
          failed = true;
        } else {
          journal.add(recorded.entry());
        }
      } else if (effect instanceof Effect.Move move && !failed) {
        armWatcher.accept(arm, move.position());
        arm = move.position();
      } else if (effect instanceof Effect.Light light) {
        lamp = light.colour();
      } else if (effect instanceof Effect.Show show) {
        panel = show.prompt();
      } else if (effect instanceof Effect.Say say && !failed) {
        spoken.add(say.prompt());
      } else if (effect instanceof Effect.Remember remember) {
        memory = remember.memory();
      } else if (effect instanceof Effect.Answer answer) {
        answers.add(answer.result());
      } else if (effect instanceof Effect.SwallowCard) {
        cards.add("swallow");
      } else if (effect instanceof Effect.HandBackCard) {
        cards.add("hand back");
      } else if (effect instanceof Effect.ShowInterlock show) {
        interlockShown = show.open();
      } else if (effect instanceof Effect.JudgeAgain again) {
        toBeJudged.add(again.showing());
      }
      done.add(effect);
    }
    if (failed) {
      perform(machine.on(new Input.Recording(false, "disk gone", arm), now));
    }
  }
}
