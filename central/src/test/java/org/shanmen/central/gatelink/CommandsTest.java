package org.shanmen.central.gatelink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shanmen.central.gatelink.TestCentre.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.central.gatelink.Commands.Action;
import org.shanmen.central.gatelink.Commands.Batch;
import org.shanmen.central.gatelink.Commands.Order;
import org.shanmen.central.gatelink.Commands.Scope;
import org.shanmen.protocol.wire.CommandResult;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.LaneMode;

class CommandsTest {
  @TempDir Path temp;
  private TestCentre centre;
  private final BlockingQueue<CommandState> changes = new LinkedBlockingQueue<>();

  @BeforeEach
  void start() throws Exception {
    centre = new TestCentre(temp);
    centre.commands.onChange(changes::add);
  }

  @AfterEach
  void stop() {
    centre.close();
  }

  @Test
  void aCommandGoesOutAtOnceAndItsAnswerIsKept() throws Exception {
    try (var gate = centre.gate("N1")) {
      var batch = issue(new Scope.OneGate("N1"), Action.OPEN_ONCE);
      var command = gate.await(Envelope.BodyCase.COMMAND).getCommand();
      assertThat(command.getId()).isEqualTo(batch.commands().get(0).id().toString());
      assertThat(command.getIssuer()).isEqualTo("wang");
      assertThat(command.getOpenOnce().getDirection()).isEqualTo(Direction.IN);
      assertThat(command.getExpiresAtMillis()).isEqualTo(centre.clock.millis() + 10_000);
      answer(gate, command.getId(), CommandResult.Outcome.NOT_NOW, "fire");
      var state = outcome("NOT_NOW");
      assertThat(state.answer()).isEqualTo("fire");
      assertThat(await(centre.commands.ofBatch(batch.id()))).containsExactly(state);
    }
    assertThat(
            centre.count(
                "audit where action = 'command.open-once' and actor = 'wang'"
                    + " and subject = 'gate N1'"))
        .isEqualTo(1);
  }

  @Test
  void anAttendantsWordAndATestGoToOneGate() throws Exception {
    try (var gate = centre.gate("N1")) {
      issue(new Scope.OneGate("N1"), about(Action.CONFIRM_ACCEPT, new Holding(-42, 5001)));
      var accept = gate.await(Envelope.BodyCase.COMMAND).getCommand();
      assertThat(accept.hasConfirm()).isTrue();
      assertThat(accept.getConfirm().getAccept()).isTrue();
      assertThat(accept.getConfirm().getHeldRight()).isEqualTo(-42);
      assertThat(accept.getConfirm().getHeldNumber()).isEqualTo(5001);
      assertThat(accept.getExpiresAtMillis())
          .as("not for the next visitor")
          .isEqualTo(centre.clock.millis() + 5_000);
      issue(new Scope.OneGate("N1"), about(Action.CONFIRM_REJECT, new Holding(42, 5002)));
      var reject = gate.await(Envelope.BodyCase.COMMAND).getCommand();
      assertThat(reject.hasConfirm()).isTrue();
      assertThat(reject.getConfirm().getAccept()).isFalse();
      assertThat(reject.getConfirm().getHeldNumber()).isEqualTo(5002);
      issue(new Scope.OneGate("N1"), Action.OUT_OF_SERVICE);
      assertThat(gate.await(Envelope.BodyCase.COMMAND).getCommand().getSetMode())
          .isEqualTo(LaneMode.OUT_OF_SERVICE);
      issue(new Scope.OneGate("N1"), Action.RUN_TEST);
      assertThat(gate.await(Envelope.BodyCase.COMMAND).getCommand().hasRunTest()).isTrue();
    }
    assertThat(centre.count("audit where action = 'command.confirm-accept' and actor = 'wang'"))
        .isEqualTo(1);
  }

  @Test
  void nobodyIsConfirmedWithoutBeingNamed() {
    assertThatThrownBy(() -> Order.of(Action.CONFIRM_ACCEPT))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> about(Action.OPEN_ONCE, new Holding(1, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aHoldingIsSpelledSoThatItComesBackTheSame() {
    for (var holding : List.of(new Holding(42, 5001), new Holding(-1, -1), new Holding(0, 0))) {
      assertThat(Holding.of(holding.text())).contains(holding);
    }
    assertThat(new Holding(42, 5001).text()).isEqualTo("000000000000002a-5001");
    assertThat(Holding.of("000000000000002a")).isEmpty();
    assertThat(Holding.of("000000000000002a-99999999999999999999")).isEmpty();
  }

  @Test
  void aCommandToTheWholeParkReachesEveryGate() throws Exception {
    try (var n1 = centre.gate("N1");
        var n2 = centre.gate("N2")) {
      var batch = issue(new Scope.WholePark(), Action.EMERGENCY_OPEN);
      assertThat(batch.commands()).extracting(CommandState::gate).containsExactly("N1", "N2");
      for (var gate : new TestGate[] {n1, n2}) {
        assertThat(gate.await(Envelope.BodyCase.COMMAND).getCommand().getSetMode())
            .isEqualTo(LaneMode.EMERGENCY_OPEN);
      }
    }
    assertThat(issue(new Scope.CheckPoint("north"), Action.CONTROLLED).commands()).hasSize(2);
    assertThat(
            await(
                centre.commands.issue(
                    new Scope.CheckPoint("south"), Order.of(Action.CONTROLLED), "w", "")))
        .isEmpty();
  }

  @Test
  void anUnansweredCommandIsSentAgainAfterAReconnectionAndLateTruthCounts() throws Exception {
    var identity = centre.enrol("N1");
    String id;
    try (var gate = TestGate.connect(centre, identity).hello("N1")) {
      issue(new Scope.OneGate("N1"), Action.ALWAYS_OPEN);
      id = gate.await(Envelope.BodyCase.COMMAND).getCommand().getId();
    }
    try (var gate = TestGate.connect(centre, identity).hello("N1")) {
      assertThat(gate.await(Envelope.BodyCase.COMMAND).getCommand().getId()).isEqualTo(id);
      // The gate had done it before the connection broke; only the answer was lost.
      answer(gate, id, CommandResult.Outcome.DUPLICATE, "");
      outcome("DUPLICATE");
      gate.send(
          Envelope.newBuilder()
              .setEvents(
                  org.shanmen.protocol.wire.Events.newBuilder()
                      .addEvents(
                          Event.newBuilder()
                              .setEpoch(1)
                              .setSequence(1)
                              .setAtMillis(centre.clock.millis())
                              .setKind(EventKind.COMMAND_DONE)
                              .setDetail(id))));
      outcome("DONE");
    }
  }

  @Test
  void whatTheJournalSaysFirstIsNotUnsaidByALateDuplicate() throws Exception {
    var identity = centre.enrol("N1");
    String id;
    try (var gate = TestGate.connect(centre, identity).hello("N1")) {
      issue(new Scope.OneGate("N1"), Action.ALWAYS_OPEN);
      id = gate.await(Envelope.BodyCase.COMMAND).getCommand().getId();
    }
    try (var gate = TestGate.connect(centre, identity).hello("N1")) {
      gate.sendEvents(done(id));
      gate.await(Envelope.BodyCase.EVENTS_ACK);
      outcome("DONE");
      answer(gate, id, CommandResult.Outcome.DUPLICATE, "");
      gate.heartbeat();
      gate.await(Envelope.BodyCase.HEARTBEAT_REPLY);
      assertThat(await(centre.commands.latest(1)))
          .extracting(CommandState::outcome)
          .containsExactly("DONE");
    }
  }

  @Test
  void theLastWordOfTheControlRoomIsTheLastThatAReconnectedGateHears() throws Exception {
    issue(new Scope.OneGate("N2"), Action.OPEN_ONCE);
    var release = new CountDownLatch(1);
    var held = holdCommands(release);
    // Now every look at what is pending waits: it wants to give that command up.
    centre.clock.advance(Duration.ofSeconds(13));
    issue(new Scope.OneGate("N1"), Action.ALWAYS_CLOSED);
    try (var gate = centre.gate("N1")) {
      issue(new Scope.OneGate("N1"), Action.EMERGENCY_OPEN);
      gate.heartbeat();
      gate.await(Envelope.BodyCase.HEARTBEAT_REPLY);
      release.countDown();
      held.join();
      assertThat(gate.await(Envelope.BodyCase.COMMAND).getCommand().getSetMode())
          .isEqualTo(LaneMode.ALWAYS_CLOSED);
      assertThat(gate.await(Envelope.BodyCase.COMMAND).getCommand().getSetMode())
          .isEqualTo(LaneMode.EMERGENCY_OPEN);
    } finally {
      release.countDown();
    }
  }

  /** Locks the rows of all commands that there are, until released. */
  private CompletableFuture<Void> holdCommands(CountDownLatch release) throws Exception {
    var locked = new CountDownLatch(1);
    var held =
        CompletableFuture.runAsync(
            () ->
                centre.database.transact(
                    tx -> {
                      tx.fetch("select id from command for update");
                      locked.countDown();
                      try {
                        return release.await(30, TimeUnit.SECONDS);
                      } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                    }));
    assertThat(locked.await(30, TimeUnit.SECONDS)).isTrue();
    return held;
  }

  private Event done(String command) {
    return Event.newBuilder()
        .setEpoch(1)
        .setSequence(1)
        .setAtMillis(centre.clock.millis())
        .setKind(EventKind.COMMAND_DONE)
        .setDetail(command)
        .build();
  }

  @Test
  void aCommandToAVeryLargeParkLeavesNoGateOut() {
    centre.database.transact(
        tx ->
            tx.execute(
                "insert into gate (code, name_zh, name_en, check_point_id, kind)"
                    + " select 'X' || n, 'X', 'X', 1, 'ENTRY' from generate_series(1, 1100) n"));
    assertThat(issue(new Scope.WholePark(), Action.EMERGENCY_OPEN).commands()).hasSize(1102);
  }

  @Test
  void aCommandThatNobodyAnswersIsGivenUpAndNotSentLater() throws Exception {
    var identity = centre.enrol("N1");
    issue(new Scope.OneGate("N1"), Action.OPEN_ONCE);
    outcome("PENDING");
    centre.clock.advance(Duration.ofSeconds(13));
    outcome("UNREACHABLE");
    try (var gate = TestGate.connect(centre, identity).hello("N1")) {
      issue(new Scope.OneGate("N1"), Action.RELEASE_FIRE);
      assertThat(gate.await(Envelope.BodyCase.COMMAND).getCommand().hasReleaseFire()).isTrue();
    }
  }

  private Batch issue(Scope scope, Action action) {
    return issue(scope, Order.of(action));
  }

  private Batch issue(Scope scope, Order order) {
    return await(centre.commands.issue(scope, order, "wang", "10.0.0.1")).orElseThrow();
  }

  private static Order about(Action action, Holding holding) {
    return new Order(action, Optional.empty(), Optional.of(holding));
  }

  private static void answer(TestGate gate, String id, CommandResult.Outcome outcome, String text)
      throws Exception {
    gate.send(
        Envelope.newBuilder()
            .setCommandResult(
                CommandResult.newBuilder().setId(id).setOutcome(outcome).setText(text)));
  }

  private CommandState outcome(String outcome) throws InterruptedException {
    while (true) {
      var state = changes.poll(30, TimeUnit.SECONDS);
      assertThat(state).as("a command with outcome " + outcome).isNotNull();
      if (state.outcome().equals(outcome)) {
        return state;
      }
    }
  }
}
