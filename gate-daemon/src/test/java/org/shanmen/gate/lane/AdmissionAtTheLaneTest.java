package org.shanmen.gate.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.LaneMode;
import org.shanmen.protocol.wire.Use;

/**
 * The rules and the lane together: real decisions about a few rights, at an entry and a two-way
 * lane of one check point, whatever people, staff and the centre do.
 */
class AdmissionAtTheLaneTest {
  private static final ZoneId ZONE = ZoneId.of(TwoGates.ZONE);

  /** One thing that happens at one of the two gates; printable. */
  private record Step(String name, int gate, int number) {
    void apply(TwoGates park) {
      var at = park.gates.get(gate);
      switch (name) {
        case "show" -> at.show(TwoGates.IDS.get(number % TwoGates.IDS.size()), Spot.OUTER);
        case "show inside" -> at.show(TwoGates.IDS.get(number % TwoGates.IDS.size()), Spot.INNER);
        case "walk in" -> at.walk(Beam.OUTER, Beam.INNER);
        case "walk out" -> at.walk(Beam.INNER, Beam.OUTER);
        case "turn back" -> at.turnBack();
        case "beam" -> at.beam(number % 2 == 0 ? Beam.OUTER : Beam.INNER, number % 4 < 2);
        case "button" -> at.on(new Input.AttendantButton());
        case "confirm" -> at.confirm(number % 3 != 0);
        case "open once" -> at.openOnce();
        case "mode" -> at.mode(MODES.get(number % MODES.size()));
        case "refund" -> park.refund(TwoGates.IDS.get(number % TwoGates.IDS.size()));
        case "fire" -> at.on(new Input.FireLoop(true));
        case "fire is over" -> at.fireIsOver();
        case "an hour" -> park.after(3_600_000L * (1 + number % 20));
        default -> park.after(number * 400L);
      }
    }
  }

  private static final List<LaneMode> MODES =
      List.of(
          LaneMode.CONTROLLED,
          LaneMode.CONTROLLED,
          LaneMode.CONTROLLED,
          LaneMode.ALWAYS_OPEN,
          LaneMode.DIRECT_CHECK,
          LaneMode.ALWAYS_CLOSED,
          LaneMode.EMERGENCY_OPEN);

  @Property
  void nobodyGetsInOnMoreThanHisRightAllows(@ForAll("histories") List<Step> history) {
    var park = new TwoGates();
    for (Step step : history) {
      step.apply(park);
      TwoGates.IDS.forEach(right -> checkCounts(right, park.usesOf(right)));
    }
  }

  @Property
  void everyAdmissionEndsInPassesOrIsGivenBack(@ForAll("histories") List<Step> history) {
    var park = new TwoGates();
    history.forEach(step -> step.apply(park));
    park.rest();

    for (var gate : park.gates) {
      var open = new HashMap<Long, Integer>();
      for (Entry entry : gate.journal) {
        switch (entry.kind()) {
          case ADMITTED -> open.merge(entry.admission(), entry.people(), Integer::sum);
          case PASSED, GIVEN_BACK, USE_ASSUMED ->
              assertThat(open.merge(entry.admission(), -entry.people(), Integer::sum))
                  .isNotNegative();
          default -> {
            // Of no admission.
          }
        }
      }
      assertThat(open.values()).allMatch(people -> people == 0);
      assertThat(gate.lane().awaited()).isZero();
    }
  }

  /** Whom staff have to look at goes in only when one did, or nobody has to any more. */
  @Property
  void nobodyWhoIsToBeLookedAtGetsInUnseen(@ForAll("histories") List<Step> history) {
    var park = new TwoGates();
    history.forEach(step -> step.apply(park));

    for (var gate : park.gates) {
      assertThat(gate.journal)
          .filteredOn(entry -> entry.kind().name().equals("ADMITTED"))
          .filteredOn(entry -> entry.right() == TwoGates.CONCESSION)
          .filteredOn(entry -> entry.direction() == Direction.IN)
          .allMatch(
              entry ->
                  entry.detail().startsWith("confirmed: ")
                      || entry.detail().equals("not checked: always open"));
    }
  }

  /** By the uses alone, counted in another way than the rules do. */
  private static void checkCounts(long right, List<Use> uses) {
    var ins = uses.stream().filter(use -> use.getDirection() == Direction.IN).toList();
    int entered = ins.stream().mapToInt(Use::getPeople).sum();
    if (right == TwoGates.SINGLE || right == TwoGates.CONCESSION) {
      assertThat(entered).isLessThanOrEqualTo(1);
    } else if (right == TwoGates.GROUP) {
      assertThat(entered).isLessThanOrEqualTo(4);
    } else if (right == TwoGates.COUNT_CARD) {
      assertThat(entered).isLessThanOrEqualTo(6);
      assertThat(perDay(ins).values()).allMatch(people -> people <= 2);
    } else if (right == TwoGates.ANTI_PASSBACK) {
      assertThat(mostInside(uses)).isLessThanOrEqualTo(1);
    } else if (right == TwoGates.STORED_VALUE) {
      assertThat(uses.stream().mapToLong(Use::getFeeFen).sum())
          .isLessThanOrEqualTo(TwoGates.CREDIT_FEN)
          .isEqualTo(2_000L * entered);
    } else if (right == TwoGates.PAUSE) {
      assertThat(shortestPauseMillis(ins)).isGreaterThanOrEqualTo(TwoGates.PAUSE_MILLIS);
    }
  }

  private static Map<LocalDate, Integer> perDay(List<Use> ins) {
    var days = new HashMap<LocalDate, Integer>();
    for (Use use : ins) {
      var day = Instant.ofEpochMilli(use.getAtMillis()).atZone(ZONE).toLocalDate();
      days.merge(day, use.getPeople(), Integer::sum);
    }
    return days;
  }

  private static int mostInside(List<Use> uses) {
    int inside = 0;
    int most = 0;
    for (Use use : uses) {
      boolean in = use.getDirection() == Direction.IN;
      inside = in ? inside + use.getPeople() : Math.max(0, inside - use.getPeople());
      most = Math.max(most, inside);
    }
    return most;
  }

  private static long shortestPauseMillis(List<Use> ins) {
    long shortest = Long.MAX_VALUE;
    for (int at = 1; at < ins.size(); at++) {
      shortest = Math.min(shortest, ins.get(at).getAtMillis() - ins.get(at - 1).getAtMillis());
    }
    return shortest;
  }

  /** What stands here twice happens twice as often. */
  @Provide
  Arbitrary<List<Step>> histories() {
    var names =
        new ArrayList<>(
            List.of(
                "show inside",
                "walk out",
                "turn back",
                "beam",
                "button",
                "confirm",
                "open once",
                "mode",
                "refund",
                "fire",
                "fire is over",
                "an hour",
                "wait"));
    for (int often = 0; often < 5; often++) {
      names.add("show");
      names.add("walk in");
    }
    return Combinators.combine(
            Arbitraries.of(names),
            Arbitraries.integers().between(0, 1),
            Arbitraries.integers().between(0, 40))
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }
}
