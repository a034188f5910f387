package org.shanmen.gate.admission;

import java.util.Optional;
import org.shanmen.protocol.wire.Fee;
import org.shanmen.protocol.wire.Question;
import org.shanmen.protocol.wire.TicketKind;

/**
 * What an entry costs, and for how many people the credit reaches.
 *
 * @param priced the area is on the list of fees
 * @param fen of one person, not negative
 * @param balanceFen what is left of the credit now
 * @param offlineFen what may still be taken of this right while the link is down
 */
record Fares(boolean priced, long fen, long balanceFen, long offlineFen) {

  /**
   * @param spentFen what was deducted for the right's uses
   * @param free whoever enters now has paid for it before
   */
  static Fares of(Question question, long spentFen, boolean free) {
    Optional<Fee> fee =
        question.getTemplate().getFeesList().stream()
            .filter(each -> each.getArea() == question.getArea())
            .findFirst();
    long fen = free ? 0 : fee.map(each -> Integer.toUnsignedLong(each.getFen())).orElse(0L);
    long awaited = Saturated.times(fen, Integer.toUnsignedLong(question.getReserved()));
    long spent = Saturated.plus(spentFen, awaited);
    long limit = Integer.toUnsignedLong(question.getTemplate().getOfflineLimitFen());
    long unconfirmed = Integer.toUnsignedLong(question.getUnconfirmedFen());
    return new Fares(
        fee.isPresent(),
        fen,
        Saturated.minus(question.getRight().getCreditFen(), spent),
        Saturated.minus(limit, Saturated.plus(unconfirmed, awaited)));
  }

  /** A stored-value card opens no area without a price. */
  static boolean needPrice(Question question) {
    return question.getTemplate().getKind() == TicketKind.STORED_VALUE;
  }

  /** People for whom an amount pays; a journal's field holds 2^31 - 1 fen. */
  long paidBy(long amountFen) {
    if (fen == 0) {
      return Long.MAX_VALUE;
    }
    return Math.max(0, Math.min(amountFen, Integer.MAX_VALUE)) / fen;
  }

  Decision.Fare fareOf(int people) {
    return fen == 0
        ? Decision.Fare.NONE
        : new Decision.Fare((int) fen, Saturated.minus(balanceFen, fen * people));
  }
}
