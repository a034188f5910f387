package org.shanmen.sim.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.shanmen.gate.LaneLoop;
import org.shanmen.gate.journal.Journal;
import org.shanmen.gate.lane.LaneState;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.gate.lane.port.CardCollector;
import org.shanmen.gate.link.Upstream;
import org.shanmen.protocol.wire.Claim;
import org.shanmen.protocol.wire.CommandResult;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.LampColour;

/**
 * The devices of a gate in a scenario, and its link's near end: notes what the loop asks of them.
 * In the outcomes of one turn come first what the journal holds, with the words of panel and voice
 * at the last decision among it, then what the devices did. Not thread-safe.
 */
final class Watch implements Upstream, CardCollector {
  /** From the order to swallow a card until it lies in the bin. */
  private static final long SWALLOW_MILLIS = 500;

  private static final Set<String> DECISIONS = Set.of("ADMIT", "REFUSE", "HOLD");

  private final Told told;
  private final ParkClock clock;
  private final Supplier<OptionalLong> offsetMillis;
  private final BooleanSupplier linkUp;

  private final List<Claim> claims = new ArrayList<>();
  private final List<Outcome> answers = new ArrayList<>();
  private ArmPosition asked = ArmPosition.LOCKED;
  private ArmPosition arm = ArmPosition.LOCKED;
  private ArmPosition armShown = ArmPosition.LOCKED;
  private boolean fallen;
  private LampColour lamp = LampColour.LAMP_OFF;
  private LampColour lampShown = LampColour.LAMP_OFF;
  private String panel = "";
  private String panelShown = "";
  private final List<String> spoken = new ArrayList<>();
  private boolean open;
  private long held;
  private boolean holding;
  private boolean collectorWorks = true;
  private OptionalLong cardTakenMillis = OptionalLong.empty();
  private boolean appended;
  private long epoch;
  private long sequence;

  /**
   * @param offsetMillis the centre's clock minus the gate's, once it is known
   * @param linkUp whether the centre can be asked
   */
  Watch(Told told, ParkClock clock, Supplier<OptionalLong> offsetMillis, BooleanSupplier linkUp) {
    this.linkUp = linkUp;
    this.told = told;
    this.clock = clock;
    this.offsetMillis = offsetMillis;
  }

  LaneLoop.Ports ports() {
    return new LaneLoop.Ports(
        this::move,
        colour -> lamp = colour,
        text -> panel = text,
        spoken::add,
        this,
        showing -> open = showing);
  }

  private void move(ArmPosition position) {
    // A fallen arm comes up when the board is told anything anew.
    fallen = false;
    asked = position;
    settle();
  }

  /** The hardware itself drops the arm, past the software. */
  void drop() {
    fallen = true;
    settle();
  }

  /** Without power lamp and panel are dark, and the arm lies down. */
  void dark() {
    lamp = LampColour.LAMP_OFF;
    panel = "";
    spoken.clear();
    drop();
  }

  private void settle() {
    arm = fallen ? ArmPosition.DROPPED : asked;
  }

  @Override
  public void swallow() {
    answers.add(new Outcome("SWALLOW"));
    if (collectorWorks) {
      cardTakenMillis = OptionalLong.of(clock.millis() + SWALLOW_MILLIS);
    }
  }

  @Override
  public void handBack() {
    answers.add(new Outcome("HAND-BACK"));
    cardTakenMillis = OptionalLong.empty();
  }

  /** Whether the machine takes cards that it is told to. */
  void collector(boolean works) {
    collectorWorks = works;
  }

  /** Whether the card that is being swallowed lies in the bin now; true once. */
  boolean takesCard(long nowMillis) {
    boolean now = cardTakenMillis.isPresent() && nowMillis >= cardTakenMillis.getAsLong();
    if (now) {
      cardTakenMillis = OptionalLong.empty();
    }
    return now;
  }

  /** What the wire to the other lane of the pair says. */
  boolean isOpen() {
    return open;
  }

  ArmPosition arm() {
    return arm;
  }

  LampColour lamp() {
    return lamp;
  }

  String panel() {
    return panel;
  }

  @Override
  public void eventsAppended() {
    appended = true;
  }

  @Override
  public void sendResult(CommandResult result) {
    answers.add(Told.of(result));
  }

  @Override
  public void statusChanged() {
    // The board is not played.
  }

  @Override
  public boolean ask(Claim claim) {
    return linkUp.getAsBoolean() && claims.add(claim);
  }

  List<Claim> takeClaims() {
    var taken = List.copyOf(claims);
    claims.clear();
    return taken;
  }

  @Override
  public OptionalLong clockOffsetMillis() {
    return offsetMillis.get();
  }

  /** What came since the last call. */
  List<Outcome> take(Journal journal, Optional<LaneState> state) {
    var outcomes = new ArrayList<Outcome>();
    if (appended) {
      appended = false;
      journal.forEachRetained(event -> note(event, outcomes));
    }
    state.ifPresent(now -> noteHolding(now, outcomes));
    var decision = lastDecision(outcomes);
    outcomes.addAll(answers);
    answers.clear();
    if (arm != armShown) {
      armShown = arm;
      outcomes.add(Told.of(arm));
    }
    if (lamp != lampShown) {
      lampShown = lamp;
      outcomes.add(Told.of(lamp));
    }
    words(decision, outcomes);
    return outcomes;
  }

  private void note(Event event, List<Outcome> outcomes) {
    boolean fresh =
        event.getEpoch() > epoch || (event.getEpoch() == epoch && event.getSequence() > sequence);
    if (!fresh) {
      return;
    }
    epoch = event.getEpoch();
    sequence = event.getSequence();
    var outcome = told.of(event);
    if (outcome != null) {
      outcomes.add(outcome);
    }
  }

  private void noteHolding(LaneState now, List<Outcome> outcomes) {
    if (now.holding() && !(holding && held == now.heldRight())) {
      outcomes.add(told.held(now.heldRight()));
    }
    holding = now.holding();
    held = now.heldRight();
  }

  /** The one that the visitor sees and hears; null if there is none. */
  private static Outcome lastDecision(List<Outcome> outcomes) {
    Outcome last = null;
    for (Outcome outcome : outcomes) {
      if (DECISIONS.contains(outcome.name)) {
        last = outcome;
      }
    }
    return last;
  }

  private void words(Outcome decision, List<Outcome> outcomes) {
    if (!panel.equals(panelShown)) {
      panelShown = panel;
      if (decision == null) {
        outcomes.add(new Outcome("PANEL", panel));
      } else {
        decision.with("panel", panel);
      }
    }
    for (String text : spoken) {
      if (decision == null || decision.attributes.containsKey("voice")) {
        outcomes.add(new Outcome("VOICE", text));
      } else {
        decision.with("voice", text);
      }
    }
    spoken.clear();
  }
}
