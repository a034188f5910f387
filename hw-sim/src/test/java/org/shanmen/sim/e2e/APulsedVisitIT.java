package org.shanmen.sim.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.shanmen.sim.demo.ModelPark;
import org.shanmen.sim.lane.ArmPosition;
import org.shanmen.sim.lane.Walk;
import org.shanmen.sim.park.ArmBoard;
import org.shanmen.sim.park.GateHouse;
import org.shanmen.sim.park.GateSite;

/**
 * A visitor's way from the window to the books, where the arm's board takes pulses and counts. A
 * release that is held for longer than a pulse would leave this board open after him.
 */
@ExtendWith(RunningPark.class)
class APulsedVisitIT {
  private static final GateSite SITE =
      new GateSite(
          "P1",
          "北门快速通道",
          "North express lane",
          ModelPark.NORTH,
          "ENTRY",
          ArmBoard.PULSES_AND_COUNTS);

  /** Longer than all that a test waits for: what was not seen by its end did not come. */
  private static final Duration THE_WHOLE_TEST = Duration.ofMinutes(10);

  private final TestPark park;
  private GateHouse gate;

  APulsedVisitIT(TestPark park) {
    this.park = park;
  }

  @BeforeEach
  void aPulsedLane() {
    gate = park.park().gate(SITE.code());
    if (gate == null) {
      gate = park.park().addGate(park.as("admin"), SITE);
      gate.awaitLinked();
    }
    gate.awaitArm(arm -> arm == ArmPosition.LOCKED, TestPark.SOON);
  }

  @Test
  void onePulseLetsOneInWhoIsCountedAndReportedOnceThoughTheGateIsKilled() {
    TestPark.Ticket ticket = park.sell(ModelPark.DAY);
    long passesBefore = gate.ops().health().passes();
    long storedBefore = park.storedPasses(gate);
    int eventsBefore = park.events(gate).size();

    assertThat(gate.show(ticket.qr()).reason()).isEmpty();
    gate.awaitArm(arm -> arm == ArmPosition.RELEASED_IN, TestPark.SOON);
    assertThat(gate.walk(Walk.in().by(2)).passed()).as("one pulse, one person").isOne();
    gate.awaitArm(arm -> arm == ArmPosition.LOCKED, TestPark.SOON);
    gate.awaitHealth(
        "to have counted him", TestPark.SOON, health -> health.passes() == passesBefore + 1);

    gate.program().kill();
    gate.program().start();
    gate.awaitLinked();
    park.awaitAllStored(gate);

    assertThat(park.storedPasses(gate)).isEqualTo(storedBefore + 1);
    assertThat(park.ticket(ticket.number()).getInteger("used")).isOne();
    List<JsonObject> events = park.events(gate);
    assertThat(events.subList(eventsBefore, events.size()))
        .extracting(event -> event.getString("kind"))
        .as("whoever pushed behind him was held up, and nothing was assumed")
        .containsOnlyOnce("ADMITTED", "PASSED")
        .doesNotContain("USE_ASSUMED", "UNAUTHORISED_PASS", "GIVEN_BACK");
  }

  @Test
  void afterARefundNoPulseComes() {
    TestPark.Ticket ticket = park.sell(ModelPark.DAY);
    park.as("clerk").post("/tickets/" + ticket.number() + "/refund", new JsonObject());
    park.awaitCurrent(gate);
    var opened = gate.lane().when(state -> state.arm() != ArmPosition.LOCKED, THE_WHOLE_TEST);

    assertThat(gate.show(ticket.qr()).reason()).isEqualTo("REVOKED");
    park.awaitAllStored(gate);

    assertThat(opened).as("no pulse").isNotDone();
    assertThat(park.ticket(ticket.number()).getInteger("used")).isZero();
  }
}
