package org.shanmen.gate.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.gate.admission.HeldRights.CARD;
import static org.shanmen.gate.admission.HeldRights.activeUntil;
import static org.shanmen.gate.admission.HeldRights.from;
import static org.shanmen.gate.admission.HeldRights.hour;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Fee;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneSettings;
import org.shanmen.protocol.wire.Reason;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.protocol.wire.TicketKind;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

/** Which of the rights on one card, or of one face, speaks for it. */
class SeveralRightsTest {
  private static final LaneSettings SETTINGS =
      LaneSettings.newBuilder()
          .setGateNumber(1)
          .setArea(1)
          .setKind(LaneKind.ENTRY)
          .setZone("Asia/Shanghai")
          .setFingerprintKey(ByteString.copyFrom(new byte[16]))
          .build();

  private final HeldRights held = new HeldRights();
  private final Doorkeeper keeper = new Doorkeeper(SETTINGS, held);

  @Test
  void theRightThatOpensSpeaksForTheCard() {
    held.card(
        activeUntil(1, hour(24)).setState(RightState.RIGHT_BLOCKED), activeUntil(2, hour(24)));
    assertThat(shown()).isEqualTo(2);
    assertThat(decision()).isInstanceOf(Decision.Admit.class);
  }

  @Test
  void ofTwoThatOpenTheOneThatEndsFirstIsUsed() {
    held.card(activeUntil(1, hour(48)), activeUntil(3, hour(24)), activeUntil(2, hour(24)));
    assertThat(shown()).isEqualTo(2);
  }

  @Test
  void whatCostsNothingIsUsedBeforeWhatIsPaidAtTheGate() {
    held.templates.put(
        6,
        TicketTemplate.newBuilder()
            .setId(6)
            .addFees(Fee.newBuilder().setArea(1).setFen(500))
            .build());
    held.card(
        activeUntil(1, hour(24)).setTemplate(6).setCreditFen(1_000), activeUntil(2, hour(48)));
    assertThat(shown()).isEqualTo(2);
  }

  @Test
  void theExitIsBookedOnTheRightOnWhichSomebodyIsInside() {
    held.used.put(
        2L,
        Use.newBuilder()
            .setRight(2)
            .setPeople(1)
            .setAtMillis(hour(8))
            .setDirection(Direction.IN)
            .setArea(1)
            .build());
    held.card(activeUntil(1, hour(8)), activeUntil(2, hour(48)), activeUntil(3, hour(24)));
    assertThat(rightAt(LaneKind.EXIT)).isEqualTo(2);
    assertThat(rightAt(LaneKind.TWO_WAY)).isEqualTo(2);
  }

  @Test
  void whoIsNotKnownToBeInsideLeavesOnARightThatIsValid() {
    held.card(
        activeUntil(1, hour(8)),
        activeUntil(2, hour(24)).setState(RightState.RIGHT_NOT_ACTIVATED),
        activeUntil(3, hour(48)));
    assertThat(rightAt(LaneKind.EXIT)).isEqualTo(3);
  }

  @Test
  void anEndByDaysFromTheFirstUseIsAnEndToo() {
    held.templates.put(5, TicketTemplate.newBuilder().setId(5).setDaysFromFirstUse(1).build());
    held.used.put(2L, Use.newBuilder().setRight(2).setPeople(1).setAtMillis(hour(1)).build());
    held.card(activeUntil(1, hour(48)), activeUntil(2, hour(96)));
    assertThat(shown()).isEqualTo(2);
  }

  @Test
  void aRightThatOpensByItselfIsUsedBeforeOneThatNeedsACheck() {
    held.templates.put(6, TicketTemplate.newBuilder().setId(6).setNeedsCheck(true).build());
    held.card(activeUntil(1, hour(24)).setTemplate(6), activeUntil(2, hour(48)));
    assertThat(shown()).isEqualTo(2);
    held.card(
        activeUntil(1, hour(24)).setTemplate(6),
        activeUntil(2, hour(48)).setState(RightState.RIGHT_LOST));
    assertThat(shown()).isEqualTo(1);
    assertThat(decision()).isInstanceOf(Decision.Hold.class);
  }

  @Test
  void ofDisjointValiditiesTheCurrentOneIsHeard() {
    held.templates.put(5, TicketTemplate.newBuilder().setId(5).addAreas(9).build());
    held.card(activeUntil(1, hour(8)), activeUntil(2, hour(24)), from(3, hour(48)));
    assertThat(shown()).isEqualTo(2);
    assertThat(((Decision.Refuse) decision()).reason()).isEqualTo(Reason.WRONG_AREA);
  }

  @Test
  void aRightIsCurrentFromItsFirstToBeforeItsLastMoment() {
    held.templates.put(5, TicketTemplate.newBuilder().setId(5).addAreas(9).build());
    held.card(activeUntil(1, hour(9)), from(2, hour(9)));
    assertThat(shown()).isEqualTo(2);
    held.templates.put(6, TicketTemplate.newBuilder().setId(6).setEntriesPerDay(1).build());
    held.used.put(1L, Use.newBuilder().setRight(1).setPeople(1).setAtMillis(hour(1)).build());
    held.card(activeUntil(1, hour(9)).setTemplate(6), from(2, hour(10)));
    assertThat(shown()).isEqualTo(2);
  }

  @Test
  void whenNoneIsCurrentTheNextOneIsNamedWithItsDate() {
    held.card(
        activeUntil(1, hour(8)),
        from(2, hour(72)),
        from(3, hour(48)),
        activeUntil(4, hour(24)).setState(RightState.RIGHT_REVOKED),
        from(5, hour(30)).setState(RightState.RIGHT_REVOKED));
    assertThat(shown()).isEqualTo(3);
    assertThat(decision())
        .isEqualTo(
            new Decision.Refuse(
                new Ticket(3, 5, TicketKind.TICKET_KIND_UNSPECIFIED, "", ""),
                Reason.NOT_YET_VALID,
                hour(48)));
  }

  @Test
  void ofRefusalsTheFirstInTheOrderOfTheRulesIsHeard() {
    held.templates.put(6, TicketTemplate.newBuilder().setId(6).addAreas(9).build());
    held.used.put(3L, Use.newBuilder().setRight(3).setPeople(1).setAtMillis(hour(1)).build());
    held.card(
        activeUntil(1, hour(24)).setTemplate(6),
        activeUntil(3, hour(48)).setEntries(1),
        activeUntil(2, hour(24)).setTemplate(6));
    assertThat(shown()).isEqualTo(3);
    held.card(activeUntil(2, hour(24)).setTemplate(6), activeUntil(1, hour(24)).setTemplate(6));
    assertThat(shown()).isEqualTo(1);

    held.card(activeUntil(2, hour(8)), activeUntil(1, hour(8)).setState(RightState.RIGHT_LOST));
    assertThat(shown()).isEqualTo(1);
    held.card(activeUntil(-1, hour(8)), activeUntil(2, hour(8)));
    assertThat(shown()).isEqualTo(2);
  }

  @Test
  void whoShowsHisCardAgainInTheLaneMeansTheRightThatLetHimIn() {
    held.card(activeUntil(1, hour(24)).setEntries(1), activeUntil(2, hour(48)));
    held.reserved.put(1L, 1);
    assertThat(shown()).isEqualTo(1);
  }

  @Test
  void theOrderInWhichRightsAreHeldMakesNoDifference() {
    var rights =
        List.of(
            activeUntil(1, hour(8)).build(),
            activeUntil(2, hour(48)).build(),
            activeUntil(3, hour(24)).build());
    held.templates.putIfAbsent(5, TicketTemplate.newBuilder().setId(5).build());
    for (int rotation = 0; rotation < 3; rotation++) {
      var turned = new ArrayList<>(rights);
      Collections.rotate(turned, rotation);
      held.byFingerprint.put(CARD, turned);
      assertThat(shown()).isEqualTo(3);
    }
  }

  /** His season ticket ends first and speaks for the card; he is staff all the same. */
  @Test
  void ofSeveralRightsOnACardOneStaffCardIsEnoughToBeStaff() {
    held.templates.put(
        6, TicketTemplate.newBuilder().setId(6).setKind(TicketKind.STAFF_CARD).build());
    held.card(activeUntil(1, hour(24)), activeUntil(2, hour(48)).setTemplate(6));
    assertThat(shown()).isEqualTo(1);
    assertThat(staff()).isEqualTo(2);

    held.card(activeUntil(1, hour(24)), activeUntil(2, hour(8)).setTemplate(6));
    assertThat(staff()).as("ended an hour ago").isZero();
    held.card(activeUntil(2, hour(48)).setTemplate(6).setState(RightState.RIGHT_LOST));
    assertThat(staff()).isZero();
  }

  /** The right that spoke for the card. */
  private long shown() {
    return decision().ticket().right();
  }

  private Decision decision() {
    return judge().decision();
  }

  private long staff() {
    return judge().staff();
  }

  private Judgement judge() {
    return at(keeper, Direction.IN);
  }

  private long rightAt(LaneKind kind) {
    var there = new Doorkeeper(SETTINGS.toBuilder().setKind(kind).build(), held);
    return at(there, Direction.OUT).decision().ticket().right();
  }

  private Judgement at(Doorkeeper lane, Direction direction) {
    var circumstances = held.circumstances(direction, hour(9));
    return lane.judge(CredentialKind.CARD, "C", CARD, circumstances);
  }
}
