package org.shanmen.gate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Fee;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.Reason;

/** What every rule says and looked at, for those who ask why. */
class FindingsTest {
  private static final String NOON = "2026-05-01T12:00";

  private final Asking asking = Asking.inShanghai();

  @Test
  void everyRuleTellsWhatItLookedAt() {
    asking.right.setEntries(9).setPeople(2).setCreditFen(1000);
    asking
        .rules
        .setEntriesPerArea(8)
        .setEntriesPerDay(7)
        .setAntiPassbackMinutes(30)
        .setMinutesBetween(15)
        .setOfflineLimitFen(600)
        .addFees(Fee.newBuilder().setArea(Asking.AREA).setFen(200));
    asking.question.setAreaFull(true).setUnconfirmedFen(300).setOnline(false);
    asking.question.setCodeMadeAtMillis(asking.at(NOON) - 7_000);
    asking
        .in("2026-04-30T10:00", 1)
        .used("2026-05-01T10:00", 1, Direction.IN, 2, 20)
        .in("2026-05-01T11:40", 1)
        .paid(200);

    assertThat(Admission.findings(asking.questionAt(NOON)))
        .containsExactly(
            fine(Rule.SETTINGS),
            fine(Rule.TYPE),
            fine(Rule.CREDENTIAL),
            fine(Rule.STATE_ACTIVE, figure(Figure.Name.STATE, 1)),
            fine(
                Rule.FRESH,
                figure(Figure.Name.CODE_AGE, 7_000),
                figure(Figure.Name.LIMIT_AGE, 60_000)),
            fine(Rule.ENTRIES, figure(Figure.Name.USED, 3), figure(Figure.Name.LIMIT, 9)),
            fine(
                Rule.ENTRIES_PER_AREA,
                figure(Figure.Name.USED_HERE, 2),
                figure(Figure.Name.LIMIT, 8)),
            fine(
                Rule.NO_REENTRY,
                figure(Figure.Name.ENTERED_TODAY, 1),
                figure(Figure.Name.PEOPLE, 2)),
            fine(
                Rule.ENTRIES_PER_DAY,
                figure(Figure.Name.USED_TODAY, 2),
                figure(Figure.Name.LIMIT, 7)),
            fine(Rule.OUT_BEFORE_IN, figure(Figure.Name.INSIDE, 1), figure(Figure.Name.PEOPLE, 2)),
            fine(
                Rule.ANTI_PASSBACK,
                figure(Figure.Name.MINUTES, 30),
                figure(Figure.Name.INSIDE, 1),
                figure(Figure.Name.PEOPLE, 2)),
            fine(Rule.NOT_ENDED, figure(Figure.Name.UNTIL, asking.at("2027-01-01T00:00"))),
            fine(Rule.BEGUN, figure(Figure.Name.FROM, asking.at("2026-01-01T00:00"))),
            fine(Rule.OPEN),
            fine(
                Rule.PAUSE,
                figure(Figure.Name.MINUTES, 15),
                figure(Figure.Name.LAST_ENTRY, asking.at("2026-05-01T11:40"))),
            fine(Rule.IN_AREA, figure(Figure.Name.AREA, 1)),
            fine(Rule.AT_CHECK_POINT, figure(Figure.Name.CHECK_POINT, 10)),
            fine(Rule.DIRECTION),
            fine(Rule.PRICED, figure(Figure.Name.FEE_FEN, 200)),
            fine(
                Rule.BALANCE,
                figure(Figure.Name.FEE_FEN, 200),
                figure(Figure.Name.BALANCE_FEN, 800)),
            fine(
                Rule.OFFLINE_LIMIT,
                figure(Figure.Name.ONLINE, 0),
                figure(Figure.Name.UNCONFIRMED_FEN, 300),
                figure(Figure.Name.LIMIT_FEN, 600)),
            new Finding(Rule.ROOM, Reason.PARK_FULL, 0, List.of(figure(Figure.Name.FULL, 1))),
            fine(Rule.CLAIM));
  }

  @Test
  void whatIsNotSoIsToldToo() {
    var findings = Admission.findings(asking.questionAt(NOON));
    assertThat(findings)
        .contains(
            fine(Rule.PAUSE, figure(Figure.Name.MINUTES, 0)),
            fine(Rule.PRICED),
            fine(Rule.ROOM, figure(Figure.Name.FULL, 0)))
        .noneMatch(Finding::refuses);
    assertThat(findings.get(Rule.TO_ENTER.indexOf(Rule.OFFLINE_LIMIT)).figures())
        .contains(figure(Figure.Name.ONLINE, 1));
  }

  @Test
  void aRefusalTellsFromWhenItNoLongerHolds() {
    asking.hours("13:00", "14:00");
    assertThat(Admission.findings(asking.questionAt(NOON)))
        .contains(
            new Finding(Rule.OPEN, Reason.OUTSIDE_HOURS, asking.at("2026-05-01T13:00"), List.of()))
        .filteredOn(Finding::refuses)
        .hasSize(1);
  }

  @Test
  void ofWhoeverLeavesLittleIsAsked() {
    asking.question.setLane(LaneKind.TWO_WAY).setDirection(Direction.OUT);
    assertThat(Admission.findings(asking.questionAt(NOON)))
        .containsExactly(
            fine(Rule.CREDENTIAL),
            fine(Rule.STATE_TO_LEAVE, figure(Figure.Name.STATE, 1)),
            fine(Rule.DIRECTION));
    asking.question.setLane(LaneKind.EXIT);
    assertThat(Admission.findings(asking.questionAt(NOON))).isEmpty();
  }

  private static Finding fine(Rule rule, Figure... figures) {
    return new Finding(rule, Reason.REASON_UNSPECIFIED, 0, List.of(figures));
  }

  private static Figure figure(Figure.Name name, long value) {
    return new Figure(name, value);
  }
}
