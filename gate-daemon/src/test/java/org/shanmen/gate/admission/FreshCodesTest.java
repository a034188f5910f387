package org.shanmen.gate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.shanmen.protocol.wire.ClockQuality;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.Reason;
import org.shanmen.protocol.wire.RightState;

/** How old a rotating code may be, by what the gate's time is worth. */
class FreshCodesTest {
  private static final String NOON = "2026-05-01T12:00";
  private static final long MINUTE = 60_000;

  private final Asking asking = Asking.inShanghai();

  @Property(tries = 300)
  void aCodeIsOldAfterAMinuteOfTheCentresTime(
      @ForAll @LongRange(min = -120_000, max = 400_000) long age) {
    for (var clock : EnumSet.of(ClockQuality.LINKED, ClockQuality.HELD, ClockQuality.LOWER_BOUND)) {
      assertThat(isOld(age, clock)).as("%s, %d ms", clock, age).isEqualTo(age >= MINUTE);
    }
    assertThat(isOld(age, ClockQuality.LOCAL)).isEqualTo(age >= 6 * MINUTE);
  }

  /** The true time is later than the bound: only what was old then is surely old. */
  @Property(tries = 300)
  void aGateThatKnowsABoundOnlyRefusesNobodyWhoIsFresh(
      @ForAll @LongRange(max = 59_999) long age, @ForAll @LongRange(max = 86_400_000) long behind) {
    assertThat(isOld(age - behind, ClockQuality.LOWER_BOUND)).isFalse();
  }

  @Test
  void aCodeThatDoesNotRotateHasNoAge() {
    asking.question.setClock(ClockQuality.LINKED);
    assertThat(Admission.decide(asking.questionAt(NOON))).isInstanceOf(Decision.Admit.class);
  }

  @Test
  void whatOnlyTheWindowCanMendIsToldBeforeTheAgeOfTheCode() {
    asking.question.setCodeMadeAtMillis(asking.at(NOON) - MINUTE);
    asking.right.setEntries(1);
    asking.in("2026-05-01T10:00", 1);
    assertThat(asking.refusalAt(NOON)).isEqualTo(Reason.OLD_CODE);
    asking.right.setState(RightState.RIGHT_LOST);
    assertThat(asking.refusalAt(NOON)).isEqualTo(Reason.LOST);
  }

  @Test
  void nobodyIsKeptInForAnOldCode() {
    asking.question.setCodeMadeAtMillis(asking.at(NOON) - MINUTE);
    asking.question.setLane(LaneKind.TWO_WAY).setDirection(Direction.OUT);
    assertThat(Admission.decide(asking.questionAt(NOON))).isInstanceOf(Decision.Admit.class);
  }

  private boolean isOld(long ageMillis, ClockQuality clock) {
    asking.question.setClock(clock).setCodeMadeAtMillis(asking.at(NOON) - ageMillis);
    return Admission.decide(asking.questionAt(NOON)) instanceof Decision.Refuse refusal
        && refusal.reason() == Reason.OLD_CODE;
  }
}
