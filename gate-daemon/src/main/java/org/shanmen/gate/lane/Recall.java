package org.shanmen.gate.lane;

import org.shanmen.gate.admission.Decision;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Reason;

/**
 * Those who were admitted and have not passed yet, when their ticket is shown once more, or when
 * the gate hears something about it: a refund, or that others entered on it elsewhere. Whoever
 * stands in the lane already walks on. Not thread-safe.
 */
final class Recall {
  private final Regime regime;
  private final Reservations reservations;
  private final Admissions admissions;
  private final Refusals refusals;
  private final Signage signage;

  Recall(
      Regime regime,
      Reservations reservations,
      Admissions admissions,
      Refusals refusals,
      Signage signage) {
    this.regime = regime;
    this.reservations = reservations;
    this.admissions = admissions;
    this.refusals = refusals;
    this.signage = signage;
  }

  boolean isAwaited(Input.Presented shown) {
    long right = shown.decision().ticket().right();
    return reservations.peopleOn(right, refusals.directionOf(shown)) > 0;
  }

  /**
   * He for whom the lane is open shows his ticket once more. If it was revoked, or ended,
   * meanwhile, nobody else gets in on it; what else may stand against a ticket stood against it
   * before he was admitted, or comes of his own entry.
   *
   * @param oneWaits somebody else, whom he must not keep waiting by it
   */
  void shownAgain(Input.Presented shown, boolean oneWaits, Turn turn) {
    if (shown.decision() instanceof Decision.Refuse refusal && isOfTheTicket(refusal.reason())) {
      if (regime.posture() == Posture.CONTROLLED) {
        admissions.end();
      }
      refusals.refuse(shown, refusal.reason(), refusal.fromMillis(), "", turn);
    } else {
      refusals.handBack(shown, turn);
      admissions.goOn(shown.decision().ticket(), refusals.directionOf(shown), oneWaits, turn);
    }
  }

  /**
   * The list changed while people are awaited on a right: no more of them get in than it leaves.
   *
   * @param decision what would be decided if they came now, and nobody were awaited
   */
  void judgedMeanwhile(Decision decision, Turn turn) {
    var ticket = decision.ticket();
    boolean awaited = reservations.peopleOn(ticket.right(), Direction.IN) > 0;
    if (!awaited || regime.posture() != Posture.CONTROLLED || admissions.areEnded()) {
      return;
    }
    if (decision instanceof Decision.Refuse refusal) {
      if (isOfTheTicket(refusal.reason()) || isAllUsed(refusal.reason())) {
        admissions.end();
        signage.tell(
            new Prompt.Refused(ticket, refusal.reason(), refusal.fromMillis()), turn.nowMillis());
      }
      return;
    }
    var then = decision instanceof Decision.Hold hold ? hold.then() : (Decision.Admit) decision;
    reservations
        .giveUpBut(then.people(), ticket.right(), Direction.IN)
        .ifPresent(open -> turn.record(Entry.givenBack(open, "USED_ELSEWHERE")));
  }

  private static boolean isAllUsed(Reason reason) {
    return switch (reason) {
      case USED_UP, DAILY_LIMIT, ALREADY_INSIDE -> true;
      default -> false;
    };
  }

  private static boolean isOfTheTicket(Reason reason) {
    return switch (reason) {
      case REVOKED, REPLACED, LOST, BLOCKED, NOT_ACTIVATED, EXPIRED -> true;
      default -> false;
    };
  }
}
