package org.shanmen.gate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.Reason;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.protocol.wire.TicketKind;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

class AdmissionTest {
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final LaneFacts GARDEN = new LaneFacts(1, LaneKind.ENTRY, SHANGHAI);
  private static final LaneFacts GARDEN_EXIT = new LaneFacts(1, LaneKind.EXIT, SHANGHAI);

  private final TicketTemplate.Builder rules =
      TicketTemplate.newBuilder()
          .setId(5)
          .setKind(TicketKind.SINGLE)
          .setNameZh("全票")
          .setNameEn("Adult");
  private final Right.Builder right =
      Right.newBuilder()
          .setId(77)
          .setTemplate(5)
          .setState(RightState.ACTIVE)
          .setValidFrom(at("2026-05-01T00:00") / 1000)
          .setValidUntil(at("2026-05-02T00:00") / 1000)
          .setEntries(1)
          .setPeople(1);
  private final List<Use> uses = new ArrayList<>();
  private int reserved;

  @Test
  void aGoodTicketAdmitsItsHolderAndSaysWhatIsLeft() {
    right.setEntries(10);
    used("2026-05-01T08:00", 3);

    assertThat(decideAt("2026-05-01T09:00"))
        .isEqualTo(
            new Decision.Admit(
                new Ticket(77, 5, TicketKind.SINGLE, "全票", "Adult"), Direction.IN, 1, 6));
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
    right.setState(state);
    used("2026-05-01T08:00", 1);

    assertThat(refusalAt("2026-06-01T09:00")).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-04-30T23:59, NOT_YET_VALID",
    "2026-05-01T00:00, ",
    "2026-05-01T23:59, ",
    "2026-05-02T00:00, EXPIRED"
  })
  void validityBeginsInclusiveAndEndsExclusive(String time, Reason reason) {
    assertThat(refusalAt(time)).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({
    // from, until, time, refusal
    "480, 1080, 07:59, OUTSIDE_HOURS",
    "480, 1080, 08:00, ",
    "480, 1080, 17:59, ",
    "480, 1080, 18:00, OUTSIDE_HOURS",
    "1200, 120, 19:59, OUTSIDE_HOURS",
    "1200, 120, 20:00, ",
    "1200, 120, 01:59, ",
    "1200, 120, 02:00, OUTSIDE_HOURS",
    "600, 600, 03:00, "
  })
  void hoursMaySpanMidnight(int from, int until, String time, Reason reason) {
    rules.setOpenFromMinute(from).setOpenUntilMinute(until);

    assertThat(refusalAt("2026-05-01T" + time)).isEqualTo(reason);
  }

  @Test
  void aTicketOpensOnlyItsAreas() {
    rules.addAreas(2).addAreas(3);
    assertThat(refusalAt("2026-05-01T09:00")).isEqualTo(Reason.WRONG_AREA);

    rules.addAreas(1);
    assertThat(refusalAt("2026-05-01T09:00")).isNull();
  }

  @Test
  void aTicketThatWasUsedIsUsedUp() {
    used("2026-05-01T08:00", 1);
    assertThat(refusalAt("2026-05-01T09:00")).isEqualTo(Reason.USED_UP);
  }

  @Test
  void aTicketWhoseHolderStandsInTheLaneIsUsedUp() {
    reserved = 1;
    assertThat(refusalAt("2026-05-01T09:00")).isEqualTo(Reason.USED_UP);
  }

  @Test
  void noEntriesMeansNoLimit() {
    right.setEntries(0);
    for (int i = 0; i < 500; i++) {
      used("2026-05-01T08:00", 1);
    }
    assertThat(((Decision.Admit) decideAt("2026-05-01T09:00")).left())
        .isEqualTo(Decision.UNLIMITED);
  }

  @Test
  void leavingUsesNothingUp() {
    uses.add(use("2026-05-01T08:00", 1).setDirection(Direction.OUT).build());
    assertThat(refusalAt("2026-05-01T09:00")).isNull();
  }

  @Test
  void theDailyLimitIsCountedByTheParksDay() {
    right.setEntries(0).setValidUntil(at("2027-01-01T00:00") / 1000);
    rules.setEntriesPerDay(2);
    used("2026-05-01T23:58", 1);
    used("2026-05-01T23:59", 1);

    assertThat(refusalAt("2026-05-01T23:59")).isEqualTo(Reason.DAILY_LIMIT);
    assertThat(refusalAt("2026-05-02T00:00")).isNull();
  }

  @Test
  void twoEntriesMustBeMinutesApart() {
    right.setEntries(0);
    rules.setMinutesBetween(15);
    used("2026-05-01T09:00", 1);

    assertThat(refusalAt("2026-05-01T09:14")).isEqualTo(Reason.TOO_SOON);
    assertThat(refusalAt("2026-05-01T09:15")).isNull();
  }

  @Test
  void aGroupIsAdmittedAsFarAsItsEntriesReach() {
    right.setEntries(30).setPeople(30);
    assertThat(((Decision.Admit) decideAt("2026-05-01T09:00")).people()).isEqualTo(30);

    used("2026-05-01T09:00", 28);
    assertThat(((Decision.Admit) decideAt("2026-05-01T09:10")).people()).isEqualTo(2);
  }

  @Test
  void theVisitorHearsACountBeforeATimeAndATimeBeforeAnArea() {
    rules.addAreas(9).setOpenFromMinute(600).setOpenUntilMinute(660).setMinutesBetween(60);
    right.setEntries(0).setValidUntil(at("2027-01-01T00:00") / 1000);
    assertThat(refusalAt("2026-05-01T10:30")).isEqualTo(Reason.WRONG_AREA);

    used("2026-05-01T10:00", 1);
    assertThat(refusalAt("2026-05-01T10:30")).isEqualTo(Reason.TOO_SOON);
    assertThat(refusalAt("2026-05-01T09:30")).isEqualTo(Reason.OUTSIDE_HOURS);
    assertThat(refusalAt("2026-04-01T09:30")).isEqualTo(Reason.NOT_YET_VALID);
    assertThat(refusalAt("2027-04-01T09:30")).isEqualTo(Reason.EXPIRED);

    rules.setEntriesPerDay(1);
    assertThat(refusalAt("2026-05-01T09:30")).isEqualTo(Reason.DAILY_LIMIT);
    right.setEntries(1);
    assertThat(refusalAt("2026-05-01T09:30")).isEqualTo(Reason.USED_UP);
  }

  @Test
  void aRightOfATypeThatTheGateDoesNotHoldIsAMatterOfTheList() {
    assertThat(
            Admission.decide(
                right.build(), Optional.empty(), uses, 0, GARDEN, at("2026-05-01T09:00")))
        .isInstanceOfSatisfying(
            Decision.Refuse.class, refusal -> assertThat(refusal.reason()).isEqualTo(Reason.STALE));
  }

  @Test
  void aStoredValueCardIsNotAdmittedWhereNothingCanBeDeducted() {
    rules.setKind(TicketKind.STORED_VALUE);
    assertThat(refusalAt("2026-05-01T09:00")).isEqualTo(Reason.INSUFFICIENT_BALANCE);
  }

  @Test
  void leavingNeedsNoRight() {
    right.setState(RightState.RIGHT_LOST);
    used("2026-05-01T08:00", 1);

    assertThat(
            Admission.decide(
                right.build(),
                Optional.of(rules.build()),
                uses,
                0,
                GARDEN_EXIT,
                at("2026-05-01T09:00")))
        .isInstanceOfSatisfying(
            Decision.Admit.class, admit -> assertThat(admit.direction()).isEqualTo(Direction.OUT));
  }

  @Property
  void everyInputYieldsADecisionThatKeepsWithinTheLimits(
      @ForAll("rights") Right anyRight,
      @ForAll("templates") TicketTemplate anyTemplate,
      @ForAll("useLists") List<Use> anyUses,
      @ForAll int anyReserved,
      @ForAll long now) {
    var decision =
        Admission.decide(anyRight, Optional.of(anyTemplate), anyUses, anyReserved, GARDEN, now);

    if (decision instanceof Decision.Admit admit) {
      assertThat(admit.people()).isBetween(1, Math.max(1, anyRight.getPeople()));
      if (anyRight.getEntries() != 0) {
        assertThat(admit.left()).isNotNegative();
      }
    } else {
      assertThat(((Decision.Refuse) decision).reason()).isNotEqualTo(Reason.REASON_UNSPECIFIED);
    }
  }

  @Provide
  Arbitrary<Right> rights() {
    return Combinators.combine(
            Arbitraries.of(RightState.values()).filter(state -> state != RightState.UNRECOGNIZED),
            Arbitraries.longs(),
            Arbitraries.longs(),
            Arbitraries.integers(),
            Arbitraries.integers())
        .as(
            (state, from, until, entries, people) ->
                Right.newBuilder()
                    .setId(77)
                    .setState(state)
                    .setValidFrom(from)
                    .setValidUntil(until)
                    .setEntries(entries)
                    .setPeople(people)
                    .build());
  }

  @Provide
  Arbitrary<TicketTemplate> templates() {
    return Combinators.combine(
            Arbitraries.integers().list().ofMaxSize(3),
            Arbitraries.integers(),
            Arbitraries.integers(),
            Arbitraries.integers(),
            Arbitraries.integers())
        .as(
            (areas, from, until, perDay, between) ->
                TicketTemplate.newBuilder()
                    .addAllAreas(areas)
                    .setOpenFromMinute(from)
                    .setOpenUntilMinute(until)
                    .setEntriesPerDay(perDay)
                    .setMinutesBetween(between)
                    .build());
  }

  @Provide
  Arbitrary<List<Use>> useLists() {
    return Combinators.combine(Arbitraries.longs(), Arbitraries.integers())
        .as((at, people) -> Use.newBuilder().setAtMillis(at).setPeople(people).build())
        .list()
        .ofMaxSize(5);
  }

  private Decision decideAt(String time) {
    return Admission.decide(
        right.build(), Optional.of(rules.build()), uses, reserved, GARDEN, at(time));
  }

  private Reason refusalAt(String time) {
    return decideAt(time) instanceof Decision.Refuse refusal ? refusal.reason() : null;
  }

  private void used(String time, int people) {
    uses.add(use(time, people).build());
  }

  private static Use.Builder use(String time, int people) {
    return Use.newBuilder()
        .setRight(77)
        .setPeople(people)
        .setAtMillis(at(time))
        .setDirection(Direction.IN);
  }

  private static long at(String local) {
    return LocalDateTime.parse(local).atZone(SHANGHAI).toInstant().toEpochMilli();
  }
}
