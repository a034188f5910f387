package org.shanmen.gate.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.protocol.wire.Reason.INSUFFICIENT_BALANCE;
import static org.shanmen.protocol.wire.Reason.OFFLINE_LIMIT;
import static org.shanmen.protocol.wire.Reason.PARK_FULL;
import static org.shanmen.protocol.wire.Reason.WRONG_AREA;
import static org.shanmen.protocol.wire.Reason.WRONG_WAY;

import org.junit.jupiter.api.Test;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Fee;
import org.shanmen.protocol.wire.Reentry;
import org.shanmen.protocol.wire.TicketKind;

/** Areas and check points, pay-at-gate, full areas. */
class PlacesAndMoneyTest {
  private static final String NOON = "2026-05-01T12:00";

  private final Asking asking = Asking.inShanghai();

  // ---- Places ----

  @Test
  void aTicketOpensOnlyItsAreas() {
    asking.rules.addAreas(2).addAreas(3);
    assertThat(asking.refusalAt(NOON)).isEqualTo(WRONG_AREA);
    asking.rules.addAreas(Asking.AREA);
    assertThat(asking.refusalAt(NOON)).isNull();
  }

  @Test
  void aTicketOpensOnlyItsCheckPoints() {
    asking.rules.addCheckPoints(20);
    assertThat(asking.refusalAt(NOON)).isEqualTo(WRONG_AREA);
    asking.rules.addCheckPoints(Asking.CHECK_POINT);
    assertThat(asking.refusalAt(NOON)).isNull();
  }

  @Test
  void aTicketThatOpensOutwardsOnlyDoesNotOpenInwards() {
    asking.rules.setOnly(Direction.OUT);
    assertThat(asking.refusalAt(NOON)).isEqualTo(WRONG_WAY);
    asking.rules.setOnly(Direction.IN);
    assertThat(asking.refusalAt(NOON)).isNull();
  }

  // ---- Money ----

  @Test
  void aStoredValueCardPaysTheFeeOfTheArea() {
    storedValue(2000, 500);
    assertThat(asking.decisionAt(NOON))
        .isEqualTo(
            new Decision.Admit(
                new Ticket(Asking.RIGHT, 5, TicketKind.STORED_VALUE, "全票", "Adult"),
                Direction.IN,
                1,
                Decision.UNLIMITED,
                new Decision.Fare(500, 1500)));
  }

  @Test
  void whatWasPaidBeforeIsGone() {
    storedValue(1000, 500);
    asking.in("2026-05-01T08:00", 1).paid(300).out("2026-05-01T09:00", 1).paid(200);
    assertThat(fareAtNoon()).isEqualTo(new Decision.Fare(500, 0));
    asking.in("2026-05-01T10:00", 1).paid(1);
    assertThat(asking.refusalAt(NOON)).isEqualTo(INSUFFICIENT_BALANCE);
  }

  @Test
  void whoStandsInTheLaneHasAsGoodAsPaid() {
    storedValue(1499, 500);
    asking.reserved(2);
    assertThat(asking.refusalAt(NOON)).isEqualTo(INSUFFICIENT_BALANCE);
    storedValue(1500, 500);
    assertThat(asking.refusalAt(NOON)).isNull();
  }

  @Test
  void aStoredValueGroupIsAdmittedAsFarAsItsCreditReaches() {
    storedValue(1600, 500);
    asking.right.setPeople(5);
    assertThat(asking.peopleAt(NOON)).isEqualTo(3);
    assertThat(fareAtNoon()).isEqualTo(new Decision.Fare(500, 100));
  }

  @Test
  void aStoredValueCardOpensNoAreaWithoutAPrice() {
    asking.rules.setKind(TicketKind.STORED_VALUE).addFees(fee(2, 0));
    asking.right.setCreditFen(10_000);
    assertThat(asking.refusalAt(NOON)).isEqualTo(WRONG_AREA);
    asking.rules.addFees(fee(Asking.AREA, 0));
    assertThat(fareAtNoon()).isEqualTo(Decision.Fare.NONE);
  }

  @Test
  void otherTicketsPayOnlyWhereThereIsAPrice() {
    asking.rules.addFees(fee(2, 500));
    assertThat(asking.refusalAt(NOON)).isNull();
    asking.rules.addFees(fee(Asking.AREA, 500));
    assertThat(asking.refusalAt(NOON)).isEqualTo(INSUFFICIENT_BALANCE);
  }

  @Test
  void aFreeReentryCostsNoFee() {
    storedValue(500, 500);
    asking.rules.setReentry(Reentry.REENTRY_FREE);
    asking.question.setOnline(false);
    asking.in("2026-05-01T08:00", 1).paid(500);
    assertThat(fareAtNoon()).isEqualTo(Decision.Fare.NONE);
  }

  @Test
  void aFeeThatNoJournalCouldHoldIsNotTaken() {
    storedValue(Long.MAX_VALUE, -1);
    assertThat(asking.refusalAt(NOON)).isEqualTo(INSUFFICIENT_BALANCE);
    storedValue(Long.MAX_VALUE, Integer.MAX_VALUE);
    asking.right.setPeople(2);
    assertThat(asking.peopleAt(NOON)).isEqualTo(1);
  }

  @Test
  void withoutALinkAGateTakesNoMoreThanTheLimit() {
    storedValue(10_000, 500);
    asking.rules.setOfflineLimitFen(1200);
    asking.right.setPeople(5);
    assertThat(asking.peopleAt(NOON)).isEqualTo(5);

    asking.question.setOnline(false);
    assertThat(asking.peopleAt(NOON)).isEqualTo(2);
    asking.question.setUnconfirmedFen(200);
    assertThat(asking.peopleAt(NOON)).isEqualTo(2);
    asking.question.setUnconfirmedFen(201);
    assertThat(asking.peopleAt(NOON)).isEqualTo(1);
    asking.reserved(1);
    assertThat(asking.refusalAt(NOON)).isEqualTo(OFFLINE_LIMIT);
    asking.question.setUnconfirmedFen(200);
    assertThat(asking.peopleAt(NOON)).isEqualTo(1);
  }

  @Test
  void withoutALinkAndALimitAGateTakesNothing() {
    storedValue(10_000, 500);
    asking.question.setOnline(false);
    assertThat(asking.refusalAt(NOON)).isEqualTo(OFFLINE_LIMIT);
  }

  @Test
  void withoutALinkWhatCostsNothingIsAdmitted() {
    asking.question.setOnline(false);
    assertThat(asking.refusalAt(NOON)).isNull();
  }

  @Test
  void anEmptyCardIsHeardBeforeAMissingLink() {
    storedValue(499, 500);
    asking.question.setOnline(false);
    assertThat(asking.refusalAt(NOON)).isEqualTo(INSUFFICIENT_BALANCE);
  }

  // ---- Capacity ----

  @Test
  void aFullAreaTakesNobodyMore() {
    asking.question.setAreaFull(true);
    assertThat(asking.refusalAt(NOON)).isEqualTo(PARK_FULL);
  }

  @Test
  void staffEnterAFullArea() {
    asking.question.setAreaFull(true);
    asking.rules.setBeyondCapacity(true);
    assertThat(asking.refusalAt(NOON)).isNull();
  }

  @Test
  void aFullAreaTakesThoseBackWhoWereSeenOutToday() {
    asking.question.setAreaFull(true);
    asking.in("2026-05-01T08:00", 1);
    assertThat(asking.refusalAt(NOON)).isEqualTo(PARK_FULL);
    asking.out("2026-05-01T09:00", 1);
    assertThat(asking.refusalAt(NOON)).isNull();
    assertThat(asking.refusalAt("2026-05-02T12:00")).isEqualTo(PARK_FULL);

    asking.in("2026-05-01T10:00", 1);
    assertThat(asking.refusalAt(NOON)).isEqualTo(PARK_FULL);
  }

  @Test
  void aFullAreaTakesAsManyOfAGroupBackAsWereSeenOut() {
    asking.group(5).rules.setReentry(Reentry.REENTRY_FREE);
    asking.question.setAreaFull(true);
    asking.in("2026-05-01T08:00", 5).out("2026-05-01T09:00", 2);
    assertThat(asking.peopleAt(NOON)).isEqualTo(2);
  }

  @Test
  void whoIsSeenOutWithoutHavingBeenSeenInIsNotTakenBack() {
    asking.question.setAreaFull(true);
    asking.out("2026-05-01T09:00", 1);
    assertThat(asking.refusalAt(NOON)).isEqualTo(PARK_FULL);
  }

  private void storedValue(long creditFen, int feeFen) {
    asking.right.setCreditFen(creditFen);
    asking.rules.setKind(TicketKind.STORED_VALUE).clearFees().addFees(fee(Asking.AREA, feeFen));
  }

  private Decision.Fare fareAtNoon() {
    return ((Decision.Admit) asking.decisionAt(NOON)).fare();
  }

  private static Fee fee(int area, int fen) {
    return Fee.newBuilder().setArea(area).setFen(fen).build();
  }
}
