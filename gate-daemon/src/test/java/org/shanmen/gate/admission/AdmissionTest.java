package org.shanmen.gate.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.protocol.wire.Reason.ALREADY_INSIDE;
import static org.shanmen.protocol.wire.Reason.BLOCKED;
import static org.shanmen.protocol.wire.Reason.DAILY_LIMIT;
import static org.shanmen.protocol.wire.Reason.DEVICE_FAULT;
import static org.shanmen.protocol.wire.Reason.EXPIRED;
import static org.shanmen.protocol.wire.Reason.INSUFFICIENT_BALANCE;
import static org.shanmen.protocol.wire.Reason.NOT_YET_VALID;
import static org.shanmen.protocol.wire.Reason.OFFLINE_LIMIT;
import static org.shanmen.protocol.wire.Reason.OUTSIDE_HOURS;
import static org.shanmen.protocol.wire.Reason.PARK_FULL;
import static org.shanmen.protocol.wire.Reason.REPLACED;
import static org.shanmen.protocol.wire.Reason.STALE;
import static org.shanmen.protocol.wire.Reason.TOO_SOON;
import static org.shanmen.protocol.wire.Reason.USED_UP;
import static org.shanmen.protocol.wire.Reason.WRONG_AREA;
import static org.shanmen.protocol.wire.Reason.WRONG_WAY;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Fee;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.Reason;
import org.shanmen.protocol.wire.Reentry;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.protocol.wire.TicketKind;

/** What a right's state says, who leaves, who is looked at first, and which refusal is heard. */
class AdmissionTest {
  private static final String NOON = "2026-05-01T12:00";

  private final Asking asking = Asking.inShanghai();

  @Test
  void aGoodTicketAdmitsItsHolder() {
    assertThat(asking.decisionAt(NOON))
        .isEqualTo(
            new Decision.Admit(
                new Ticket(Asking.RIGHT, 5, TicketKind.SINGLE, "全票", "Adult"),
                Direction.IN,
                1,
                Decision.UNLIMITED));
  }

  @ParameterizedTest
  @CsvSource({
    "RIGHT_REVOKED, REVOKED",
    "RIGHT_LOST, LOST",
    "RIGHT_BLOCKED, BLOCKED",
    "RIGHT_NOT_ACTIVATED, NOT_ACTIVATED",
    "RIGHT_STATE_UNSPECIFIED, NOT_ACTIVATED"
  })
  void aRightThatIsNotActiveSaysWhy(RightState state, Reason reason) {
    asking.right.setState(state);
    assertThat(asking.refusalAt(NOON)).isEqualTo(reason);
  }

  @Test
  void aStateThatANewerCentreInventedDoesNotOpenAnOlderGate() {
    asking.right.setStateValue(99);
    assertThat(asking.refusalAt(NOON)).isEqualTo(Reason.NOT_ACTIVATED);
  }

  @Test
  void aRightOfATypeThatTheGateDoesNotHoldIsAMatterOfTheList() {
    asking.question.clearTemplate();
    assertThat(asking.refusalAt(NOON)).isEqualTo(STALE);
  }

  @Test
  void aCodeThatWasReplacedIsRefusedForThat() {
    asking.question.setReplaced(true);
    assertThat(asking.refusalAt(NOON)).isEqualTo(REPLACED);
  }

  @ParameterizedTest
  @CsvSource({"Mars/Olympus", "''", "%"})
  void aGateThatDoesNotKnowItsTimeZoneDecidesNothing(String zone) {
    asking.question.setZone(zone);
    assertThat(asking.refusalAt(NOON)).isEqualTo(DEVICE_FAULT);
  }

  // ---- Looked at first ----

  @Test
  void aConcessionIsLookedAtFirst() {
    asking.right.setEntries(3);
    asking.rules.setNeedsCheck(true);
    assertThat(asking.decisionAt(NOON))
        .isInstanceOfSatisfying(
            Decision.Hold.class,
            hold -> {
              assertThat(hold.then().people()).isEqualTo(1);
              assertThat(hold.then().left()).isEqualTo(2);
              assertThat(hold.ticket().right()).isEqualTo(Asking.RIGHT);
            });
  }

  @Test
  void nobodyIsLookedAtWhoIsRefusedAnyway() {
    asking.rules.setNeedsCheck(true);
    asking.question.setAreaFull(true);
    assertThat(asking.refusalAt(NOON)).isEqualTo(PARK_FULL);
  }

  // ---- Leaving ----

  @ParameterizedTest
  @EnumSource(value = RightState.class, mode = EnumSource.Mode.EXCLUDE, names = "UNRECOGNIZED")
  void everybodyIsLetOutAtAnExit(RightState state) {
    asking.right.setState(state);
    asking.rules.setOnly(Direction.IN).setNeedsCheck(true).addAreas(9);
    asking.question.setLane(LaneKind.EXIT).setReplaced(true).setAreaFull(true).setZone("nowhere");
    assertThat(asking.decisionAt("2028-01-01T00:00"))
        .isInstanceOfSatisfying(
            Decision.Admit.class,
            admit -> {
              assertThat(admit.direction()).isEqualTo(Direction.OUT);
              assertThat(admit.people()).isEqualTo(1);
              assertThat(admit.left()).isEqualTo(Decision.UNLIMITED);
              assertThat(admit.fare()).isEqualTo(Decision.Fare.NONE);
            });
  }

  @Test
  void anExitLetsTheHolderOfATypeOutThatItDoesNotKnow() {
    asking.question.setLane(LaneKind.EXIT).clearTemplate();
    assertThat(asking.refusalAt(NOON)).isNull();
  }

  @Test
  void asManyOfAGroupAreLetOutAsAreInside() {
    asking.group(30).question.setLane(LaneKind.EXIT);
    assertThat(asking.peopleAt(NOON)).isEqualTo(1);
    asking.in("2026-05-01T09:00", 20).out("2026-05-01T10:00", 5);
    assertThat(asking.peopleAt(NOON)).isEqualTo(15);
    asking.in("2026-05-01T11:00", 30);
    assertThat(asking.peopleAt(NOON)).isEqualTo(30);
  }

  @ParameterizedTest
  @CsvSource({
    "ACTIVE, ",
    "RIGHT_NOT_ACTIVATED, ",
    "RIGHT_STATE_UNSPECIFIED, ",
    "RIGHT_REVOKED, REVOKED",
    "RIGHT_LOST, LOST",
    "RIGHT_BLOCKED, BLOCKED"
  })
  void aTwoWayLaneLetsOutWhomStaffNeedNotSee(RightState state, Reason reason) {
    wantsOutOfATwoWayLane();
    asking.right.setState(state).setEntries(1).setPeople(0);
    asking.rules.addAreas(9).setNeedsCheck(true).setKind(TicketKind.STORED_VALUE);
    asking.in("2026-05-01T09:00", 1);
    assertThat(asking.refusalAt("2028-01-01T00:00")).isEqualTo(reason);
    if (reason == null) {
      var admit = (Decision.Admit) asking.decisionAt("2028-01-01T00:00");
      assertThat(admit.direction()).isEqualTo(Direction.OUT);
      assertThat(admit.left()).isEqualTo(Decision.UNLIMITED);
    }
  }

  @Test
  void aTwoWayLaneLetsNobodyOutOnAReplacedCode() {
    wantsOutOfATwoWayLane();
    asking.question.setReplaced(true);
    assertThat(asking.refusalAt(NOON)).isEqualTo(REPLACED);
  }

  @Test
  void aTwoWayLaneLetsNobodyOutOnARightForTheWayIn() {
    wantsOutOfATwoWayLane();
    asking.rules.setOnly(Direction.IN);
    assertThat(asking.refusalAt(NOON)).isEqualTo(WRONG_WAY);
    asking.rules.setOnly(Direction.OUT);
    assertThat(asking.refusalAt(NOON)).isNull();
  }

  @Test
  void aTwoWayLaneLetsPeopleInAsAnEntryDoes() {
    asking.question.setLane(LaneKind.TWO_WAY);
    assertThat(((Decision.Admit) asking.decisionAt(NOON)).direction()).isEqualTo(Direction.IN);
    asking.right.setState(RightState.RIGHT_NOT_ACTIVATED);
    assertThat(asking.refusalAt(NOON)).isEqualTo(Reason.NOT_ACTIVATED);
  }

  @Test
  void anEntryLeadsInWhicheverWayItIsAsked() {
    asking.question.setDirection(Direction.OUT);
    assertThat(((Decision.Admit) asking.decisionAt(NOON)).direction()).isEqualTo(Direction.IN);
  }

  // ---- The order of refusals ----

  /** Everything is wrong at once; what is heard is mended, and the next refusal is heard. */
  @Test
  void theVisitorHearsTheRefusalThatHeCanActOn() {
    asking.valid("2026-05-01T00:00", "2026-05-01T11:00").hours("08:00", "10:00");
    asking.right.setState(RightState.RIGHT_BLOCKED).setEntries(1).setCreditFen(0);
    asking
        .rules
        .setEntriesPerArea(1)
        .setReentry(Reentry.REENTRY_NEVER)
        .setEntriesPerDay(1)
        .setAntiPassbackMinutes(600)
        .setMinutesBetween(600)
        .addAreas(9)
        .addCheckPoints(90)
        .setOnly(Direction.OUT)
        .setKind(TicketKind.STORED_VALUE)
        .setNeedsCheck(true);
    asking.question.setReplaced(true).setOnline(false).setAreaFull(true).setZone("nowhere");
    var template = asking.rules.clone();
    asking.in("2026-05-01T09:00", 1);
    asking.question.clearTemplate();

    assertThat(asking.refusalAt(NOON)).isEqualTo(DEVICE_FAULT);
    asking.question.setZone("Asia/Shanghai");
    assertThat(asking.refusalAt(NOON)).isEqualTo(STALE);
    asking.question.setTemplate(template);
    var rules = asking.question.getTemplateBuilder();
    assertThat(asking.refusalAt(NOON)).isEqualTo(REPLACED);
    asking.question.setReplaced(false);
    assertThat(asking.refusalAt(NOON)).isEqualTo(BLOCKED);
    asking.right.setState(RightState.ACTIVE);
    assertThat(asking.refusalAt(NOON)).isEqualTo(USED_UP);
    asking.right.setEntries(9);
    assertThat(asking.refusalAt(NOON)).isEqualTo(USED_UP);
    rules.setEntriesPerArea(0);
    assertThat(asking.refusalAt(NOON)).isEqualTo(USED_UP);
    rules.setReentry(Reentry.REENTRY_COUNTS);
    assertThat(asking.refusalAt(NOON)).isEqualTo(DAILY_LIMIT);
    rules.setReentry(Reentry.REENTRY_AFTER_EXIT);
    assertThat(asking.refusalAt(NOON)).isEqualTo(ALREADY_INSIDE);
    rules.setReentry(Reentry.REENTRY_COUNTS).setEntriesPerDay(0);
    assertThat(asking.refusalAt(NOON)).isEqualTo(ALREADY_INSIDE);
    rules.setAntiPassbackMinutes(0);
    assertThat(asking.refusalAt(NOON)).isEqualTo(EXPIRED);
    asking.valid("2026-06-01T00:00", "2026-07-01T00:00");
    assertThat(asking.refusalAt(NOON)).isEqualTo(NOT_YET_VALID);
    asking.valid("2026-05-01T00:00", "2026-07-01T00:00");
    assertThat(asking.refusalAt(NOON)).isEqualTo(OUTSIDE_HOURS);
    rules.setOpenUntilMinute(0).setOpenFromMinute(0);
    assertThat(asking.refusalAt(NOON)).isEqualTo(TOO_SOON);
    rules.setMinutesBetween(0);
    assertThat(asking.refusalAt(NOON)).isEqualTo(WRONG_AREA);
    rules.clearAreas();
    assertThat(asking.refusalAt(NOON)).isEqualTo(WRONG_AREA);
    rules.clearCheckPoints();
    assertThat(asking.refusalAt(NOON)).isEqualTo(WRONG_WAY);
    rules.clearOnly();
    assertThat(asking.refusalAt(NOON)).isEqualTo(WRONG_AREA);
    rules.addFees(Fee.newBuilder().setArea(Asking.AREA).setFen(500));
    assertThat(asking.refusalAt(NOON)).isEqualTo(INSUFFICIENT_BALANCE);
    asking.right.setCreditFen(500);
    assertThat(asking.refusalAt(NOON)).isEqualTo(OFFLINE_LIMIT);
    asking.question.setOnline(true);
    assertThat(asking.refusalAt(NOON)).isEqualTo(PARK_FULL);
    asking.question.setAreaFull(false);
    assertThat(asking.decisionAt(NOON)).isInstanceOf(Decision.Hold.class);
  }

  private void wantsOutOfATwoWayLane() {
    asking.question.setLane(LaneKind.TWO_WAY).setDirection(Direction.OUT);
  }
}
