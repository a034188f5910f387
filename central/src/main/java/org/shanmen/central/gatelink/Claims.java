package org.shanmen.central.gatelink;

import static org.shanmen.central.db.tables.Tables.CLAIM;
import static org.shanmen.central.db.tables.Tables.GATE_EVENT;
import static org.shanmen.central.db.tables.Tables.GATE_LEDGER;
import static org.shanmen.central.db.tables.Tables.WHITELIST_ELEMENT;

import com.google.protobuf.ByteString;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.shanmen.central.db.Database;
import org.shanmen.central.db.tables.tables.records.ClaimRecord;
import org.shanmen.protocol.wire.Claim;
import org.shanmen.protocol.wire.ClaimReply;
import org.shanmen.protocol.wire.ClaimState;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.OfflinePolicy;

/**
 * Which gate may let people in on a right whose type asks first: one at a time. The gate decides,
 * as ever; the centre tells it all uses that it knows of, and keeps the other gates off until it
 * has stored what came of it:
 *
 * <pre>
 * Claim{id, right, epoch, sequence}           the gate's journal ended there when it asked
 * Claim{id, right, settled, epoch, sequence}  what came of that question lies before there
 *
 *   since        asked       settled           journal of the gate, one epoch
 * ----|------------|------------|---------->
 *     [   all of this is stored ]              and of everybody whom it admitted there on the
 *                                              right it is stored what became of him: it ends
 * </pre>
 *
 * <p>Old events, and the word on an earlier question, therefore end nothing. A gate that started
 * behind {@code asked} has forgotten the question, so its start settles it. Where events were lost
 * nobody can say what came of it: such a claim stands until it ends by time, or somebody ends it.
 *
 * <p>What one gate says is taken in its order. Belongs to the links' event loop; the database's
 * workers do the rest.
 */
final class Claims {
  private final Database database;
  private final InstantSource clock;
  private final Map<Integer, Future<ClaimReply>> lastOfGate = new HashMap<>();

  Claims(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Answers a gate, after all that it said before. */
  Future<ClaimReply> answer(int gate, Claim said) {
    var earlier = lastOfGate.getOrDefault(gate, Future.succeededFuture());
    Future<ClaimReply> answered =
        earlier.transform(
            done ->
                database.inTransaction(
                    tx -> said.getSettled() ? settled(tx, gate, said) : asked(tx, gate, said)));
    lastOfGate.put(gate, answered);
    return answered;
  }

  private ClaimReply asked(DSLContext tx, int gate, Claim asked) {
    var reply = ClaimReply.newBuilder().setId(asked.getId()).setRight(asked.getRight());
    var policy = policy(tx, asked.getRight());
    if (policy.isEmpty()) {
      return reply.setState(ClaimState.CLAIM_UNANSWERED).build();
    }
    if (!taken(tx, gate, asked, policy.get(), clock.instant())) {
      return reply.setState(ClaimState.CLAIM_HELD_ELSEWHERE).build();
    }
    // After the claim: whoever gave it up has stored its uses in the same transaction.
    tx.select(WHITELIST_ELEMENT.BODY)
        .from(WHITELIST_ELEMENT)
        .where(WHITELIST_ELEMENT.KIND.eq("U").and(WHITELIST_ELEMENT.RIGHT_ID.eq(asked.getRight())))
        .orderBy(WHITELIST_ELEMENT.KEY.desc())
        .limit(Limits.CLAIM_USES)
        .forEach(row -> reply.addUses(WhitelistEdit.use(ByteString.copyFrom(row.value1()))));
    return reply.setState(ClaimState.CLAIM_GRANTED).build();
  }

  private static Optional<OfflinePolicy> policy(DSLContext tx, long right) {
    return body(tx, "R", right)
        .map(WhitelistEdit::right)
        .flatMap(r -> body(tx, "T", r.getTemplate()))
        .map(body -> WhitelistEdit.template(body).getOffline());
  }

  private static Optional<ByteString> body(DSLContext tx, String kind, long key) {
    return tx.select(WHITELIST_ELEMENT.BODY)
        .from(WHITELIST_ELEMENT)
        .where(WHITELIST_ELEMENT.KIND.eq(kind).and(WHITELIST_ELEMENT.KEY.eq(key)))
        .fetchOptional(row -> ByteString.copyFrom(row.value1()));
  }

  /**
   * A strict claim does not end by time: its gate may let people in and be cut off. A gate that
   * holds one and asks again keeps its beginning, for what came of the first question may still be
   * on its way; behind a new epoch that can not be told any more.
   */
  private static boolean taken(
      DSLContext tx, int gate, Claim asked, OfflinePolicy policy, Instant now) {
    var until =
        policy == OfflinePolicy.OFFLINE_STRICT
            ? null
            : Times.utc(now.plusMillis(Limits.CLAIM_STANDS_MILLIS));
    var again = CLAIM.GATE_ID.eq(gate);
    var sameEpoch = CLAIM.EPOCH.eq(asked.getEpoch());
    return tx.insertInto(CLAIM)
            .set(CLAIM.RIGHT_ID, asked.getRight())
            .set(CLAIM.GATE_ID, gate)
            .set(CLAIM.ASK, asked.getId())
            .set(CLAIM.EPOCH, asked.getEpoch())
            .set(CLAIM.SINCE_SEQUENCE, asked.getSequence())
            .set(CLAIM.ASKED_SEQUENCE, asked.getSequence())
            .set(CLAIM.CLAIMED_AT, Times.utc(now))
            .set(CLAIM.UNTIL, until)
            .onConflict(CLAIM.RIGHT_ID)
            .doUpdate()
            .set(CLAIM.GATE_ID, gate)
            .set(CLAIM.ASK, asked.getId())
            .set(CLAIM.EPOCH, DSL.when(again, CLAIM.EPOCH).otherwise(asked.getEpoch()))
            .set(
                CLAIM.SINCE_SEQUENCE,
                DSL.when(again, CLAIM.SINCE_SEQUENCE).otherwise(asked.getSequence()))
            .set(
                CLAIM.ASKED_SEQUENCE,
                DSL.when(again.and(sameEpoch.not()), DSL.inline(Long.MAX_VALUE))
                    .otherwise(asked.getSequence()))
            .setNull(CLAIM.SETTLED_SEQUENCE)
            .set(CLAIM.CLAIMED_AT, DSL.when(again, CLAIM.CLAIMED_AT).otherwise(Times.utc(now)))
            .set(CLAIM.UNTIL, DSL.excluded(CLAIM.UNTIL))
            .where(again.or(CLAIM.UNTIL.le(Times.utc(now))))
            .execute()
        == 1;
  }

  private static ClaimReply settled(DSLContext tx, int gate, Claim said) {
    // The ledger first: a batch that is being stored has it, and must see this word or be seen.
    held(tx, gate, said.getEpoch(), true);
    tx.update(CLAIM)
        .set(CLAIM.SETTLED_SEQUENCE, said.getSequence())
        .where(CLAIM.RIGHT_ID.eq(said.getRight()))
        .and(CLAIM.GATE_ID.eq(gate))
        .and(CLAIM.ASK.eq(said.getId()))
        .and(CLAIM.EPOCH.eq(said.getEpoch()))
        .execute();
    settle(tx, gate);
    return ClaimReply.newBuilder()
        .setId(said.getId())
        .setRight(said.getRight())
        .setState(ClaimState.CLAIM_NOT_NEEDED)
        .build();
  }

  /** Ends the claims of a gate of which all that came of them is stored. */
  static void settle(DSLContext tx, int gate) {
    tx
        .selectFrom(CLAIM)
        .where(CLAIM.GATE_ID.eq(gate))
        .orderBy(CLAIM.RIGHT_ID)
        .forUpdate()
        .fetch()
        .stream()
        .filter(claim -> isOver(tx, claim))
        .forEach(ClaimRecord::delete);
  }

  private static boolean isOver(DSLContext tx, ClaimRecord claim) {
    var settled =
        Optional.ofNullable(claim.getSettledSequence()).or(() -> startedBehind(tx, claim));
    return settled
        .filter(to -> held(tx, claim.getGateId(), claim.getEpoch(), false) >= to)
        .filter(to -> isComplete(tx, claim, to))
        .filter(to -> awaited(tx, claim) <= 0)
        .isPresent();
  }

  private static Optional<Long> startedBehind(DSLContext tx, ClaimRecord claim) {
    return tx.select(DSL.min(GATE_EVENT.SEQUENCE))
        .from(GATE_EVENT)
        .where(GATE_EVENT.GATE_ID.eq(claim.getGateId()))
        .and(GATE_EVENT.EPOCH.eq(claim.getEpoch()))
        .and(GATE_EVENT.SEQUENCE.gt(claim.getAskedSequence()))
        .and(GATE_EVENT.KIND.eq(EventKind.STARTED.name()))
        .fetchOptional(row -> row.value1());
  }

  private static long held(DSLContext tx, int gate, long epoch, boolean lock) {
    var row =
        tx.select(GATE_LEDGER.SEQUENCE)
            .from(GATE_LEDGER)
            .where(GATE_LEDGER.GATE_ID.eq(gate).and(GATE_LEDGER.EPOCH.eq(epoch)));
    return (lock ? row.forUpdate() : row).fetchOptional(GATE_LEDGER.SEQUENCE).orElse(0L);
  }

  /** Whether no event was lost between the first question and the last one's end. */
  private static boolean isComplete(DSLContext tx, ClaimRecord claim, long to) {
    long stored =
        tx.fetchCount(
            GATE_EVENT,
            GATE_EVENT
                .GATE_ID
                .eq(claim.getGateId())
                .and(GATE_EVENT.EPOCH.eq(claim.getEpoch()))
                .and(GATE_EVENT.SEQUENCE.gt(claim.getSinceSequence()))
                .and(GATE_EVENT.SEQUENCE.le(to))
                .and(GATE_EVENT.KIND.ne(EventIngest.LOST)));
    return stored == to - claim.getSinceSequence();
  }

  /** People whom the gate has admitted under the claim and of whom it has not said what became. */
  private static long awaited(DSLContext tx, ClaimRecord claim) {
    var ofClaim =
        GATE_EVENT.RIGHT_ID.eq(claim.getRightId()).and(GATE_EVENT.GATE_ID.eq(claim.getGateId()));
    long admitted =
        people(
            tx,
            ofClaim
                .and(GATE_EVENT.EPOCH.eq(claim.getEpoch()))
                .and(GATE_EVENT.SEQUENCE.gt(claim.getSinceSequence()))
                .and(GATE_EVENT.KIND.eq(EventKind.ADMITTED.name())));
    long accounted =
        people(
            tx,
            ofClaim
                .and(GATE_EVENT.REFERENCE_EPOCH.eq(claim.getEpoch()))
                .and(GATE_EVENT.REFERENCE.gt(claim.getSinceSequence()))
                .and(
                    GATE_EVENT.KIND.in(
                        EventKind.PASSED.name(),
                        EventKind.GIVEN_BACK.name(),
                        EventKind.USE_ASSUMED.name())));
    return admitted - accounted;
  }

  private static long people(DSLContext tx, Condition of) {
    return tx.select(DSL.coalesce(DSL.sum(GATE_EVENT.PEOPLE), DSL.inline(0)))
        .from(GATE_EVENT)
        .where(of)
        .fetchSingle()
        .value1()
        .longValue();
  }
}
