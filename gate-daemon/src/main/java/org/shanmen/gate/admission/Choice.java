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
 *   <li>one that admits, before one that needs a check; inwards, one that costs nothing before one
 *       that is paid at the gate; outwards, the one on which somebody is inside, before one that is
 *       valid; of several the one that ends first, so that nothing lapses unused;
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
  private record Candidate(Judgement judgement, Rank rank, int second, long within, long right) {
    static Candidate of(Judgement judgement) {
      var question = judgement.question().orElseThrow();
      var facts = new Case(question);
      var rank = rankOf(judgement.decision(), question, facts);
      int second = rank == Rank.ADMITTED || rank == Rank.HELD ? second(facts) : 0;
      return new Candidate(
          judgement, rank, second, within(rank, facts), question.getRight().getId());
    }

    /** What is less is better. */
    private static int second(Case facts) {
      if (!facts.leaving()) {
        return facts.fares().fen() == 0 ? 0 : 1;
      }
      if (facts.visits().inside() > 0 || facts.visits().insideCheckPoint() > 0) {
        return 0;
      }
      return isCurrent(facts) ? 1 : 2;
    }

    private static boolean isCurrent(Case facts) {
      return facts.right().getState() == RightState.ACTIVE
          && facts.validity().holds(facts.question().getNowMillis());
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
      if (isCurrent(facts)) {
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
          .thenComparingInt(Candidate::second)
          .thenComparingLong(Candidate::within)
          .thenComparing(Candidate::right, Long::compareUnsigned);

  private Choice() {}

  /**
   * @param judgements of rights, with their questions; at least one
   */
  static Judgement among(List<Judgement> judgements) {
    if (judgements.size() == 1) {
      return judgements.get(0);
    }
    var best = judgements.stream().map(Candidate::of).min(BEST_FIRST).orElseThrow().judgement();
    // Whoever has a staff card and a season ticket on one card is staff, whichever he enters on.
    return best.withStaff(
        judgements.stream()
            .map(Judgement::staff)
            .filter(right -> right != 0)
            .min(Long::compareUnsigned)
            .orElse(0L));
  }
}
