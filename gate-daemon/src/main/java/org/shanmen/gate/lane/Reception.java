package org.shanmen.gate.lane;

import java.util.Optional;
import org.shanmen.gate.Limits;
import org.shanmen.gate.admission.Decision;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.Reason;

/**
 * Receives whoever shows a credential: one is served, one is held for a member of staff, one waits.
 * Not thread-safe.
 */
final class Reception {
  private final Regime regime;
  private final Reservations reservations;
  private final Admissions admissions;
  private final Passages passages;
  private final Pair pair;
  private final Alarms alarms;
  private final Signage signage;
  private final Holding holding;
  private final CardSlot slot;
  private final Refusals refusals;
  private final StaffCheck staff;
  private final Recall recall;
  private final Waiting waiting = new Waiting();

  private static final long NEVER = Long.MIN_VALUE;

  /** Until when the lane lets out whoever gave his card up for it; NEVER: nobody did. */
  private long cardGivenUntilMillis = NEVER;

  Reception(
      LaneOptions options,
      Regime regime,
      Reservations reservations,
      PassTimer timer,
      Passages passages,
      Pair pair,
      Alarms alarms,
      Signage signage) {
    this.regime = regime;
    this.reservations = reservations;
    this.admissions = new Admissions(reservations, timer, signage);
    this.passages = passages;
    this.pair = pair;
    this.alarms = alarms;
    this.signage = signage;
    this.holding = new Holding(options.checkTimeoutMillis());
    this.slot = new CardSlot(options.collector());
    this.refusals = new Refusals(regime, slot, signage);
    this.recall = new Recall(regime, reservations, admissions, refusals, signage);
    this.staff = new StaffCheck(holding, regime, passages, pair, reservations, refusals, signage);
  }

  /** Whatever the last run left in the collector belongs to somebody. */
  void start(Turn turn) {
    if (slot.exists()) {
      turn.add(new Effect.HandBackCard());
    }
  }

  void presented(Input.Presented shown, Turn turn) {
    var decision = shown.decision();
    if (waiting.next().filter(next -> isSame(next, shown)).isPresent()) {
      waiting.take();
    }
    boolean held = holding.held().filter(each -> isSame(each.shown(), shown)).isPresent();
    if (held && staff.isAgreed()) {
      judgedAnew(shown, turn);
    } else if (!held && shown.staff() != 0 && staff.awaitsAWord()) {
      refusals.handBack(shown, turn);
      if (!staff.confirm("staff card " + Long.toUnsignedString(shown.staff()), turn)) {
        signage.tell(new Prompt.Wait(), turn.nowMillis());
      }
    } else if (shown.staff() != 0 && staff.saidSo()) {
      // The same word once more, or a colleague's: no entry of his own behind the visitor.
      refusals.handBack(shown, turn);
    } else if (regime.posture().isClosed() || isWavedOn(decision)) {
      refusals.turnAway(shown, turn);
    } else if (recall.isAwaited(shown)) {
      recall.shownAgain(shown, waiting.next().isPresent(), turn);
    } else if (shown.staff() != 0 && oneWaitsForStaff()) {
      // His card came before the lane called him; it must not send away whom he comes for.
      refusals.handBack(shown, turn);
      signage.tell(new Prompt.Wait(), turn.nowMillis());
    } else if (held) {
      signage.tell(new Prompt.Held(decision.ticket()), turn.nowMillis());
    } else if (decision instanceof Decision.Refuse refusal) {
      refusals.refuse(shown, refusal.reason(), refusal.fromMillis(), "", turn);
    } else if (reservations.admissions() >= Limits.ADMISSIONS) {
      refusals.refuse(shown, Reason.BUSY, 0, "", turn);
    } else if (belongsInSlot(shown)) {
      signage.tell(new Prompt.InsertCard(), turn.nowMillis());
    } else if (waiting.next().isEmpty() && canServe(decision, turn.nowMillis())) {
      serve(shown, turn);
    } else {
      letWait(shown, turn);
    }
  }

  /** One visitor, however often he shows it; on the other side of a lane it is another. */
  private boolean isSame(Input.Presented one, Input.Presented other) {
    return one.fingerprint() == other.fingerprint()
        && refusals.directionOf(one) == refusals.directionOf(other);
  }

  /** Who runs for his life is charged nothing, and hears of no ticket. */
  private boolean isWavedOn(Decision decision) {
    return regime.posture().isEvacuation() && !(decision instanceof Decision.Refuse);
  }

  /** A card that stays in the park was only tapped beside the machine that keeps it. */
  private boolean belongsInSlot(Input.Presented shown) {
    return shown.decision() instanceof Decision.Admit admit
        && admit.direction() == Direction.OUT
        && !regime.isFree(Direction.OUT)
        && slot.keeps(shown, admit.ticket());
  }

  // ---- Staff ----

  /** What staff have to say about whoever is held here. */
  StaffCheck staff() {
    return staff;
  }

  /** Staff agreed about him, and this is what the rules say now. */
  private void judgedAnew(Input.Presented shown, Turn turn) {
    var decision = shown.decision();
    if (decision instanceof Decision.Refuse refusal) {
      holding.end(refusal.reason());
      refusals.refuse(shown, refusal.reason(), refusal.fromMillis(), "", turn);
      return;
    }
    var then = decision instanceof Decision.Hold hold ? hold.then() : (Decision.Admit) decision;
    if (staff.canPass(then.direction(), turn.nowMillis())) {
      take(shown, then, staff.letThrough(then), turn);
    } else {
      signage.tell(new Prompt.Wait(), turn.nowMillis());
    }
  }

  private boolean oneWaitsForStaff() {
    return waiting.next().filter(next -> next.decision() instanceof Decision.Hold).isPresent();
  }

  /** About those who are awaited. */
  Recall recall() {
    return recall;
  }

  // ---- Admitting ----

  /** Whether a visitor could be let through now, and would not be mixed up with another. */
  boolean canTake(Direction direction, long nowMillis) {
    return isVacant(direction, nowMillis)
        && (regime.isFree(direction) || pair.grantsAnother(nowMillis));
  }

  /** All that a visitor waits for is the consent of the other lane of a pair. */
  boolean needsOnlyThePair(Direction direction, long nowMillis) {
    return isVacant(direction, nowMillis) && !isServing(direction) && pair.willGrant(nowMillis);
  }

  /**
   * A controlled lane serves one at a time; the next may show his ticket when the last awaited
   * person already stands in the beams. Nobody is let in while somebody stands so far inside that
   * he would walk through on the visitor's ticket.
   */
  private boolean isVacant(Direction direction, long nowMillis) {
    if (reservations.admissions() >= Limits.ADMISSIONS) {
      return false;
    }
    if (regime.isFree(direction)) {
      return true;
    }
    if (holding.held().isPresent() || slot.isSwallowing()) {
      return false;
    }
    return reservations.isEmpty()
        ? !passages.isBeyond(direction)
        : !admissions.areEnded()
            && passages.isOnHisWay(direction, nowMillis)
            && reservations.people() == 1
            && reservations.has(direction);
  }

  private boolean isServing(Direction direction) {
    return regime.isFree(direction) || !reservations.isEmpty();
  }

  private boolean canServe(Decision decision, long nowMillis) {
    if (decision instanceof Decision.Hold hold) {
      // To be looked at he needs no open lane; the other one of a pair has its turn meanwhile.
      boolean alone = regime.posture() != Posture.CONTROLLED || reservations.isEmpty();
      return alone && isVacant(hold.then().direction(), nowMillis);
    }
    return decision instanceof Decision.Admit admit && canTake(admit.direction(), nowMillis);
  }

  /**
   * One waits. Who comes behind him takes his place, being the one who stands at the reader now;
   * who comes from the other side must not, or people would never get out against a stream.
   */
  private void letWait(Input.Presented shown, Turn turn) {
    boolean oneWaitsOpposite =
        waiting
            .next()
            .filter(other -> refusals.directionOf(other) != refusals.directionOf(shown))
            .isPresent();
    if (oneWaitsOpposite) {
      refusals.refuse(shown, Reason.BUSY, 0, "", turn);
    } else {
      var displaced = waiting.put(shown, turn.nowMillis());
      displaced.ifPresent(other -> refusals.displaced(other, turn));
      signage.tell(
          displaced.isPresent() ? new Prompt.WaitInstead() : new Prompt.Wait(), turn.nowMillis());
    }
  }

  private void serve(Input.Presented shown, Turn turn) {
    if (shown.decision() instanceof Decision.Admit admit) {
      take(shown, admit, "", turn);
    } else if (shown.decision() instanceof Decision.Hold hold) {
      if (regime.posture() == Posture.CONTROLLED) {
        holding.begin(shown, hold.then(), turn.nowMillis());
        signage.tell(new Prompt.Held(hold.ticket()), turn.nowMillis());
      } else {
        withoutCall(shown, hold.then(), turn);
      }
    }
  }

  /** Nobody is called to a lane that lets everybody through. */
  private void withoutCall(Input.Presented shown, Decision.Admit then, Turn turn) {
    staff
        .unneeded()
        .ifPresentOrElse(
            detail -> take(shown, then, detail, turn),
            () -> refusals.refuse(shown, Reason.NEEDS_CHECK, 0, "", turn));
  }

  /** Takes his card, if that is where it stays, and lets him through. */
  private void take(Input.Presented shown, Decision.Admit admit, String detail, Turn turn) {
    holding.forgetLapsed();
    boolean collected = slot.holds(shown) && admit.ticket().collected();
    if (collected && !slot.isBinFull()) {
      slot.swallow(new CardSlot.Card(shown, admit, detail), turn);
      return;
    }
    admissions.admit(shown, admit, detail, turn);
    if (slot.holds(shown)) {
      turn.add(new Effect.HandBackCard());
      signage.tell(
          collected ? new Prompt.Alarmed("COLLECTOR_FULL") : new Prompt.TakeCard(),
          turn.nowMillis());
    }
  }

  /** By command, without a right. */
  void openOnce(Direction direction, String issuer, Turn turn) {
    admissions.openOnce(direction, issuer, turn);
  }

  // ---- Collector ----

  void cardTaken(Turn turn) {
    alarms.clear("COLLECTOR_FAULT", turn);
    slot.take()
        .ifPresent(
            card -> {
              turn.record(Entry.cardCollected(card.shown(), card.admit().ticket()));
              admissions.admit(card.shown(), card.admit(), card.detail(), turn);
              cardGivenUntilMillis = turn.nowMillis() + Limits.CARD_WAY_OUT_MILLIS;
            });
  }

  /** Nobody took the card that came out, or it did not come out. */
  void cardLies(Showing showing, Turn turn) {
    if (slot.exists() && !slot.isSwallowing() && !remembers(showing)) {
      turn.add(new Effect.HandBackCard());
      signage.tell(new Prompt.TakeCard(), turn.nowMillis());
    }
  }

  /** Somebody whose card is in the bin has nothing left to show: he leaves a closed lane too. */
  boolean owesAWayOut() {
    return cardGivenUntilMillis != NEVER;
  }

  /** The collector swallows somebody's card, or has swallowed it, and he is not yet out. */
  boolean hasACard() {
    return slot.isSwallowing() || owesAWayOut();
  }

  void binFull(boolean full, Turn turn) {
    slot.binFull(full);
    alarms.set("COLLECTOR_FULL", full, "", turn);
  }

  // ---- Time ----

  /**
   * What the panel says instead of asking for tickets, as long as nothing else is to be told; empty
   * if it may ask for them.
   */
  Optional<Prompt> standing(long nowMillis) {
    var served = regime.kind() == LaneKind.EXIT ? Direction.OUT : Direction.IN;
    var held = staff.standing(nowMillis);
    if (held.isPresent() || !reservations.isEmpty()) {
      return held;
    }
    if (waiting.next().isPresent()) {
      return Optional.of(new Prompt.Wait());
    }
    boolean blocked = !regime.isFree(served) && passages.isBlocked(served);
    return blocked ? Optional.of(new Prompt.Blocked()) : Optional.empty();
  }

  /** Somebody is to be let through as soon as the lane can. */
  boolean wantsToOpen() {
    // Whoever is looked at holds up this lane, not the other one of a pair.
    boolean oneIsReady =
        holding.held().isPresent()
            ? holding.agreed().isPresent()
            : waiting.next().filter(next -> next.decision() instanceof Decision.Admit).isPresent();
    return !reservations.isEmpty() || oneIsReady || slot.isSwallowing();
  }

  /** Whether he waits, or is held. */
  boolean remembers(Showing showing) {
    return waiting.isOf(showing) || holding.isOf(showing);
  }

  /** Whether what was shown is still being answered: he waits, is held, or is awaited. */
  boolean isOpen(Showing showing) {
    return remembers(showing)
        || slot.isSwallowing()
        || reservations.isFor(showing.fingerprint(), regime.directionOf(showing.spot()));
  }

  /** Ends what took too long, or what the lane's posture does not allow any more. */
  void settle(Turn turn) {
    long now = turn.nowMillis();
    var posture = regime.posture();
    if (reservations.isEmpty() || now >= cardGivenUntilMillis) {
      cardGivenUntilMillis = NEVER;
    }
    if (slot.isOver(now)) {
      slot.take().ifPresent(card -> letOutWithCard(card, turn));
    }
    staff.settle(turn);
    if (waiting.isOver(now)) {
      waiting.take().ifPresent(shown -> refusals.refuse(shown, Reason.BUSY, 0, "", turn));
    } else if (posture.isClosed() || posture.isEvacuation()) {
      waiting.take().ifPresent(shown -> refusals.turnAway(shown, turn));
    }
  }

  /** Once the arm is where it belongs: whoever waits is asked in if the lane is free for him. */
  void askNext(Turn turn) {
    staff.askIn(turn);
    boolean nobodyServed = reservations.isEmpty() || regime.posture().isFree();
    waiting
        .next()
        .filter(next -> nobodyServed && canServe(next.decision(), turn.nowMillis()))
        .ifPresent(next -> turn.add(new Effect.JudgeAgain(next.showing())));
  }

  /** The machine did not take the card: its owner has it back, and must get out all the same. */
  private void letOutWithCard(CardSlot.Card card, Turn turn) {
    alarms.raise("COLLECTOR_FAULT", "", turn);
    turn.add(new Effect.HandBackCard());
    admissions.admit(card.shown(), card.admit(), card.detail(), turn);
    signage.tell(new Prompt.Alarmed("COLLECTOR_FAULT"), turn.nowMillis());
  }

  /** The end: nobody who showed something is forgotten. */
  void stop(Turn turn) {
    staff.end(Reason.NEEDS_CHECK, "", turn);
    waiting.take().ifPresent(shown -> refusals.displaced(shown, turn));
    if (slot.take().isPresent()) {
      turn.add(new Effect.HandBackCard());
    }
  }
}
