package org.shanmen.sim.e2e;

import static java.util.Comparator.naturalOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.shanmen.sim.crowd.Codes;
import org.shanmen.sim.demo.ModelPark;
import org.shanmen.sim.lane.ArmPosition;
import org.shanmen.sim.lane.Walk;
import org.shanmen.sim.lane.WalkOutcome;
import org.shanmen.sim.park.Await;
import org.shanmen.sim.park.GateHouse;
import org.shanmen.sim.rig.Credential;

/** A visitor's way through, from the window to the books. */
@ExtendWith(RunningPark.class)
class AVisitIT {
  private final TestPark park;

  AVisitIT(TestPark park) {
    this.park = park;
  }

  @Test
  void whoBuysAndScansAndWalksIsCounted() {
    TestPark.Ticket ticket = park.sell(ModelPark.DAY);
    long before = park.storedPasses(park.n1());

    GateHouse.Decision decision = park.enter(park.n1(), ticket.qr());

    assertThat(decision.reason()).isEmpty();
    park.n1().awaitArm(arm -> arm == ArmPosition.LOCKED, TestPark.SOON);
    park.awaitAllStored(park.n1());
    assertThat(park.storedPasses(park.n1())).isEqualTo(before + 1);
    JsonObject stored = park.ticket(ticket.number());
    assertThat(stored.getInteger("used")).isEqualTo(1);
    assertThat(stored.getJsonArray("uses").getJsonObject(0).getString("gate")).isEqualTo("N1");
  }

  @Test
  void aTicketThatWasUsedAtOneGateIsRefusedAtTheOther() {
    TestPark.Ticket ticket = park.sell(ModelPark.DAY);
    park.enter(park.n1(), ticket.qr());
    park.awaitAllStored(park.n1());
    park.awaitCurrent(park.e1());

    assertThat(park.enter(park.e1(), ticket.qr()).reason()).isEqualTo("USED_UP");
  }

  /** The best of three: whatever else the machine does may delay any one of them. */
  @Test
  void aRefundedTicketIsRefusedWithinASecond() {
    assertThat(Stream.generate(this::refusedAfterItsRefund).limit(3).min(naturalOrder()))
        .hasValueSatisfying(best -> assertThat(best).isLessThan(Duration.ofSeconds(1)));
  }

  /** How long after the clerk's click the gate had refused the ticket. */
  private Duration refusedAfterItsRefund() {
    TestPark.Ticket ticket = park.sell(ModelPark.DAY);
    var clerk = park.as("clerk");
    // The gate's own word, so that no time is lost in asking the centre.
    long version = park.n1().ops().health().whitelistVersion();
    long refundedNanos = System.nanoTime();
    clerk.post("/tickets/" + ticket.number() + "/refund", new JsonObject());
    park.n1()
        .awaitHealth(
            "to hear of the refund", TestPark.SOON, health -> health.whitelistVersion() > version);
    GateHouse.Decision decision = park.enter(park.n1(), ticket.qr());

    assertThat(decision.reason()).isEqualTo("REVOKED");
    return Duration.ofNanos(System.nanoTime() - refundedNanos);
  }

  @Test
  void aCardOpensTheGateAsOftenAsItHasEntries() {
    String card = park.newCard();
    TestPark.Ticket ticket = park.sellOn(ModelPark.COUNT_CARD, "CARD", card);

    assertThat(park.enter(park.e1(), Credential.ic(card)).reason()).isEmpty();
    assertThat(park.enter(park.n1(), Credential.ic(card)).reason()).isEmpty();

    park.awaitAllStored(park.n1());
    park.awaitAllStored(park.e1());
    assertThat(park.ticket(ticket.number()).getInteger("used")).isEqualTo(2);
  }

  @Test
  void aFaceOpensTheGateAndAFriendWithTheSamePassIsTooSoon() {
    park.sellOn(ModelPark.MONTH_PASS, "FACE", "88001234");

    assertThat(park.enter(park.n1(), Credential.face("88001234")).reason()).isEmpty();
    park.awaitAllStored(park.n1());
    park.awaitCurrent(park.e1());
    assertThat(park.enter(park.e1(), Credential.face("88001234")).reason()).isEqualTo("TOO_SOON");
  }

  @Test
  void aGroupOfThreeThatSendsTwoInHasOneEntryLeft() {
    TestPark.Ticket ticket = park.sellGroup(3);
    GateHouse gate = park.n1();
    gate.awaitArm(arm -> arm == ArmPosition.LOCKED, TestPark.SOON);

    assertThat(gate.show(ticket.qr()).isAdmission()).isTrue();
    gate.awaitArm(arm -> arm == ArmPosition.RELEASED_IN, TestPark.SOON);
    assertThat(gate.walk(Walk.in().by(2)).passed()).isEqualTo(2);

    gate.awaitArm(arm -> arm == ArmPosition.LOCKED, TestPark.SOON); // the third one's time is up
    park.awaitAllStored(gate);
    assertThat(park.ticket(ticket.number()).getInteger("used")).isEqualTo(2);
    assertThat(park.enter(gate, ticket.qr()).reason()).isEmpty();
    assertThat(park.enter(gate, ticket.qr()).reason()).isEqualTo("USED_UP");
  }

  @Test
  void whoTurnsBackKeepsHisTicket() {
    TestPark.Ticket ticket = park.sell(ModelPark.DAY);
    GateHouse gate = park.n1();
    gate.awaitArm(arm -> arm == ArmPosition.LOCKED, TestPark.SOON);
    assertThat(gate.show(ticket.qr()).isAdmission()).isTrue();
    gate.awaitArm(arm -> arm == ArmPosition.RELEASED_IN, TestPark.SOON);

    WalkOutcome outcome = gate.walk(Walk.in().by(Walk.Manner.TURN_BACK));

    assertThat(outcome.turnedBack()).isEqualTo(1);
    gate.awaitArm(arm -> arm == ArmPosition.LOCKED, TestPark.SOON);
    park.awaitAllStored(gate);
    assertThat(park.ticket(ticket.number()).getInteger("used")).isZero();
    assertThat(park.enter(gate, ticket.qr()).reason()).isEmpty();
  }

  @Test
  void aGateThatIsMovedDecidesByItsNewCheckPointWithoutARestart() {
    assertThat(shownAtE1()).isEqualTo("WRONG_AREA");
    moveE1(ModelPark.NORTH);
    Await.until("E1 to stand in the garden", TestPark.SOON, this::shownAtE1, ""::equals);
    moveE1(ModelPark.EAST);
    Await.until("E1 to be back", TestPark.SOON, this::shownAtE1, "WRONG_AREA"::equals);
  }

  private String shownAtE1() {
    return park.enter(park.e1(), park.sell(ModelPark.GARDEN_ONLY).qr()).reason();
  }

  private void moveE1(String checkPoint) {
    park.as("admin").patch("/gates/E1", new JsonObject().put("check_point", checkPoint));
  }

  @Test
  void whatTheParkNeverIssuedIsRefusedForWhatItIs() {
    var codes = new Codes(99);
    assertThat(park.enter(park.n1(), Credential.qr(codes.forged())).reason()).isEqualTo("FORGED");
    assertThat(park.enter(park.n1(), Credential.qr(codes.unknownCode())).reason())
        .isEqualTo("UNKNOWN");
    assertThat(park.enter(park.e1(), park.sell(ModelPark.GARDEN_ONLY).qr()).reason())
        .isEqualTo("WRONG_AREA");
    assertThat(park.n1().lane().state().arm()).isEqualTo(ArmPosition.LOCKED);
  }
}
