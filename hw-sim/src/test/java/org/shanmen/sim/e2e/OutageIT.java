package org.shanmen.sim.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.shanmen.sim.demo.ModelPark;
import org.shanmen.sim.lane.ArmPosition;
import org.shanmen.sim.lane.Walk;
import org.shanmen.sim.park.GateHealth;
import org.shanmen.sim.park.GateHouse;

/**
 * The centre goes away, politely or not, and a gate dies among people; nobody notices afterwards.
 */
@ExtendWith(RunningPark.class)
class OutageIT {
  private static final int SIGKILL_EXIT = 137;

  private final TestPark park;

  OutageIT(TestPark park) {
    this.park = park;
  }

  @AfterEach
  void everythingRunsAgain() {
    if (!park.park().centre().program().isAlive()) {
      park.park().centre().start();
    }
    for (GateHouse gate : park.park().gates()) {
      gate.lane().fire(false);
      if (!gate.program().isAlive()) {
        gate.program().start();
      }
      gate.awaitLinked();
      park.awaitCurrent(gate);
    }
  }

  @Test
  void aGateGoesOnWithoutTheCentreAndTellsItEverythingOnceAfterwards() {
    TestPark.Ticket soldEarlier = park.sell(ModelPark.DAY);
    long before = park.storedPasses(park.n1());
    assertThat(park.park().centre().program().stop()).isTrue();
    park.n1().awaitHealth("to miss the centre", TestPark.SOON, health -> !health.isLinked());

    assertThat(park.enter(park.n1(), soldEarlier.qr()).reason()).isEmpty();
    assertThat(park.enter(park.n1(), soldEarlier.qr()).reason()).isEqualTo("USED_UP");

    park.park().centre().start();
    park.awaitAllStored(park.n1());
    assertThat(park.storedPasses(park.n1())).isEqualTo(before + 1);
    assertThat(park.ticket(soldEarlier.number()).getInteger("used")).isEqualTo(1);
    assertEveryEventIsStoredOnce(park.n1());
  }

  @Test
  void aFireDropsTheArmWithTheCentreStoppedAndOnlyAPersonEndsIt() {
    GateHouse gate = park.n1();
    park.park().centre().program().stop();
    gate.awaitHealth("to miss the centre", TestPark.SOON, health -> !health.isLinked());

    gate.lane().fire(true);
    gate.awaitArm(arm -> arm == ArmPosition.DROPPED, TestPark.SOON);
    gate.awaitHealth("to see the fire", TestPark.SOON, GateHealth::isFire);
    assertThat(gate.walk(Walk.out()).passed()).isEqualTo(1);

    // Neither the loop's being whole again nor the centre's coming back ends it.
    gate.lane().fire(false);
    park.park().centre().start();
    GateHealth linked = gate.awaitLinked();
    assertThat(linked.isFire()).isTrue();
    assertThat(gate.lane().state().arm()).isEqualTo(ArmPosition.DROPPED);

    park.command("gate", "N1", "release-fire");
    gate.awaitArm(arm -> arm == ArmPosition.LOCKED, TestPark.SOON);
    park.awaitAllStored(gate);
    assertEveryEventIsStoredOnce(gate);
  }

  @Test
  void aKilledCentreFindsItsDatabaseAgainAndAllThatWasInIt() {
    TestPark.Ticket ticket = park.sell(ModelPark.DAY);
    park.park().centre().program().kill();

    park.park().centre().start();

    assertThat(postgresServers()).isEqualTo(1);
    assertThat(park.ticket(ticket.number()).getString("state")).isEqualTo("ACTIVE");
    park.n1().awaitLinked();
    park.awaitCurrent(park.n1());
    assertThat(park.enter(park.n1(), ticket.qr()).reason()).isEmpty();
    park.awaitAllStored(park.n1());
    assertEveryEventIsStoredOnce(park.n1());
  }

  @Test
  void aGateThatIsKilledBetweenTwoVisitorsRemembersTheFirst() {
    TestPark.Ticket first = park.sell(ModelPark.DAY);
    TestPark.Ticket second = park.sell(ModelPark.DAY);
    GateHouse gate = park.n1();
    long before = park.storedPasses(gate);
    park.enter(gate, first.qr());
    gate.awaitArm(arm -> arm == ArmPosition.LOCKED, TestPark.SOON);

    gate.program().kill();
    assertThat(gate.program().exitCode()).isEqualTo(SIGKILL_EXIT);
    gate.program().start();
    gate.awaitLinked();

    assertThat(park.enter(gate, first.qr()).reason()).isEqualTo("USED_UP");
    assertThat(park.enter(gate, second.qr()).reason()).isEmpty();
    gate.awaitArm(arm -> arm == ArmPosition.LOCKED, TestPark.SOON);
    park.awaitAllStored(gate);
    assertThat(park.storedPasses(gate)).isEqualTo(before + 2);
    assertEveryEventIsStoredOnce(gate);
  }

  @Test
  void aGateThatIsKilledAgainAndAgainInACrowdLosesAndDoublesNothing() {
    GateHouse gate = park.n1();
    int kills = 3;
    long before = park.storedPasses(gate);
    List<TestPark.Ticket> tickets =
        IntStream.range(0, 2 * kills).mapToObj(i -> park.sell(ModelPark.DAY)).toList();

    for (int i = 0; i < kills; i++) {
      // One goes in; the next is let in and the gate dies before he has moved.
      assertThat(park.enter(gate, tickets.get(2 * i).qr()).reason()).isEmpty();
      gate.awaitArm(arm -> arm == ArmPosition.LOCKED, TestPark.SOON);
      assertThat(gate.show(tickets.get(2 * i + 1).qr()).isAdmission()).isTrue();
      gate.program().kill();
      gate.program().start();
      gate.awaitLinked();
    }

    park.awaitAllStored(gate);
    assertThat(park.storedPasses(gate)).isEqualTo(before + kills);
    for (TestPark.Ticket ticket : tickets) {
      assertThat(park.ticket(ticket.number()).getInteger("used")).isEqualTo(1);
      assertThat(park.enter(gate, ticket.qr()).reason()).isEqualTo("USED_UP");
    }
    assertEveryEventIsStoredOnce(gate);
  }

  @Test
  void aGateThatIsKilledAmongAGroupLocksAndGivesNobodyASecondEntry() {
    TestPark.Ticket ticket = park.sellGroup(4);
    GateHouse gate = park.n1();
    gate.awaitArm(arm -> arm == ArmPosition.LOCKED, TestPark.SOON);
    assertThat(gate.show(ticket.qr()).isAdmission()).isTrue();
    gate.awaitArm(arm -> arm == ArmPosition.RELEASED_IN, TestPark.SOON);
    assertThat(gate.walk(Walk.in().by(2)).passed()).isEqualTo(2);

    gate.program().kill();
    // The wires fall when nobody drives them: locked.
    gate.lane()
        .when(state -> !state.connected() && state.arm() == ArmPosition.LOCKED, TestPark.SOON)
        .join();
    gate.program().start();
    gate.awaitLinked();
    park.awaitAllStored(gate);

    // Two were seen through; whether the others slipped in, nobody knows: they must be assumed.
    assertThat(park.ticket(ticket.number()).getInteger("used")).isEqualTo(4);
    assertThat(park.enter(gate, ticket.qr()).reason()).isEqualTo("USED_UP");
    assertEveryEventIsStoredOnce(gate);
  }

  /** From the first to the last of each epoch, none missing, none twice. */
  private void assertEveryEventIsStoredOnce(GateHouse gate) {
    GateHealth health = park.awaitAllStored(gate);
    List<JsonObject> events = park.events(gate);
    List<Long> epochs = events.stream().map(e -> e.getLong("epoch")).distinct().sorted().toList();
    for (long epoch : epochs) {
      List<Long> sequences =
          events.stream()
              .filter(event -> event.getLong("epoch") == epoch)
              .map(event -> event.getLong("sequence"))
              .toList();
      assertThat(sequences)
          .as("sequences of epoch " + epoch)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, sequences.size()).boxed().toList());
    }
    assertThat(epochs).contains(health.journalEpoch());
    assertThat(
            events.stream()
                .filter(event -> event.getLong("epoch") == health.journalEpoch())
                .mapToLong(event -> event.getLong("sequence"))
                .max()
                .orElseThrow())
        .isGreaterThanOrEqualTo(health.journalLast());
  }

  /** Servers, not the processes that each of them has for its connections. */
  private long postgresServers() {
    String data = park.park().centre().data().toString();
    return ProcessHandle.allProcesses()
        .filter(OutageIT::isPostgres)
        .filter(process -> process.parent().filter(OutageIT::isPostgres).isEmpty())
        .filter(process -> process.info().commandLine().orElse("").contains(data))
        .count();
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("/postgres");
  }
}
