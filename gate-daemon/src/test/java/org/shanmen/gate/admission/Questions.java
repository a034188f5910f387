package org.shanmen.gate.admission;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.shanmen.protocol.wire.DayRule;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Fee;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.Question;
import org.shanmen.protocol.wire.Reentry;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.protocol.wire.TicketKind;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

/** Questions by chance, each from its seed: wild ones, and ones that a park could ask. */
public final class Questions {
  static final List<String> ZONES =
      List.of(
          "Asia/Shanghai",
          "Europe/Berlin",
          "Australia/Melbourne",
          "America/Sao_Paulo",
          "America/St_Johns",
          "Pacific/Apia",
          "UTC");

  private static final long[] EDGES = {
    0,
    1,
    -1,
    59_999,
    86_400_000,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private final Random chance;

  private Questions(long seed) {
    this.chance = new Random(seed);
  }

  /** Every field holds anything that the wire can carry. */
  public static Question wild(long seed) {
    return new Questions(seed).wild();
  }

  /** Around the present, with small numbers, so that every rule decides now and then. */
  public static Question plausible(long seed) {
    return new Questions(seed).plausible();
  }

  /** A plausible one about a right that was used again and again in the last year. */
  public static Question muchUsed(long seed) {
    return new Questions(seed).muchUsed();
  }

  private Question muchUsed() {
    var question = plausible().toBuilder();
    long now = question.getNowMillis();
    for (int use = chance.nextInt(300); use > 0; use--) {
      long back = (long) (Math.pow(chance.nextDouble(), 4) * 365 * 86_400_000L);
      question.addUses(
          Use.newBuilder()
              .setGateNumber(chance.nextInt(3))
              .setEpoch(1)
              .setSequence(100 + use)
              .setPeople(chance.nextInt(3))
              .setAtMillis(now - back)
              .setDirection(chance.nextInt(3) == 0 ? Direction.OUT : Direction.IN)
              .setArea(chance.nextInt(3))
              .setCheckPoint(chance.nextInt(3))
              .setFeeFen(rarely(20)));
    }
    if (chance.nextBoolean()) {
      // Else hardly any of them would have an entry left.
      question.getRightBuilder().setEntries(chance.nextInt(600)).setCreditFen(20_000);
      question.getTemplateBuilder().setEntriesPerDay(rarely(60)).setEntriesPerArea(rarely(200));
    }
    return question.build();
  }

  private Question wild() {
    var question =
        Question.newBuilder()
            .setRight(
                Right.newBuilder()
                    .setId(number())
                    .setStateValue(chance.nextInt(8) - 1)
                    .setValidFrom(number())
                    .setValidUntil(number())
                    .setEntries((int) number())
                    .setPeople((int) number())
                    .setCreditFen(number()))
            .setReserved(chance.nextBoolean() ? 0 : (int) number())
            .setArea(chance.nextInt(3))
            .setCheckPoint(chance.nextInt(3))
            .setLaneValue(chance.nextInt(5))
            .setDirectionValue(chance.nextInt(4))
            .setZone(chance.nextInt(10) == 0 ? "Mars/Olympus" : zone())
            .setNowMillis(number())
            .setAreaFull(chance.nextInt(4) == 0)
            .setOnline(chance.nextBoolean())
            .setUnconfirmedFen((int) number())
            .setReplaced(chance.nextInt(8) == 0)
            .setCodeMadeAtMillis(chance.nextInt(3) == 0 ? number() : 0);
    for (int use = chance.nextInt(6); use > 0; use--) {
      question.addUses(
          Use.newBuilder()
              .setSequence(use)
              .setGateNumber((int) number())
              .setEpoch(number())
              .setPeople((int) number())
              .setAtMillis(number())
              .setDirectionValue(chance.nextInt(4))
              .setArea(chance.nextInt(3))
              .setCheckPoint(chance.nextInt(3))
              .setFeeFen((int) number()));
    }
    if (chance.nextInt(10) != 0) {
      question.setTemplate(wildTemplate());
    }
    return question.build();
  }

  private TicketTemplate wildTemplate() {
    var rules =
        TicketTemplate.newBuilder()
            .setKindValue(chance.nextInt(10))
            .setOpenFromMinute((int) number())
            .setOpenUntilMinute((int) number())
            .setEntriesPerDay((int) number())
            .setMinutesBetween((int) number())
            .setWeekdays((int) number())
            .setDaysFromFirstUse((int) number())
            .setEntriesPerArea((int) number())
            .setReentryValue(chance.nextInt(6))
            .setAntiPassbackMinutes((int) number())
            .setNeedsCheck(chance.nextBoolean())
            .setOfflineLimitFen((int) number())
            .setBeyondCapacity(chance.nextBoolean())
            .setOnlyValue(chance.nextInt(4));
    for (int any = chance.nextInt(3); any > 0; any--) {
      rules.addAreas(chance.nextInt(3)).addCheckPoints(chance.nextInt(3));
      rules.addFees(Fee.newBuilder().setArea(chance.nextInt(3)).setFen((int) number()));
      rules.addDayRules(
          DayRule.newBuilder()
              .setFromDay((int) number())
              .setUntilDay((int) number())
              .setClosed(chance.nextBoolean())
              .setOpenFromMinute((int) number())
              .setOpenUntilMinute((int) number()));
    }
    return rules.build();
  }

  private Question plausible() {
    long now = nearNow();
    var question =
        Question.newBuilder()
            .setRight(
                Right.newBuilder()
                    .setId(1 + chance.nextInt(9))
                    .setState(chance.nextInt(9) == 0 ? RightState.RIGHT_BLOCKED : RightState.ACTIVE)
                    .setValidFrom((now + days(chance.nextInt(8) - 7)) / 1000)
                    .setValidUntil((now + days(chance.nextInt(8))) / 1000)
                    .setEntries(rarely(10))
                    .setPeople(1 + rarely(4))
                    .setCreditFen(chance.nextInt(2000)))
            .setTemplate(plausibleTemplate(now))
            .setReserved(rarely(2))
            .setArea(1)
            .setCheckPoint(1)
            .setLane(chance.nextBoolean() ? LaneKind.ENTRY : LaneKind.TWO_WAY)
            .setDirection(chance.nextInt(4) == 0 ? Direction.OUT : Direction.IN)
            .setZone(zone())
            .setNowMillis(now)
            .setAreaFull(chance.nextInt(8) == 0)
            .setOnline(chance.nextInt(4) != 0)
            .setUnconfirmedFen(rarely(500));
    for (int use = chance.nextInt(6); use > 0; use--) {
      question.addUses(
          Use.newBuilder()
              .setSequence(use)
              .setPeople(1)
              .setAtMillis(now - chance.nextInt(3 * 86_400_000))
              .setDirection(chance.nextInt(3) == 0 ? Direction.OUT : Direction.IN)
              .setArea(1 + chance.nextInt(2))
              .setCheckPoint(1 + chance.nextInt(2))
              .setFeeFen(rarely(500)));
    }
    return question.build();
  }

  private TicketTemplate plausibleTemplate(long now) {
    var rules =
        TicketTemplate.newBuilder()
            .setKind(chance.nextInt(4) == 0 ? TicketKind.STORED_VALUE : TicketKind.SINGLE)
            .setEntriesPerDay(rarely(4))
            .setMinutesBetween(rarely(600))
            .setWeekdays(rarely(127))
            .setDaysFromFirstUse(rarely(4))
            .setEntriesPerArea(rarely(5))
            .setReentry(Reentry.forNumber(chance.nextInt(4)))
            .setAntiPassbackMinutes(rarely(600))
            .setNeedsCheck(chance.nextInt(4) == 0)
            .setOfflineLimitFen(rarely(1000))
            .setBeyondCapacity(chance.nextInt(4) == 0);
    if (chance.nextBoolean()) {
      rules.setOpenFromMinute(chance.nextInt(1440)).setOpenUntilMinute(chance.nextInt(1440));
    }
    if (chance.nextBoolean()) {
      rules.addFees(Fee.newBuilder().setArea(1).setFen(chance.nextInt(600)));
    }
    if (chance.nextInt(3) == 0) {
      int day = (int) Math.floorDiv(now, 86_400_000L) + chance.nextInt(5) - 2;
      rules.addDayRules(
          DayRule.newBuilder()
              .setFromDay(day)
              .setUntilDay(day + chance.nextInt(3))
              .setClosed(chance.nextBoolean())
              .setOpenFromMinute(chance.nextInt(1440))
              .setOpenUntilMinute(chance.nextInt(1440)));
    }
    return rules.build();
  }

  /** The same question with its uses in another order. */
  static Question shuffled(Question question, long seed) {
    var uses = new ArrayList<>(question.getUsesList());
    Collections.shuffle(uses, new Random(seed));
    return question.toBuilder().clearUses().addAllUses(uses).build();
  }

  /** Some moment of 2026 and 2027, often near a clock change. */
  private long nearNow() {
    long year = 1_767_225_600_000L;
    return year + (long) (chance.nextDouble() * 2 * 365 * 86_400_000L);
  }

  private static long days(int days) {
    return days * 86_400_000L;
  }

  private int rarely(int below) {
    return chance.nextInt(3) == 0 ? chance.nextInt(below + 1) : 0;
  }

  private String zone() {
    return ZONES.get(chance.nextInt(ZONES.size()));
  }

  private long number() {
    return switch (chance.nextInt(4)) {
      case 0 -> EDGES[chance.nextInt(EDGES.length)];
      case 1 -> chance.nextInt(100);
      case 2 -> 1_767_225_600_000L + chance.nextInt();
      default -> chance.nextLong();
    };
  }
}
