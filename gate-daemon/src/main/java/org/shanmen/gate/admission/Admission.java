package org.shanmen.gate.admission;

import java.util.ArrayList;
import java.util.List;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.Question;
import org.shanmen.protocol.wire.Reason;
import org.shanmen.protocol.wire.TicketKind;

/**
 * Whether a right opens a lane now.
 *
 * <p>The {@link Rule}s are asked one after the other, in the order in which they are declared, and
 * the first that lets nobody through is the answer: the visitor hears the refusal that he can act
 * on. docs/adr/0005-order-of-refusals.md gives the reasons for the order.
 *
 * <p>Leaving needs less: at an exit everybody is let out, and at a two-way lane whoever shows on
 * the inner side a right that staff need not see about. It costs nothing and counts against
 * nothing.
 */
public final class Admission {
  private Admission() {}

  /**
   * Decides. Total and pure: every question has an answer, always the same one, and the order of
   * its uses does not matter.
   */
  public static Decision decide(Question question) {
    return decide(new Case(question));
  }

  static Decision decide(Case facts) {
    long people = facts.people();
    for (Rule rule : rulesFor(facts.question())) {
      var verdict = rule.on(facts);
      if (verdict.people() <= 0) {
        return new Decision.Refuse(facts.ticket(), verdict.otherwise(), verdict.fromMillis());
      }
      people = Math.min(people, verdict.people());
    }
    return admit(facts, (int) people);
  }

  /**
   * The question with what its uses amount to in their place, which is at most 130 bytes: every
   * rule says the same of it.
   */
  public static Question counted(Question question) {
    return question.toBuilder().clearUses().setTally(new Case(question).visits().tally()).build();
  }

  /** What every rule says, also behind the one that decided: for those who ask why. */
  public static List<Finding> findings(Question question) {
    var facts = new Case(question);
    var findings = new ArrayList<Finding>();
    for (Rule rule : rulesFor(question)) {
      var verdict = rule.on(facts);
      boolean refuses = verdict.people() <= 0;
      findings.add(
          new Finding(
              rule,
              refuses ? verdict.otherwise() : Reason.REASON_UNSPECIFIED,
              refuses ? verdict.fromMillis() : 0,
              rule.figures(facts)));
    }
    return findings;
  }

  /**
   * Whether the right is a staff card that is good at this lane now. What concerns its holder's own
   * entry alone (he is inside already, his entries are used up, the area is full) makes it no
   * worse. On the way out, too, it is asked whether the card is good to enter: staff stand inside.
   */
  static boolean isStaffOnDuty(Case facts) {
    return facts.rules().getKind() == TicketKind.STAFF_CARD
        && !facts.rules().getNeedsCheck()
        && Rule.TO_ENTER.stream()
            .filter(rule -> !Rule.OF_ONES_OWN_ENTRY.contains(rule))
            .allMatch(rule -> rule.on(facts).people() > 0);
  }

  /** The rule that refuses a right to which {@link #decide} says no. */
  static Rule firstRefusal(Case facts) {
    return rulesFor(facts.question()).stream()
        .filter(rule -> rule.on(facts).people() <= 0)
        .findFirst()
        .orElseThrow();
  }

  /** Lets somebody out, or keeps him where he is, whose credential says nothing to this gate. */
  static Decision decideUnknown(Reason reason, LaneKind lane) {
    return lane == LaneKind.EXIT
        ? new Decision.Admit(Ticket.NONE, Direction.OUT, 1, Decision.UNLIMITED)
        : new Decision.Refuse(Ticket.NONE, reason);
  }

  private static List<Rule> rulesFor(Question question) {
    if (question.getLane() == LaneKind.EXIT) {
      return List.of();
    }
    return isLeaving(question) ? Rule.TO_LEAVE : Rule.TO_ENTER;
  }

  static boolean isLeaving(Question question) {
    return question.getLane() == LaneKind.EXIT
        || (question.getLane() == LaneKind.TWO_WAY && question.getDirection() == Direction.OUT);
  }

  private static Decision admit(Case facts, int people) {
    if (facts.leaving()) {
      return new Decision.Admit(facts.ticket(), Direction.OUT, people, Decision.UNLIMITED);
    }
    var admit =
        new Decision.Admit(
            facts.ticket(),
            Direction.IN,
            people,
            facts.leftAfter(people),
            facts.fares().fareOf(people));
    return facts.rules().getNeedsCheck() ? new Decision.Hold(admit) : admit;
  }
}
