package org.shanmen.gate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.shanmen.gate.admission.Decision;
import org.shanmen.gate.admission.Judgement;
import org.shanmen.gate.journal.Journal;
import org.shanmen.gate.lane.port.Signal;
import org.shanmen.gate.link.Upstream;
import org.shanmen.protocol.wire.Claim;
import org.shanmen.protocol.wire.ClaimReply;
import org.shanmen.protocol.wire.ClaimState;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.OfflinePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the centre before somebody goes in, where the ticket type wants it, one visitor at a time
 * and for {@link Limits#CLAIM_MILLIS} at most; and says when the journal holds what came of it.
 * That word is said again after each reconnection until the centre has confirmed it, for a right
 * stays closed at all other gates until then. Not thread-safe; owned by the lane loop.
 */
final class ClaimDesk {
  private static final Logger LOG = LoggerFactory.getLogger(ClaimDesk.class);

  /** An event between two questions leaves room for so many of them: ids are never used twice. */
  private static final int IDS_SHIFT = 20;

  /** A visitor whose admission waits for the centre's word. */
  record Pending(long id, Signal.Presented shown, long fingerprint, long right, long untilMillis) {}

  private final Upstream upstream;
  private final Journal journal;
  private long lastId;
  private Optional<Pending> pending = Optional.empty();

  /** Whose question is answered, and whom the lane holds for a member of staff. */
  private Optional<Pending> held = Optional.empty();

  /** Said and not confirmed, by id. */
  private final Map<Long, Claim> unconfirmed = new LinkedHashMap<>();

  ClaimDesk(Upstream upstream, Journal journal) {
    this.upstream = upstream;
    this.journal = journal;
  }

  /** The right for which the centre must be asked before this becomes an admission. */
  static OptionalLong needed(Judgement judgement) {
    var asked = judgement.question();
    boolean entering =
        judgement.decision() instanceof Decision.Hold
            || (judgement.decision() instanceof Decision.Admit admit
                && admit.direction() == Direction.IN);
    boolean needed =
        entering
            && asked.isPresent()
            && asked.get().getTemplate().getOffline() != OfflinePolicy.OFFLINE_OPEN
            && asked.get().getClaim() == ClaimState.CLAIM_GRANTED;
    return needed ? OptionalLong.of(asked.get().getRight().getId()) : OptionalLong.empty();
  }

  /** Whether nobody waits for the centre. */
  boolean isIdle() {
    return pending.isEmpty();
  }

  /**
   * Asks.
   *
   * @return false if there is no centre to be asked
   */
  boolean ask(Signal.Presented shown, long fingerprint, long right, long nowMillis) {
    lastId = Math.max(lastId + 1, journal.lastSequence() << IDS_SHIFT);
    if (!upstream.ask(claim(lastId, right).build())) {
      return false;
    }
    pending =
        Optional.of(
            new Pending(lastId, shown, fingerprint, right, nowMillis + Limits.CLAIM_MILLIS));
    return true;
  }

  private Claim.Builder claim(long id, long right) {
    return Claim.newBuilder()
        .setId(id)
        .setRight(right)
        .setEpoch(journal.epoch())
        .setSequence(journal.lastSequence());
  }

  /** Takes an answer: whose it is, if it still matters. */
  Optional<Pending> answered(ClaimReply reply) {
    if (reply.getState() == ClaimState.CLAIM_NOT_NEEDED) {
      // Anything else answers the question itself, too late perhaps: not the word on it.
      unconfirmed.remove(reply.getId());
    }
    var waited = pending.filter(p -> p.id() == reply.getId());
    if (waited.isPresent()) {
      pending = Optional.empty();
    }
    return waited;
  }

  /** Whoever has waited long enough, if anybody has. */
  Optional<Pending> overdue(long nowMillis) {
    var late = pending.filter(p -> nowMillis >= p.untilMillis());
    if (late.isPresent()) {
      pending = Optional.empty();
    }
    return late;
  }

  /** The lane has decided about a visitor, with the centre's word or without. */
  void decided(Pending visitor, ClaimState word, long heldRight) {
    if (word == ClaimState.CLAIM_HELD_ELSEWHERE) {
      return; // another gate's
    }
    if (heldRight == visitor.right()) {
      held.filter(earlier -> earlier.right() != heldRight).ifPresent(this::settle);
      held = Optional.of(visitor);
    } else {
      settle(visitor);
    }
  }

  /** Whom the lane holds now; 0: nobody, or nobody of whom a right is known. */
  void holding(long heldRight) {
    if (held.isPresent() && held.get().right() != heldRight) {
      settle(held.get());
      held = Optional.empty();
    }
  }

  private void settle(Pending visitor) {
    var word = claim(visitor.id(), visitor.right()).setSettled(true).build();
    if (unconfirmed.size() >= Limits.CLAIMS_UNCONFIRMED) {
      long oldest = unconfirmed.keySet().iterator().next();
      LOG.error(
          "The centre confirms no claims: right {} may stay closed at the other gates until somebody ends its claim there",
          Long.toUnsignedString(unconfirmed.remove(oldest).getRight()));
    }
    unconfirmed.put(visitor.id(), word);
    upstream.ask(word);
  }

  /** The centre is there again: it hears what it may have missed. */
  void linked() {
    unconfirmed.values().forEach(upstream::ask);
  }
}
