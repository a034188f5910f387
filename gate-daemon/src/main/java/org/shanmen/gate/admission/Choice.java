package org.shanmen.gate.admission;

import java.util.Comparator;
import java.util.List;
import org.shanmen.protocol.wire.Question;
import org.shanmen.protocol.wire.Reason;
import org.shanmen.protocol.wire.RightState;

/**
 * Which of several rights speaks for a credential. Always the same one, in whatever order they
 * come:
 *
 * <ol>
 *   <li>one on which people are awaited: whoever shows it again means that one;
 *   <li>one that admits, before one that needs a check; of several the one that ends first, so that
 *       nothing lapses unused;
 *   <li>of refusals, that of a right which is active and within its validity;
 *   <li>else that of the right which begins next, with its date;
 *   <li>else the refusal that stands first in the order of the rules.
 * </ol>
 *
 * What is equal so far is told apart by the right's id.
 */
final class Choice {
  /** How good a decision is for whoever shows the credential; the first is the best. */
  private enum Rank {
    AWAITED,
    ADMITTED,
    HELD,
    REFUSED_NOW,
    BEGINS_LATER,
    REFUSED
  }

  /** A judgement with what it is compared by. */
  private record Candidate(Judgement judgement, Rank rank, long within, long right) {
    static Candidate of(Judgement judgement) {
      var question = judgement.question().orElseThrow();
      var facts = new Case(question);
      var rank = rankOf(judgement.decision(), question, facts);
      return new Candidate(judgement, rank, within(rank, facts), question.getRight().getId());
    }

    private static Rank rankOf(Decision decision, Question question, Case facts) {
      if (question.getReserved() != 0) {
        return Rank.AWAITED;
      }
      if (decision instanceof Decision.Admit) {
        return Rank.ADMITTED;
      }
      if (decision instanceof Decision.Hold) {
        return Rank.HELD;
      }
      boolean current =
          question.getRight().getState() == RightState.ACTIVE
              && facts.validity().holds(question.getNowMillis());
      if (current) {
        return Rank.REFUSED_NOW;
      }
      return ((Decision.Refuse) decision).reason() == Reason.NOT_YET_VALID
          ? Rank.BEGINS_LATER
          : Rank.REFUSED;
    }

    /** What is less is better. */
    private static long within(Rank rank, Case facts) {
      return switch (rank) {
        case AWAITED -> 0;
        case ADMITTED, HELD -> facts.validity().untilMillis();
        case BEGINS_LATER -> facts.validity().fromMillis();
        case REFUSED_NOW, REFUSED -> Admission.firstRefusal(facts).ordinal();
      };
    }
  }

  private static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparing(Candidate::rank)
          .thenComparingLong(Candidate::within)
          .thenComparing(Candidate::right, Long::compareUnsigned);

  private Choice() {}

  /**
   * @param judgements of rights, with their questions; at least one
   */
  static Judgement among(List<Judgement> judgements) {
    return judgements.stream().map(Candidate::of).min(BEST_FIRST).orElseThrow().judgement();
  }
}
