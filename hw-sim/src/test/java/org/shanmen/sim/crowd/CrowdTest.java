package org.shanmen.sim.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.shanmen.protocol.SignedCode;

class CrowdTest {
  private static final List<Crowd.Entrance> GATES =
      List.of(new Crowd.Entrance("N1", true), new Crowd.Entrance("E1", false));

  @Property(tries = 200)
  void exactlySoManyPeopleCome(
      @ForAll @IntRange(min = 1, max = 500) int people, @ForAll long seed) {
    assertThat(plan(people, seed).stream().mapToInt(Visit::people).sum()).isEqualTo(people);
  }

  @Property(tries = 200)
  void theyComeInOrder(@ForAll @IntRange(min = 1, max = 200) int people, @ForAll long seed) {
    List<Visit> visits = plan(people, seed);
    for (int i = 1; i < visits.size(); i++) {
      assertThat(visits.get(i).number()).isEqualTo(visits.get(i - 1).number() + 1);
      assertThat(visits.get(i).arrival()).isGreaterThanOrEqualTo(visits.get(i - 1).arrival());
    }
  }

  @Property(tries = 200)
  void aTicketShownAgainWasLetInBeforeAndIsCopiedOnce(
      @ForAll @IntRange(min = 1, max = 200) int people, @ForAll long seed) {
    List<Visit> visits = plan(people, seed);
    Set<Integer> copied = new HashSet<>();
    for (Visit visit : visits) {
      visit
          .copyOf()
          .ifPresent(
              number -> {
                Visit original = visits.get(number - 1);
                assertThat(original.number()).isLessThan(visit.number());
                assertThat(original.holding().refusal()).isEmpty();
                assertThat(original.turnsBack()).isFalse();
                assertThat(original.shown()).isEqualTo(visit.shown());
                assertThat(copied.add(number)).isTrue();
              });
    }
  }

  @Property(tries = 200)
  void whoComesBackHasGoneOutAndWhoGoesOutHasComeIn(
      @ForAll @IntRange(min = 1, max = 300) int people, @ForAll long seed) {
    List<Visit> visits = plan(people, seed);
    for (Visit visit : visits) {
      assertThat(visit.gate().equals(Crowd.EXIT)).isEqualTo(visit.isLeaving());
      visit
          .copyOf()
          .ifPresent(
              number ->
                  assertThat(visit.holding().original())
                      .contains(visits.get(number - 1).holding()));
      if (visit.holding().isOfTheMainArea()) {
        assertThat(visit.gate()).isEqualTo("N1");
      }
    }
  }

  @Property(tries = 100)
  void aTicketForTheMainAreaIsWrongOnlyWhereItIsWrong(@ForAll long seed) {
    assertThat(plan(120, seed))
        .filteredOn(visit -> visit.holding() == Holding.WRONG_AREA)
        .isNotEmpty()
        .allMatch(visit -> visit.gate().equals("E1"));
  }

  @Property(tries = 50)
  void aCrowdOfAHundredAndTwentyHasOneOfEachKind(@ForAll long seed) {
    assertThat(plan(120, seed))
        .extracting(Visit::holding)
        .containsAll(EnumSet.complementOf(EnumSet.of(Holding.NAMED)));
  }

  @Test
  void theSameSeedGivesTheSameCrowdAndAnotherOneAnother() {
    assertThat(plan(100, 7)).isEqualTo(plan(100, 7)).isNotEqualTo(plan(100, 8));
  }

  @Test
  void whereAllGatesLeadToOneAreaNobodyIsInTheWrongOne() {
    assertThat(
            Crowd.plan(
                200, HourlyProfile.ordinaryDay(), List.of(new Crowd.Entrance("N1", true)), 1))
        .extracting(Visit::holding)
        .doesNotContain(Holding.WRONG_AREA);
  }

  @Test
  void aForgedCodeLooksSignedButIsNot() {
    assertThat(SignedCode.check(new Codes(3).forged(), id -> null))
        .isInstanceOf(SignedCode.Check.Forged.class);
  }

  private static List<Visit> plan(int people, long seed) {
    return Crowd.plan(people, HourlyProfile.ordinaryDay(), GATES, seed);
  }
}
