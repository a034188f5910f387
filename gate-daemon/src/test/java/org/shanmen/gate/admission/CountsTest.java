package org.shanmen.gate.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.protocol.wire.Direction.DIRECTION_UNSPECIFIED;
import static org.shanmen.protocol.wire.Direction.IN;
import static org.shanmen.protocol.wire.Direction.OUT;
import static org.shanmen.protocol.wire.Reason.ALREADY_INSIDE;
import static org.shanmen.protocol.wire.Reason.DAILY_LIMIT;
import static org.shanmen.protocol.wire.Reason.USED_UP;

import org.junit.jupiter.api.Test;
import org.shanmen.protocol.wire.Reentry;

/** Entries in total, per day, per area; coming back; who is inside. */
class CountsTest {
  private static final int OTHER_AREA = 2;
  private static final int OTHER_POINT = 20;

  private final Asking asking = Asking.inShanghai();

  // ---- Limits ----

  @Test
  void aTicketForOneEntryAdmitsOnce() {
    asking.right.setEntries(1);
    assertThat(asking.peopleAt("2026-05-01T09:00")).isEqualTo(1);
    assertThat(asking.leftAt("2026-05-01T09:00")).isZero();

    asking.in("2026-05-01T09:00", 1);
    assertThat(asking.refusalAt("2026-05-01T09:01")).isEqualTo(USED_UP);
  }

  @Test
  void aCountCardSaysWhatIsLeftWhenItsHolderHasPassed() {
    asking.right.setEntries(10);
    asking.in("2026-05-01T08:00", 3);
    assertThat(asking.leftAt("2026-05-02T09:00")).isEqualTo(6);
  }

  @Test
  void noEntriesMeansNoLimit() {
    for (int day = 10; day < 30; day++) {
      asking.in("2026-05-%dT08:00".formatted(day), 100);
    }
    assertThat(asking.leftAt("2026-06-01T09:00")).isEqualTo(Decision.UNLIMITED);
  }

  @Test
  void aTicketWhoseHolderStandsInTheLaneIsUsedUp() {
    asking.right.setEntries(1);
    asking.reserved(1);
    assertThat(asking.refusalAt("2026-05-01T09:00")).isEqualTo(USED_UP);
  }

  @Test
  void limitsAreUnsignedAsOnTheWire() {
    asking.right.setEntries(-1);
    asking.in("2026-05-01T08:00", -2);
    assertThat(asking.leftAt("2026-05-01T09:00")).isZero();
    asking.in("2026-05-01T08:00", 1);
    assertThat(asking.refusalAt("2026-05-01T09:00")).isEqualTo(USED_UP);
  }

  @Test
  void whatIsLeftIsNeverMoreThanAPanelCanTell() {
    asking.right.setEntries(-1);
    assertThat(asking.leftAt("2026-05-01T09:00")).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void comingOutUsesNothingUp() {
    asking.right.setEntries(1);
    asking.rules.setEntriesPerDay(1);
    asking.out("2026-05-01T08:00", 1);
    assertThat(asking.refusalAt("2026-05-01T09:00")).isNull();
  }

  @Test
  void anEntryOfWhichNobodyKnowsTheDirectionCounts() {
    asking.right.setEntries(1);
    asking.used("2026-05-01T08:00", 1, DIRECTION_UNSPECIFIED, 0, 0);
    assertThat(asking.refusalAt("2026-05-01T09:00")).isEqualTo(USED_UP);
  }

  @Test
  void theDailyLimitIsCountedByTheParksDay() {
    asking.rules.setEntriesPerDay(2);
    asking.in("2026-05-01T00:00", 1).in("2026-05-01T23:59", 1);

    assertThat(asking.refusalAt("2026-04-30T23:59")).isNull();
    assertThat(asking.refusalAt("2026-05-01T23:59")).isEqualTo(DAILY_LIMIT);
    assertThat(asking.refusalAt("2026-05-02T00:00")).isNull();
  }

  @Test
  void theDailyLimitBeginsAnewAfterTheLastOfFebruaryOfALeapYear() {
    asking.valid("2028-02-01T00:00", "2028-04-01T00:00").rules.setEntriesPerDay(1);
    asking.in("2028-02-28T10:00", 1);
    assertThat(asking.refusalAt("2028-02-28T23:59")).isEqualTo(DAILY_LIMIT);
    assertThat(asking.refusalAt("2028-02-29T00:00")).isNull();

    asking.in("2028-02-29T10:00", 1);
    assertThat(asking.refusalAt("2028-02-29T23:59")).isEqualTo(DAILY_LIMIT);
    assertThat(asking.refusalAt("2028-03-01T00:00")).isNull();
  }

  @Test
  void entriesPerAreaAreCountedForEachAreaAndForEver() {
    asking.rules.setEntriesPerArea(2);
    asking
        .in("2026-05-01T08:00", 1)
        .used("2026-05-01T09:00", 5, IN, OTHER_AREA, OTHER_POINT)
        .used("2026-05-01T09:30", 5, IN, 0, 0);
    assertThat(asking.refusalAt("2026-05-02T09:00")).isNull();

    asking.in("2026-05-02T09:00", 1);
    assertThat(asking.refusalAt("2026-06-02T09:00")).isEqualTo(USED_UP);
  }

  @Test
  void aTotalIsHeardBeforeADailyLimit() {
    asking.right.setEntries(1);
    asking.rules.setEntriesPerDay(1);
    asking.in("2026-05-01T08:00", 1);
    assertThat(asking.refusalAt("2026-05-01T09:00")).isEqualTo(USED_UP);
  }

  // ---- Groups ----

  @Test
  void aGroupIsAdmittedAsFarAsItsEntriesReach() {
    asking.group(30);
    assertThat(asking.peopleAt("2026-05-01T09:00")).isEqualTo(30);

    asking.in("2026-05-01T09:00", 28);
    assertThat(asking.peopleAt("2026-05-01T09:10")).isEqualTo(2);
    assertThat(asking.leftAt("2026-05-01T09:10")).isZero();
    asking.reserved(1);
    assertThat(asking.peopleAt("2026-05-01T09:10")).isEqualTo(1);
  }

  @Test
  void aGroupIsAdmittedAsFarAsTheDayAndTheAreaReach() {
    asking.right.setPeople(30);
    asking.rules.setEntriesPerDay(20);
    assertThat(asking.peopleAt("2026-05-01T09:00")).isEqualTo(20);
    asking.rules.setEntriesPerArea(7);
    assertThat(asking.peopleAt("2026-05-01T09:00")).isEqualTo(7);
  }

  @Test
  void aRightOfNobodyIsARightOfOne() {
    asking.right.setPeople(0);
    assertThat(asking.peopleAt("2026-05-01T09:00")).isEqualTo(1);
  }

  @Test
  void aGroupOfMoreThanCanBeCountedIsAdmittedAsFarAsCanBeCounted() {
    asking.right.setPeople(-1);
    assertThat(asking.peopleAt("2026-05-01T09:00")).isEqualTo(Integer.MAX_VALUE);
  }

  // ---- Coming back ----

  @Test
  void whereComingBackCountsItIsAnEntryLikeTheFirst() {
    asking.right.setEntries(2);
    asking.in("2026-05-01T08:00", 1).out("2026-05-01T08:30", 1);
    assertThat(asking.leftAt("2026-05-01T09:00")).isZero();
    asking.in("2026-05-01T09:00", 1);
    assertThat(asking.refusalAt("2026-05-01T09:01")).isEqualTo(USED_UP);
  }

  @Test
  void aFreeReentryCostsNoEntry() {
    asking.right.setEntries(1);
    asking.rules.setReentry(Reentry.REENTRY_FREE).setEntriesPerDay(1).setEntriesPerArea(1);
    asking.in("2026-05-01T08:00", 1);
    assertThat(asking.peopleAt("2026-05-01T09:00")).isEqualTo(1);
    assertThat(asking.leftAt("2026-05-01T09:00")).isZero();

    asking.in("2026-05-01T09:00", 1).in("2026-05-01T10:00", 1);
    assertThat(asking.refusalAt("2026-05-01T23:59")).isNull();
  }

  @Test
  void aFreeReentryIsOfTheSameDayAndTheSameArea() {
    asking.right.setEntries(2);
    asking.rules.setReentry(Reentry.REENTRY_FREE);
    asking.in("2026-05-01T23:00", 1).used("2026-05-02T00:00", 1, IN, OTHER_AREA, OTHER_POINT);
    assertThat(asking.refusalAt("2026-05-01T23:59")).isNull();
    assertThat(asking.refusalAt("2026-05-02T00:00")).isEqualTo(USED_UP);
  }

  @Test
  void aReentryThatCostNothingIsNotCountedLaterEither() {
    asking.right.setEntries(2);
    asking.rules.setReentry(Reentry.REENTRY_FREE);
    asking.in("2026-05-01T09:00", 1).in("2026-05-01T10:00", 1).in("2026-05-01T11:00", 1);
    assertThat(asking.leftAt("2026-05-02T09:00")).isZero();
    asking.in("2026-05-02T09:00", 1);
    assertThat(asking.refusalAt("2026-05-03T09:00")).isEqualTo(USED_UP);
  }

  @Test
  void aGroupComesBackFreeWhenAllOfItHaveEntered() {
    asking.group(3).rules.setReentry(Reentry.REENTRY_FREE);
    asking.in("2026-05-01T09:00", 2);
    assertThat(asking.peopleAt("2026-05-01T10:00")).isEqualTo(1);
    assertThat(asking.leftAt("2026-05-01T10:00")).isZero();

    asking.in("2026-05-01T10:00", 1);
    assertThat(asking.peopleAt("2026-05-01T11:00")).isEqualTo(3);
    asking.in("2026-05-01T11:00", 3);
    assertThat(asking.peopleAt("2026-05-01T12:00")).isEqualTo(3);
  }

  @Test
  void comingBackFreeLeavesWhatWasLeft() {
    asking.right.setEntries(5);
    asking.rules.setReentry(Reentry.REENTRY_FREE);
    asking.in("2026-05-01T09:00", 1);
    assertThat(asking.leftAt("2026-05-01T10:00")).isEqualTo(4);
  }

  @Test
  void stragglersOfAGroupComeInBeforeOthersComeBack() {
    asking.right.setPeople(3);
    asking.rules.setReentry(Reentry.REENTRY_FREE);
    asking.in("2026-05-01T09:00", 2);
    assertThat(asking.peopleAt("2026-05-01T10:00")).isEqualTo(1);
  }

  @Test
  void aUseOfMoreThanTheWholeGroupCountsForTheGroup() {
    asking.right.setPeople(3).setEntries(6);
    asking.rules.setReentry(Reentry.REENTRY_FREE);
    asking.in("2026-05-01T09:00", 5);
    assertThat(asking.leftAt("2026-05-02T09:00")).isZero();
  }

  @Test
  void whereOneMustHaveLeftNobodyComesBackFromInside() {
    asking.right.setEntries(1);
    asking.rules.setReentry(Reentry.REENTRY_AFTER_EXIT);
    asking.in("2026-05-01T08:00", 1);
    assertThat(asking.refusalAt("2026-05-01T09:00")).isEqualTo(ALREADY_INSIDE);

    asking.out("2026-05-01T09:00", 1);
    assertThat(asking.peopleAt("2026-05-01T09:01")).isEqualTo(1);
    asking.in("2026-05-01T09:02", 1);
    assertThat(asking.refusalAt("2026-05-01T09:03")).isEqualTo(ALREADY_INSIDE);
    assertThat(asking.refusalAt("2026-05-02T00:00")).isEqualTo(USED_UP);
  }

  @Test
  void whoStandsInTheLaneIsInsideAlready() {
    asking.rules.setReentry(Reentry.REENTRY_AFTER_EXIT);
    asking.reserved(1);
    assertThat(asking.refusalAt("2026-05-01T09:00")).isEqualTo(ALREADY_INSIDE);
  }

  @Test
  void leavingAnotherAreaIsNotLeavingThisOne() {
    asking.rules.setReentry(Reentry.REENTRY_AFTER_EXIT);
    asking.in("2026-05-01T08:00", 1).used("2026-05-01T08:30", 1, OUT, OTHER_AREA, OTHER_POINT);
    assertThat(asking.refusalAt("2026-05-01T09:00")).isEqualTo(ALREADY_INSIDE);
  }

  @Test
  void whoWasMissedGoingInMakesNoRoomByComingOut() {
    asking.rules.setReentry(Reentry.REENTRY_AFTER_EXIT);
    asking.out("2026-05-01T08:00", 5).in("2026-05-01T09:00", 1);
    assertThat(asking.refusalAt("2026-05-01T10:00")).isEqualTo(ALREADY_INSIDE);
  }

  @Test
  void aNewDayBeginsWithNobodyInside() {
    asking.rules.setReentry(Reentry.REENTRY_AFTER_EXIT);
    asking.in("2026-05-01T23:59", 1);
    assertThat(asking.refusalAt("2026-05-01T23:59")).isEqualTo(ALREADY_INSIDE);
    assertThat(asking.refusalAt("2026-05-02T00:00")).isNull();
  }

  @Test
  void asManyOfAGroupComeBackAsAreOutside() {
    asking.group(5).rules.setReentry(Reentry.REENTRY_AFTER_EXIT);
    asking.in("2026-05-01T08:00", 5).out("2026-05-01T09:00", 2);
    assertThat(asking.peopleAt("2026-05-01T10:00")).isEqualTo(2);

    asking.in("2026-05-01T10:00", 2);
    assertThat(asking.refusalAt("2026-05-01T10:01")).isEqualTo(ALREADY_INSIDE);
  }

  @Test
  void whereComingBackIsRefusedOneDayIsOneEntry() {
    asking.right.setEntries(5);
    asking.rules.setReentry(Reentry.REENTRY_NEVER);
    asking.in("2026-05-01T08:00", 1).out("2026-05-01T09:00", 1);
    assertThat(asking.refusalAt("2026-05-01T23:59")).isEqualTo(DAILY_LIMIT);
    assertThat(asking.leftAt("2026-05-02T00:00")).isEqualTo(3);
  }

  @Test
  void whereComingBackIsRefusedTheRestOfAGroupStillEnters() {
    asking.right.setPeople(5);
    asking.rules.setReentry(Reentry.REENTRY_NEVER);
    asking.in("2026-05-01T08:00", 3);
    assertThat(asking.peopleAt("2026-05-01T08:10")).isEqualTo(2);
    asking.reserved(2);
    assertThat(asking.refusalAt("2026-05-01T08:10")).isEqualTo(DAILY_LIMIT);
  }

  @Test
  void whereComingBackIsRefusedAnEntryElsewhereDoesNotMatter() {
    asking.rules.setReentry(Reentry.REENTRY_NEVER);
    asking.used("2026-05-01T08:00", 1, IN, OTHER_AREA, OTHER_POINT);
    assertThat(asking.refusalAt("2026-05-01T09:00")).isNull();
  }

  // ---- Anti-passback ----

  @Test
  void nobodyHandsHisCardBackOverTheFence() {
    asking.rules.setAntiPassbackMinutes(30);
    asking.in("2026-05-01T08:00", 1);
    assertThat(asking.refusalAt("2026-05-01T08:29")).isEqualTo(ALREADY_INSIDE);
    assertThat(asking.refusalAt("2026-05-01T08:30")).isNull();
  }

  @Test
  void antiPassbackEndsToTheMillisecond() {
    asking.rules.setAntiPassbackMinutes(30);
    asking.in("2026-05-01T08:00", 1);
    asking.questionAt("2026-05-01T08:30");
    asking.question.setNowMillis(asking.question.getNowMillis() - 1);
    assertThat(Admission.decide(asking.question.build())).isInstanceOf(Decision.Refuse.class);
  }

  @Test
  void whoWasSeenOutMayComeBackAtOnce() {
    asking.rules.setAntiPassbackMinutes(30);
    asking.in("2026-05-01T08:00", 1).out("2026-05-01T08:10", 1);
    assertThat(asking.refusalAt("2026-05-01T08:11")).isNull();
    asking.in("2026-05-01T08:12", 1);
    assertThat(asking.refusalAt("2026-05-01T08:13")).isEqualTo(ALREADY_INSIDE);
  }

  @Test
  void antiPassbackHoldsOverMidnight() {
    asking.rules.setAntiPassbackMinutes(30);
    asking.in("2026-05-01T23:50", 1);
    assertThat(asking.refusalAt("2026-05-02T00:10")).isEqualTo(ALREADY_INSIDE);
  }

  @Test
  void antiPassbackIsAboutOneCheckPoint() {
    asking.rules.setAntiPassbackMinutes(30);
    asking.used("2026-05-01T08:00", 1, IN, Asking.AREA, OTHER_POINT);
    assertThat(asking.refusalAt("2026-05-01T08:01")).isNull();
    asking.used("2026-05-01T08:00", 1, IN, OTHER_AREA, Asking.CHECK_POINT);
    assertThat(asking.refusalAt("2026-05-01T08:01")).isEqualTo(ALREADY_INSIDE);
  }

  @Test
  void aCheckPointThatIsNotKnownIsNoOtherGates() {
    asking.rules.setAntiPassbackMinutes(30);
    asking.question.setCheckPoint(0);
    asking.used("2026-05-01T08:00", 1, IN, Asking.AREA, 0);
    assertThat(asking.refusalAt("2026-05-01T08:01")).isNull();
  }

  @Test
  void aGroupIsBlockedOnlyWhenAllOfItAreInside() {
    asking.right.setPeople(4);
    asking.rules.setAntiPassbackMinutes(30);
    asking.in("2026-05-01T08:00", 3);
    assertThat(asking.peopleAt("2026-05-01T08:05")).isEqualTo(1);
    asking.reserved(1);
    assertThat(asking.refusalAt("2026-05-01T08:05")).isEqualTo(ALREADY_INSIDE);
  }

  @Test
  void antiPassbackOfMoreMinutesThanThereWereIsForEver() {
    asking.rules.setAntiPassbackMinutes(-1);
    asking.in("2026-01-01T08:00", 1);
    assertThat(asking.refusalAt("2026-12-31T08:00")).isEqualTo(ALREADY_INSIDE);
  }

  // ---- Order of uses ----

  @Test
  void usesOfTheSameMomentAreToldByGateEpochAndSequence() {
    asking.rules.setReentry(Reentry.REENTRY_AFTER_EXIT);
    asking.out("2026-05-01T08:00", 1).in("2026-05-01T08:00", 1);
    assertThat(asking.refusalAt("2026-05-01T09:00")).isEqualTo(ALREADY_INSIDE);

    asking.question.getUsesBuilder(1).setSequence(0);
    assertThat(asking.refusalAt("2026-05-01T09:00")).isNull();
    asking.question.getUsesBuilder(1).setEpoch(2);
    assertThat(asking.refusalAt("2026-05-01T09:00")).isEqualTo(ALREADY_INSIDE);
    asking.question.getUsesBuilder(1).setGateNumber(2);
    assertThat(asking.refusalAt("2026-05-01T09:00")).isNull();
  }
}
