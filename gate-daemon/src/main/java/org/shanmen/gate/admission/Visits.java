package org.shanmen.gate.admission;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.shanmen.protocol.OpeningHours;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Question;
import org.shanmen.protocol.wire.Tally;
import org.shanmen.protocol.wire.Use;

/**
 * What the uses of a right amount to: who entered, what of it counts, who is inside.
 *
 * <p>Uses are told in the order of their times (gate, epoch and sequence where those are equal), so
 * the order in which they arrived makes no difference. People whom the lane has admitted and who
 * have not passed yet are taken to be inside already.
 *
 * <p>Days are those of {@link OpeningHours#dayOf}: a night's visit is not two.
 *
 * <p>Inside are those who went in less those who came out, never less than nobody: who was missed
 * going in and seen coming out does not make room for another.
 */
final class Visits {
  private static final Comparator<Use> IN_ORDER =
      Comparator.comparingLong(Use::getAtMillis)
          .thenComparing(Use::getGateNumber, Integer::compareUnsigned)
          .thenComparing(Use::getEpoch, Long::compareUnsigned)
          .thenComparing(Use::getSequence, Long::compareUnsigned);

  private static final long MINUTE_MILLIS = 60_000;

  /** An area on a day, see {@link OpeningHours#dayOf}. */
  private record Visit(int area, LocalDate day) {}

  private final Question question;
  private final OpeningHours hours;
  private final LocalDate today;
  private final long members;
  private final boolean reentriesAreFree;
  private final long passbackFromMillis;
  private final long pauseMillis;

  private final Map<Visit, Long> entered = new HashMap<>();
  private long total;
  private long totalToday;
  private long totalHere;
  private long inside;
  private long insideCheckPoint;
  private long visitPeople;
  private long spentFen;
  private OptionalLong firstMillis = OptionalLong.empty();
  private OptionalLong lastMillis = OptionalLong.empty();

  private Visits(Question question, OpeningHours hours) {
    this.question = question;
    this.hours = hours;
    this.today = hours.dayOf(question.getNowMillis());
    this.members = Case.members(question.getRight());
    this.reentriesAreFree = Case.reentriesAreFree(question.getTemplate());
    long minutes = Integer.toUnsignedLong(question.getTemplate().getAntiPassbackMinutes());
    this.pauseMillis =
        Integer.toUnsignedLong(question.getTemplate().getMinutesBetween()) * MINUTE_MILLIS;
    this.passbackFromMillis = Saturated.plus(question.getNowMillis(), -minutes * MINUTE_MILLIS);
  }

  static Visits of(Question question, OpeningHours hours) {
    var visits = new Visits(question, hours);
    if (question.hasTally()) {
      visits.take(question.getTally());
      return visits;
    }
    question.getUsesList().stream().sorted(IN_ORDER).forEach(visits::add);
    visits.addReserved();
    return visits;
  }

  /** What somebody counted before, from the same question. */
  private void take(Tally tally) {
    total = tally.getTotal();
    totalToday = tally.getTotalToday();
    totalHere = tally.getTotalHere();
    entered.put(hereToday(), tally.getEnteredToday());
    inside = tally.getInside();
    insideCheckPoint = tally.getInsideCheckPoint();
    visitPeople = tally.getVisitPeople();
    firstMillis = when(tally.hasFirstMillis(), tally.getFirstMillis());
    lastMillis = when(tally.hasLastMillis(), tally.getLastMillis());
    spentFen = tally.getSpentFen();
  }

  private static OptionalLong when(boolean any, long millis) {
    return any ? OptionalLong.of(millis) : OptionalLong.empty();
  }

  /** All that {@link #of} needs to come to the same again, without the uses. */
  Tally tally() {
    var tally =
        Tally.newBuilder()
            .setUses(question.getUsesCount())
            .setTotal(total)
            .setTotalToday(totalToday)
            .setTotalHere(totalHere)
            .setEnteredToday(enteredToday())
            .setInside(inside)
            .setInsideCheckPoint(insideCheckPoint)
            .setVisitPeople(visitPeople)
            .setSpentFen(spentFen);
    firstMillis.ifPresent(tally::setFirstMillis);
    lastMillis.ifPresent(tally::setLastMillis);
    return tally.build();
  }

  private void add(Use use) {
    spentFen = Saturated.plus(spentFen, Integer.toUnsignedLong(use.getFeeFen()));
    long people = Integer.toUnsignedLong(use.getPeople());
    var day = hours.dayOf(use.getAtMillis());
    boolean out = use.getDirection() == Direction.OUT;
    if (!out) {
      enter(use.getArea(), day, people);
      visitPeople = people + (goesOn(use.getAtMillis()) ? visitPeople : 0);
      firstMillis = OptionalLong.of(firstMillis.orElse(use.getAtMillis()));
      lastMillis = OptionalLong.of(use.getAtMillis());
    }
    if (use.getArea() == question.getArea() && day.equals(today)) {
      inside = moved(inside, people, out);
    }
    if (isSameCheckPoint(use) && use.getAtMillis() > passbackFromMillis) {
      insideCheckPoint = moved(insideCheckPoint, people, out);
    }
  }

  private boolean goesOn(long millis) {
    return lastMillis.isPresent() && millis < Saturated.plus(lastMillis.getAsLong(), pauseMillis);
  }

  private void addReserved() {
    long people = reserved();
    if (people > 0) {
      enter(question.getArea(), today, people);
      inside += people;
      insideCheckPoint += people;
    }
  }

  private void enter(int area, LocalDate day, long people) {
    var visit = new Visit(area, day);
    long before = entered.getOrDefault(visit, 0L);
    entered.put(visit, before + people);
    long counting = reentriesAreFree ? Math.min(people, newcomers(before)) : people;
    total += counting;
    totalToday += day.equals(today) ? counting : 0;
    totalHere += area == question.getArea() ? counting : 0;
  }

  private static long moved(long inside, long people, boolean out) {
    return out ? Math.max(0, inside - people) : inside + people;
  }

  /** A check point that is not known is no other gate's. */
  private boolean isSameCheckPoint(Use use) {
    return use.getCheckPoint() != 0 && use.getCheckPoint() == question.getCheckPoint();
  }

  private long newcomers(long enteredBefore) {
    return Math.max(0, members - enteredBefore);
  }

  /** People whom the lane has admitted and who have not passed yet. */
  long reserved() {
    return Integer.toUnsignedLong(question.getReserved());
  }

  /** Entries that count, of all time. */
  long total() {
    return total;
  }

  /** Entries that count, on the day that it is now. */
  long totalToday() {
    return totalToday;
  }

  /** Entries that count, into this area. */
  long totalHere() {
    return totalHere;
  }

  /** People who entered this area on the day that it is now, each as often as he did. */
  long enteredToday() {
    return entered.getOrDefault(hereToday(), 0L);
  }

  private Visit hereToday() {
    return new Visit(question.getArea(), today);
  }

  /** People of the right who have not entered this area on the day that it is now. */
  long newcomers() {
    return newcomers(enteredToday());
  }

  /** People inside this area, of those who went in on the day that it is now. */
  long inside() {
    return inside;
  }

  /** People inside this check point, of those who went in within the anti-passback time. */
  long insideCheckPoint() {
    return insideCheckPoint;
  }

  /** People who went in today and were seen out again. */
  long seenOut() {
    return Math.max(0, Math.min(members, enteredToday()) - inside);
  }

  /** What was deducted for all uses. */
  long spentFen() {
    return spentFen;
  }

  /** Of the first entry ever. */
  OptionalLong firstMillis() {
    return firstMillis;
  }

  /**
   * People who entered in the visit that goes on, each as often as he did: entries that follow one
   * another by less than the pause, up to now.
   */
  long ofThisVisit() {
    return goesOn(question.getNowMillis()) ? visitPeople : 0;
  }

  /** Of the latest entry that is over. */
  OptionalLong lastMillis() {
    return lastMillis;
  }
}
