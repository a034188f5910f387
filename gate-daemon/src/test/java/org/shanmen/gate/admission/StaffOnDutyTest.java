package org.shanmen.gate.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.protocol.wire.Reason.ALREADY_INSIDE;
import static org.shanmen.protocol.wire.Reason.USED_UP;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.Question;
import org.shanmen.protocol.wire.Reentry;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.protocol.wire.TicketKind;

/** Which staff cards may speak for a visitor who is held. */
class StaffOnDutyTest {
  private static final String NINE = "2026-05-01T09:00";

  private final Asking asking = Asking.inShanghai();

  @BeforeEach
  void aStaffCard() {
    asking.rules.setKind(TicketKind.STAFF_CARD);
  }

  @Test
  void aStaffCardThatIsGoodIs() {
    assertThat(onDuty()).isTrue();
  }

  @Test
  void anyOtherTicketIsNot() {
    asking.rules.setKind(TicketKind.PERIOD_PASS);
    assertThat(onDuty()).isFalse();
  }

  @Test
  void itsHolderMayBeInsideAlready() {
    asking.rules.setAntiPassbackMinutes(600);
    asking.in("2026-05-01T08:00", 1);
    assertThat(asking.refusalAt(NINE)).isEqualTo(ALREADY_INSIDE);
    assertThat(onDuty()).isTrue();
  }

  @Test
  void whoseEntriesAreUsedUpOrTooSoonOrTheAreaFullIsStaffAllTheSame() {
    asking.right.setEntries(1);
    asking.rules.setEntriesPerArea(1).setEntriesPerDay(1).setMinutesBetween(600);
    asking.rules.setReentry(Reentry.REENTRY_NEVER);
    asking.question.setAreaFull(true);
    asking.in("2026-05-01T08:00", 1);
    assertThat(asking.refusalAt(NINE)).isEqualTo(USED_UP);
    assertThat(onDuty()).isTrue();
  }

  @Test
  void whoMustHaveLeftToComeBackIsStaffAllTheSame() {
    asking.rules.setReentry(Reentry.REENTRY_AFTER_EXIT);
    asking.in("2026-05-01T08:00", 1);
    assertThat(asking.refusalAt(NINE)).isEqualTo(ALREADY_INSIDE);
    assertThat(onDuty()).isTrue();
  }

  /** Of several refusals the visitor hears the count first; the card has ended all the same. */
  @Test
  void anEndedOneIsNotThoughItsHolderHearsThatHeIsInside() {
    asking.valid("2026-01-01T00:00", "2026-05-01T00:00");
    asking.rules.setAntiPassbackMinutes(600);
    asking.in("2026-05-01T08:00", 1);
    assertThat(asking.refusalAt(NINE)).isEqualTo(ALREADY_INSIDE);
    assertThat(onDuty()).isFalse();
  }

  @Test
  void anEndedOneIsNotThoughItsHolderHearsThatItIsUsedUp() {
    asking.valid("2026-01-01T00:00", "2026-05-01T00:00");
    asking.right.setEntries(1);
    asking.in("2026-04-01T08:00", 1);
    assertThat(asking.refusalAt(NINE)).isEqualTo(USED_UP);
    assertThat(onDuty()).isFalse();
  }

  @Test
  void oneThatBeginsLaterOrIsShownOutsideItsHoursIsNot() {
    asking.hours("10:00", "18:00");
    assertThat(onDuty()).isFalse();
    assertThat(onDutyAt("2026-05-01T10:00")).isTrue();
    asking.valid("2026-05-02T00:00", "2027-01-01T00:00");
    assertThat(onDutyAt("2026-05-01T10:00")).isFalse();
  }

  @Test
  void oneOfAnotherAreaOrCheckPointIsNot() {
    asking.rules.addAreas(9);
    assertThat(onDuty()).isFalse();
    asking.rules.clearAreas().addCheckPoints(99);
    assertThat(onDuty()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = RightState.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ACTIVE", "UNRECOGNIZED"})
  void oneThatIsLostBlockedOrReturnedIsNot(RightState state) {
    asking.right.setState(state);
    assertThat(onDuty()).isFalse();
  }

  @Test
  void oneThatWasReplacedIsNot() {
    asking.question.setReplaced(true);
    assertThat(onDuty()).isFalse();
  }

  /** Somebody would have to look at him first. */
  @Test
  void oneThatNeedsACheckItselfIsNot() {
    asking.rules.setNeedsCheck(true);
    assertThat(onDuty()).isFalse();
  }

  @Test
  void theSideOnWhichHeStandsMakesNoDifference() {
    asking.question.setLane(LaneKind.TWO_WAY).setDirection(Direction.OUT);
    assertThat(onDuty()).isTrue();
    asking.question.setReplaced(true);
    assertThat(onDuty()).isFalse();
  }

  @Property
  void whoeverIsAdmittedOnAStaffCardIsStaffAndNoQuestionBreaksIt(@ForAll long seed) {
    for (Question asked : List.of(Questions.wild(seed), Questions.plausible(seed))) {
      boolean staff = Admission.isStaffOnDuty(new Case(asked));
      if (asked.getTemplate().getKind() != TicketKind.STAFF_CARD) {
        assertThat(staff).isFalse();
      } else if (Admission.decide(asked) instanceof Decision.Admit admit) {
        assertThat(staff).isEqualTo(admit.direction() == Direction.IN);
      }
    }
  }

  private boolean onDuty() {
    return onDutyAt(NINE);
  }

  private boolean onDutyAt(String local) {
    return Admission.isStaffOnDuty(new Case(asking.questionAt(local)));
  }
}
