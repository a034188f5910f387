package org.shanmen.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Reentry;

class ReadingTest {
  private static final String PARK = "area Garden";
  private static final String GATE = "gate N1 entry Garden";
  private static final String TYPE = "type day single: entries 1";

  private record Wrong(String expected, String... lines) {}

  @TestFactory
  Stream<DynamicTest> aMistakeIsToldWithItsLineAndWhatWasExpected() {
    return Stream.of(
            new Wrong("f:1: \"Mars/Base\": expected a time zone", "zone Mars/Base"),
            new Wrong("f:1: \"tomorrow\": expected a date such as 2026-05-01", "date tomorrow"),
            new Wrong("f:1: expected the gate's name", "gate"),
            new Wrong("f:1: \"Garden\": expected an area that is declared above", GATE),
            new Wrong("f:2: there is an area Garden already", PARK, PARK),
            new Wrong("f:3: there is a gate N1 already", PARK, GATE, GATE),
            new Wrong("f:1: \"tiket\": expected one of single", "type day tiket"),
            new Wrong("f:1: \"entrys\": expected entries, people", "type day single: entrys 1"),
            new Wrong("f:1: \"0\": expected entries, a number", "type day single: entries 0"),
            new Wrong(
                "f:1: \"8-18\": expected hours such as 08:00-18:00", "type d single: hours 8-18"),
            new Wrong("f:1: \"Mo\": expected days such as Mon-Fri", "type d single: weekdays Mo"),
            new Wrong("f:1: \"2.505\": expected the credit in yuan", "type d single: credit 2.505"),
            new Wrong("f:1: \"day\": expected a type that is declared above", "ticket A1 day"),
            new Wrong("f:2: \"colour\": expected on, from", TYPE, "ticket A1 day: colour red"),
            new Wrong("f:1: expected an area and a gate before", "09:00 wait"),
            new Wrong(
                "f:3: \"9 o'clock\": expected a declaration", PARK, GATE, "\"9 o'clock\" wait"),
            new Wrong(
                "f:3: \"N7\": expected a gate that is declared", PARK, GATE, "09:00 gate N7 wait"),
            new Wrong("f:3: \"jump\": expected scan, card", PARK, GATE, "09:00 N1 jump"),
            new Wrong(
                "f:4: say at which gate, one of [N1, N2]",
                PARK,
                GATE,
                "gate N2 exit Garden",
                "09:00 walk in"),
            new Wrong("f:3: did not expect \"now\"", PARK, GATE, "09:00 N1 button now"),
            new Wrong("f:3: a \" without its end", PARK, GATE, "09:00 N1 scan \"A"),
            new Wrong("f:3: expected an outcome such as ADMIT", PARK, GATE, "09:00 N1 scan A ->"),
            new Wrong(
                "f:3: \"admit\": expected an outcome", PARK, GATE, "09:00 N1 scan A -> admit"),
            new Wrong("f:3: \"+soon\": expected a pause such as +5s", PARK, GATE, "+soon wait"),
            new Wrong("f:1: expected timed lines in this scenario", "scenario Nothing"))
        .map(
            wrong ->
                DynamicTest.dynamicTest(
                    wrong.expected(),
                    () ->
                        assertThatThrownBy(() -> Reading.of("f", List.of(wrong.lines())))
                            .isInstanceOf(Mistake.class)
                            .hasMessageContaining(wrong.expected())
                            .hasMessageContaining(" / ")));
  }

  @Test
  void everyRuleOfATicketTypeCanBeSaid() {
    var script =
        Reading.of(
                "f",
                List.of(
                    "area Garden, Pool",
                    "gate N1 entry Garden: check-point East",
                    "type all stored-value \"一卡通\" \"Card\": entries 9, people 2, credit 20.50,"
                        + " hours 20:00-02:00, weekdays Sat-Mon, areas Garden Pool, check-points East,"
                        + " per-day 2, per-area 3, pause 90m, first-use 3 days,"
                        + " closed 2026-10-01..2026-10-07, special 2026-12-24 10:00-14:00,"
                        + " re-entry after-exit, anti-passback 2h, check, fee Pool 5.00,"
                        + " offline 10.00, collected, beyond-capacity, only in",
                    "09:00 wait"))
            .get(0);

    var type = script.park().types.get("all");
    assertThat(type.entries()).isEqualTo(9);
    assertThat(type.people()).isEqualTo(2);
    assertThat(type.creditFen()).isEqualTo(2050);
    var template = type.template();
    assertThat(template.getNameZh()).isEqualTo("一卡通");
    assertThat(template.getNameEn()).isEqualTo("Card");
    assertThat(template.getOpenFromMinute()).isEqualTo(20 * 60);
    assertThat(template.getOpenUntilMinute()).isEqualTo(2 * 60);
    assertThat(template.getWeekdays()).isEqualTo(0b1100001);
    assertThat(template.getAreasList()).containsExactly(1, 2);
    assertThat(template.getCheckPointsList()).containsExactly(1);
    assertThat(template.getEntriesPerDay()).isEqualTo(2);
    assertThat(template.getEntriesPerArea()).isEqualTo(3);
    assertThat(template.getMinutesBetween()).isEqualTo(90);
    assertThat(template.getDaysFromFirstUse()).isEqualTo(3);
    assertThat(template.getDayRules(0).getClosed()).isTrue();
    assertThat(template.getDayRules(0).getUntilDay() - template.getDayRules(0).getFromDay())
        .isEqualTo(6);
    assertThat(template.getDayRules(1).getOpenFromMinute()).isEqualTo(600);
    assertThat(template.getReentry()).isEqualTo(Reentry.REENTRY_AFTER_EXIT);
    assertThat(template.getAntiPassbackMinutes()).isEqualTo(120);
    assertThat(template.getNeedsCheck()).isTrue();
    assertThat(template.getFees(0).getArea()).isEqualTo(2);
    assertThat(template.getFees(0).getFen()).isEqualTo(500);
    assertThat(template.getOfflineLimitFen()).isEqualTo(1000);
    assertThat(template.getCollected()).isTrue();
    assertThat(template.getBeyondCapacity()).isTrue();
    assertThat(template.getOnly()).isEqualTo(Direction.IN);
  }

  @Test
  void whatStandsBeforeTheFirstScenarioIsSharedByAllAndNothingElseIs() {
    var scripts =
        Reading.of(
            "f",
            List.of(
                PARK,
                GATE,
                TYPE,
                "scenario One",
                "ticket A1 day",
                "09:00 N1 scan A1",
                "scenario Two",
                "10:00 N1 scan A1"));

    assertThat(scripts).extracting(Script::title).containsExactly("One", "Two");
    assertThat(scripts.get(0).park().tickets).containsKey("A1");
    assertThat(scripts.get(1).park().tickets).isEmpty();
    assertThat(scripts.get(1).park().types).containsKey("day");
  }

  @Test
  void aCommentAndAnEmptyLineSayNothing() {
    var scripts = Reading.of("f", List.of("# a park", "", PARK, GATE + " # east", "09:00 wait"));

    assertThat(scripts).hasSize(1);
    assertThat(scripts.get(0).steps()).hasSize(1);
  }
}
