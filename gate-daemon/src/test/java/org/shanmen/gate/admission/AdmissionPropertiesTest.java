package org.shanmen.gate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.shanmen.protocol.OpeningHours;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Fee;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.Question;
import org.shanmen.protocol.wire.Reason;
import org.shanmen.protocol.wire.Reentry;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

/** What holds for every question. */
class AdmissionPropertiesTest {
  private static final long HOUR = 3_600_000;

  @Property(tries = 5_000)
  void everyQuestionHasAnAnswerWithinItsBounds(@ForAll long seed) {
    checkBounds(Questions.wild(seed));
    checkBounds(Questions.plausible(seed));
  }

  private static void checkBounds(Question question) {
    var decision = Admission.decide(question);
    if (decision instanceof Decision.Refuse refusal) {
      assertThat(refusal.reason()).isNotEqualTo(Reason.REASON_UNSPECIFIED);
      return;
    }
    var admit = decision instanceof Decision.Hold hold ? hold.then() : (Decision.Admit) decision;
    assertThat((long) admit.people()).isBetween(1L, Case.members(question.getRight()));
    assertThat(admit.left()).isGreaterThanOrEqualTo(Decision.UNLIMITED);
    assertThat(admit.fare().fen()).isNotNegative();
    assertThat((long) admit.fare().fen() * admit.people()).isLessThanOrEqualTo(Integer.MAX_VALUE);
    if (admit.fare().fen() > 0) {
      assertThat(admit.fare().balanceFen()).isNotNegative();
    }
  }

  @Property(tries = 3_000)
  void whatEveryRuleSaysAgreesWithTheDecision(@ForAll long seed) {
    for (var question : List.of(Questions.wild(seed), Questions.plausible(seed))) {
      var decision = Admission.decide(question);
      var first = Admission.findings(question).stream().filter(Finding::refuses).findFirst();
      if (decision instanceof Decision.Refuse refusal) {
        assertThat(first.orElseThrow().reason()).isEqualTo(refusal.reason());
        assertThat(first.orElseThrow().fromMillis()).isEqualTo(refusal.fromMillis());
      } else {
        assertThat(first).isEmpty();
      }
    }
  }

  @Property(tries = 3_000)
  void theOrderInWhichUsesAreKnownMakesNoDifference(@ForAll long seed) {
    for (var question : List.of(Questions.wild(seed), Questions.plausible(seed))) {
      assertThat(Admission.decide(Questions.shuffled(question, seed)))
          .isEqualTo(Admission.decide(question));
    }
  }

  @Property(tries = 1_000)
  void aQuestionThatWasWrittenDownIsDecidedTheSame(@ForAll long seed)
      throws InvalidProtocolBufferException {
    var question = Questions.wild(seed);
    assertThat(Admission.decide(Question.parseFrom(question.toByteArray())))
        .isEqualTo(Admission.decide(question));
  }

  @Property(tries = 2_000)
  void whoStandsInTheLaneMakesRoomForNobody(@ForAll long seed) {
    var question = Questions.plausible(seed).toBuilder();
    if (question.getTemplate().getReentry() == Reentry.REENTRY_FREE
        || question.getTemplate().getReentry() == Reentry.REENTRY_AFTER_EXIT
        || question.getDirection() == Direction.OUT) {
      return;
    }
    int fewer = people(Admission.decide(question.setReserved(1).build()));
    assertThat(fewer)
        .isLessThanOrEqualTo(people(Admission.decide(question.setReserved(0).build())));
  }

  // ---- Time ----

  /** The park moves to another time zone, with everything in it. */
  @Property(tries = 1_000)
  void onlyWhatTheClockOnTheWallShowsMatters(
      @ForAll long seed, @ForAll @IntRange(min = -12, max = 14) int hours) {
    var here = Questions.plausible(seed).toBuilder().setZone("UTC").build();
    long shift = -hours * HOUR;
    var there = here.toBuilder().setZone("UTC" + (hours < 0 ? "" : "+") + hours);
    there.setNowMillis(here.getNowMillis() + shift);
    there
        .getRightBuilder()
        .setValidFrom(here.getRight().getValidFrom() + shift / 1000)
        .setValidUntil(here.getRight().getValidUntil() + shift / 1000);
    there.getUsesBuilderList().forEach(use -> use.setAtMillis(use.getAtMillis() + shift));

    var expected = Admission.decide(here);
    var moved = Admission.decide(there.build());
    if (expected instanceof Decision.Refuse refusal && refusal.fromMillis() != 0) {
      assertThat(moved)
          .isEqualTo(
              new Decision.Refuse(
                  refusal.ticket(), refusal.reason(), refusal.fromMillis() + shift));
    } else {
      assertThat(moved).isEqualTo(expected);
    }
  }

  /** To the second, through every clock change. */
  @Property(tries = 3_000)
  void fromWhenARefusalSaysItNoLongerHolds(@ForAll long seed) {
    var question = Questions.plausible(seed);
    var facts = new Case(question);
    if (!(Admission.decide(question) instanceof Decision.Refuse refusal)
        || refusal.fromMillis() == 0) {
      return;
    }
    assertThat(refusal.fromMillis()).isGreaterThan(question.getNowMillis());
    assertThat(reasonAt(question, refusal.fromMillis())).isNotEqualTo(refusal.reason());
    assertThat(reasonAt(question, refusal.fromMillis() - 1))
        .isNotEqualTo(Reason.REASON_UNSPECIFIED);
    if (refusal.reason() == Reason.OUTSIDE_HOURS) {
      long step = Math.max(60_000, (refusal.fromMillis() - question.getNowMillis()) / 500);
      for (long at = question.getNowMillis(); at < refusal.fromMillis(); at += step) {
        assertThat(facts.validity().isOpen(at)).isFalse();
      }
    }
  }

  @Property(tries = 1_000)
  void hoursAreOpenAsLongAsTheClockOnTheWallShowsThem(
      @ForAll long seed, @ForAll @IntRange(max = 24 * 366 * 2) int hour) {
    var question = Questions.plausible(seed);
    var rules = question.getTemplate().toBuilder().clearDayRules().setWeekdays(0).build();
    var zone = ZoneId.of(question.getZone());
    long at = 1_767_225_600_000L + hour * HOUR;
    var always = question.getRight().toBuilder().setValidFrom(0).build();
    var validity =
        new Validity(always, rules, zone, new OpeningHours(rules, zone), OptionalLong.empty());
    var local = Instant.ofEpochMilli(at).atZone(zone);
    int minute = local.getHour() * 60 + local.getMinute();
    int from = rules.getOpenFromMinute();
    int until = rules.getOpenUntilMinute();
    boolean shown =
        from == until
            || (from < until ? from <= minute && minute < until : from <= minute || minute < until);
    assertThat(validity.isOpen(at)).isEqualTo(shown);
  }

  private static Reason reasonAt(Question question, long millis) {
    return Admission.decide(question.toBuilder().setNowMillis(millis).build())
            instanceof Decision.Refuse refusal
        ? refusal.reason()
        : Reason.REASON_UNSPECIFIED;
  }

  // ---- A right that is shown again and again ----

  /**
   * People come, some of those who are admitted pass, some leave: whatever they do, no more enter
   * than the right allows, and nobody pays more than there is. Counted here in another way than
   * Visits does.
   */
  @Property(tries = 1_000)
  void nobodyEntersOnARightThatIsUsedUp(@ForAll long seed) {
    var chance = new Random(seed);
    var zone = ZoneId.of(Questions.ZONES.get(chance.nextInt(Questions.ZONES.size())));
    int members = 1 + chance.nextInt(4);
    int entries = chance.nextInt(3) == 0 ? 0 : 1 + chance.nextInt(12);
    long credit = chance.nextInt(3000);
    var rules =
        TicketTemplate.newBuilder()
            .setReentry(Reentry.forNumber(chance.nextInt(4)))
            .setEntriesPerDay(chance.nextBoolean() ? 0 : 1 + chance.nextInt(6))
            .setEntriesPerArea(chance.nextBoolean() ? 0 : 1 + chance.nextInt(8))
            .setAntiPassbackMinutes(chance.nextBoolean() ? 0 : 90)
            .setOfflineLimitFen(5000);
    if (chance.nextBoolean()) {
      rules.addFees(Fee.newBuilder().setArea(1).setFen(200));
      rules.addFees(Fee.newBuilder().setArea(2).setFen(300));
    }
    var question =
        Question.newBuilder()
            .setRight(
                Right.newBuilder()
                    .setState(RightState.ACTIVE)
                    .setValidUntil(Long.MAX_VALUE / 2000)
                    .setEntries(entries)
                    .setPeople(members)
                    .setCreditFen(credit))
            .setTemplate(rules)
            .setLane(LaneKind.ENTRY)
            .setZone(zone.getId())
            .setOnline(true);
    var oracle = new Books(zone, members, rules.build());
    long now = 1_774_000_000_000L + chance.nextInt();
    for (int step = 0; step < 40; step++) {
      now += chance.nextInt(4 * (int) HOUR);
      int area = 1 + chance.nextInt(2);
      question.setNowMillis(now).setArea(area).setCheckPoint(area);
      if (chance.nextInt(3) == 0) {
        oracle.out(area, now, 1, question);
      } else if (Admission.decide(question.build()) instanceof Decision.Admit admit) {
        int passed = chance.nextInt(admit.people() + 1);
        oracle.in(area, now, passed, admit.fare().fen() * passed, question);
      }
      oracle.check(entries, credit);
    }
  }

  /** Who is where, kept by hand. */
  private static final class Books {
    private record Visit(int area, LocalDate day) {}

    private final ZoneId zone;
    private final int members;
    private final TicketTemplate rules;
    private final Map<Visit, Integer> entered = new HashMap<>();
    private final Map<Visit, Integer> inside = new HashMap<>();
    private final List<Use> uses = new ArrayList<>();

    Books(ZoneId zone, int members, TicketTemplate rules) {
      this.zone = zone;
      this.members = members;
      this.rules = rules;
    }

    void in(int area, long at, int people, int fee, Question.Builder question) {
      if (people == 0) {
        return;
      }
      var visit = visit(area, at);
      entered.merge(visit, people, Integer::sum);
      inside.merge(visit, people, Integer::sum);
      write(area, at, people, fee, Direction.IN, question);
    }

    void out(int area, long at, int people, Question.Builder question) {
      var visit = visit(area, at);
      inside.merge(visit, -people, (now, less) -> Math.max(0, now + less));
      inside.putIfAbsent(visit, 0);
      inside.replaceAll((where, number) -> Math.max(0, number));
      write(area, at, people, 0, Direction.OUT, question);
    }

    private Visit visit(int area, long at) {
      return new Visit(area, Instant.ofEpochMilli(at).atZone(zone).toLocalDate());
    }

    private void write(
        int area, long at, int people, int fee, Direction direction, Question.Builder question) {
      var use =
          Use.newBuilder()
              .setSequence(uses.size())
              .setArea(area)
              .setCheckPoint(area)
              .setAtMillis(at)
              .setPeople(people)
              .setFeeFen(fee)
              .setDirection(direction)
              .build();
      uses.add(use);
      question.addUses(use);
    }

    void check(int entries, long credit) {
      boolean free =
          rules.getReentry() == Reentry.REENTRY_FREE
              || rules.getReentry() == Reentry.REENTRY_AFTER_EXIT;
      var perDay = new HashMap<LocalDate, Integer>();
      var perArea = new HashMap<Integer, Integer>();
      int total = 0;
      for (var visit : entered.entrySet()) {
        int counting = free ? Math.min(members, visit.getValue()) : visit.getValue();
        total += counting;
        perDay.merge(visit.getKey().day(), counting, Integer::sum);
        perArea.merge(visit.getKey().area(), counting, Integer::sum);
        if (rules.getReentry() == Reentry.REENTRY_NEVER) {
          assertThat(visit.getValue()).isLessThanOrEqualTo(members);
        }
      }
      if (entries != 0) {
        assertThat(total).isLessThanOrEqualTo(entries);
      }
      if (rules.getEntriesPerDay() != 0) {
        assertThat(perDay.values()).allMatch(number -> number <= rules.getEntriesPerDay());
      }
      if (rules.getEntriesPerArea() != 0) {
        assertThat(perArea.values()).allMatch(number -> number <= rules.getEntriesPerArea());
      }
      if (rules.getReentry() == Reentry.REENTRY_AFTER_EXIT) {
        assertThat(inside.values()).allMatch(number -> number <= members);
      }
      assertThat(uses.stream().mapToLong(Use::getFeeFen).sum()).isLessThanOrEqualTo(credit);
    }
  }

  private static int people(Decision decision) {
    if (decision instanceof Decision.Hold hold) {
      return hold.then().people();
    }
    return decision instanceof Decision.Admit admit ? admit.people() : 0;
  }
}
