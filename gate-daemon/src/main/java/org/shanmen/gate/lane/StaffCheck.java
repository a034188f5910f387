package org.shanmen.gate.lane;

import java.util.Optional;
import org.shanmen.gate.admission.Decision;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Reason;

/**
 * A member of staff looks at whoever is held, and agrees or not; or it takes too long, or nobody
 * needs to look any more. Not thread-safe.
 */
final class StaffCheck {
  private final Holding holding;
  private final Regime regime;
  private final Passages passages;
  private final Pair pair;
  private final Reservations reservations;
  private final Refusals refusals;
  private final Signage signage;
  private long letThroughRight;
  private Direction letThroughTo = Direction.DIRECTION_UNSPECIFIED;

  StaffCheck(
      Holding holding,
      Regime regime,
      Passages passages,
      Pair pair,
      Reservations reservations,
      Refusals refusals,
      Signage signage) {
    this.holding = holding;
    this.regime = regime;
    this.passages = passages;
    this.pair = pair;
    this.reservations = reservations;
    this.refusals = refusals;
    this.signage = signage;
  }

  /** At whom a member of staff is still to look. */
  Optional<Holding.Held> held() {
    return holding.lookedFor();
  }

  /**
   * What the panel says about whoever is held as long as nothing else is to be told: that staff are
   * called, or, once they agreed, that he waits for the lane. Empty if nobody is held, or he is let
   * through at once.
   */
  Optional<Prompt> standing(long nowMillis) {
    return held()
        .<Prompt>map(each -> new Prompt.Held(each.then().ticket()))
        .or(
            () ->
                holding
                    .agreed()
                    .filter(each -> !canPass(each.then().direction(), nowMillis))
                    .map(each -> new Prompt.Wait()));
  }

  /** Whose ticket it is, also once staff agreed; 0 when nobody is held. */
  long heldRight() {
    return holding.held().map(Holding.Held::right).orElse(0L);
  }

  /** Staff agreed about somebody who is not let through yet. */
  boolean isAgreed() {
    return holding.agreed().isPresent();
  }

  /** Why whoever was held last was not let through; empty: he was. */
  Optional<Reason> refusal() {
    return holding.refusal();
  }

  /** Somebody is held, or was until a moment ago, and a word of staff lets him in. */
  boolean awaitsAWord() {
    return holding.lookedFor().isPresent() || canResume();
  }

  private boolean canResume() {
    return holding.held().isEmpty() && holding.lapsed().isPresent() && reservations.isEmpty();
  }

  /** Staff said so of him who is awaited now. */
  boolean saidSo() {
    return letThroughRight != 0 && reservations.peopleOn(letThroughRight, letThroughTo) > 0;
  }

  /** He about whom staff agreed is let through; returns how that was said. */
  String letThrough(Decision.Admit then) {
    letThroughRight = then.ticket().right();
    letThroughTo = then.direction();
    return holding.letThrough();
  }

  /**
   * A member of staff looked at whoever is held, and agrees. He is let through when the lane can,
   * if his ticket, judged anew, is good still: it may have been used or revoked meanwhile.
   *
   * @param by how he said so, for the journal
   * @return false if nobody is held, or somebody else would walk through
   */
  boolean confirm(String by, Turn turn) {
    if (canResume()) {
      holding.resume();
    }
    var held = holding.lookedFor();
    if (held.isEmpty() || passages.isBeyond(held.get().then().direction())) {
      return false;
    }
    holding.agree("confirmed: " + by, turn.nowMillis());
    if (!pair.grantsAnother(turn.nowMillis())) {
      signage.tell(new Prompt.Wait(), turn.nowMillis());
    }
    return true;
  }

  /** Returns false if nobody is held. */
  boolean reject(String by, Turn turn) {
    boolean looked = holding.lookedFor().isPresent();
    if (looked) {
      end(Reason.NEEDS_CHECK, "rejected: " + by, turn);
      signage.tell(new Prompt.Rejected(), turn.nowMillis());
    }
    return looked;
  }

  /** Whoever is held is not let through. */
  void end(Reason why, String detail, Turn turn) {
    holding.end(why).ifPresent(held -> refusals.refuse(held.shown(), why, 0, detail, turn));
  }

  /** Whether somebody about whom staff agreed can be let through. */
  boolean canPass(Direction direction, long nowMillis) {
    return regime.isFree(direction)
        || (!passages.isBeyond(direction) && pair.grantsAnother(nowMillis));
  }

  /** Why nobody needs to look; empty where somebody does, or people only get out. */
  Optional<String> unneeded() {
    return switch (regime.posture()) {
      case DIRECT_CHECK -> Optional.of("confirmed: direct check");
      case ALWAYS_OPEN -> Optional.of("not checked: always open");
      default -> Optional.empty();
    };
  }

  /** Ends what took too long, or what the lane's posture does not allow any more. */
  void settle(Turn turn) {
    var posture = regime.posture();
    if (posture == Posture.CONTROLLED) {
      if (holding.isOver(turn.nowMillis())) {
        tooLate(turn);
      }
      holding.forgetLapsedAfter(turn.nowMillis());
    } else if (unneeded().isEmpty()) {
      holding.forgetLapsed();
      end(posture.isFree() ? Reason.NEEDS_CHECK : posture.refusal(), "", turn);
    } else if (holding.lookedFor().isPresent()) {
      holding.agree(unneeded().get(), turn.nowMillis());
    }
  }

  private void tooLate(Turn turn) {
    if (isAgreed()) {
      end(Reason.BUSY, "", turn);
    } else {
      holding
          .lapse(Reason.NEEDS_CHECK, turn.nowMillis())
          .ifPresent(held -> refusals.refuse(held.shown(), Reason.NEEDS_CHECK, 0, "", turn));
    }
  }

  /** Asks for whoever is agreed to be judged anew once the lane is free for him. */
  void askIn(Turn turn) {
    holding
        .agreed()
        .filter(held -> canPass(held.then().direction(), turn.nowMillis()))
        .ifPresent(held -> turn.add(new Effect.JudgeAgain(held.shown().showing())));
  }
}
