package org.shanmen.sim.scenario;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.shanmen.protocol.wire.Claim;
import org.shanmen.protocol.wire.ClaimReply;
import org.shanmen.protocol.wire.ClaimState;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.OfflinePolicy;

/**
 * Which gate may let people in on a right whose type asks first: one at a time, until all that came
 * of it is stored (docs/PROTOCOL.md, "Asking first"). Not thread-safe.
 */
final class Claims {
  /** A claim of a type that goes on without the centre ends by then. */
  private static final long STANDS_MILLIS = 60_000;

  private record Place(long epoch, long sequence) {
    boolean isBehind(Place other) {
      return epoch > other.epoch || (epoch == other.epoch && sequence > other.sequence);
    }
  }

  /**
   * @param settled where the journal holds what came of it, once that is known
   */
  private record Held(int gate, long id, Place asked, OptionalLong settled, long untilMillis) {}

  private record Book(int gate, long right) {}

  private final Map<Long, Held> byRight = new HashMap<>();

  /** People admitted of whom it is not stored what became of them. */
  private final Map<Book, Integer> open = new HashMap<>();

  private final Map<Integer, Place> storedOf = new HashMap<>();

  ClaimReply asked(int gate, Claim asked, OfflinePolicy policy, long nowMillis) {
    var holder = byRight.get(asked.getRight());
    boolean taken = holder != null && holder.gate() != gate && nowMillis < holder.untilMillis();
    if (!taken) {
      boolean forEver = policy == OfflinePolicy.OFFLINE_STRICT;
      byRight.put(
          asked.getRight(),
          new Held(
              gate,
              asked.getId(),
              new Place(asked.getEpoch(), asked.getSequence()),
              OptionalLong.empty(),
              forEver ? Long.MAX_VALUE : nowMillis + STANDS_MILLIS));
    }
    return reply(asked, taken ? ClaimState.CLAIM_HELD_ELSEWHERE : ClaimState.CLAIM_GRANTED);
  }

  ClaimReply settled(int gate, Claim said) {
    byRight.computeIfPresent(
        said.getRight(),
        (right, held) ->
            held.gate() == gate && held.id() == said.getId()
                ? settledAt(held, said.getSequence())
                : held);
    endThoseThatAreOver(gate);
    return reply(said, ClaimState.CLAIM_NOT_NEEDED);
  }

  private static Held settledAt(Held held, long sequence) {
    return new Held(
        held.gate(), held.id(), held.asked(), OptionalLong.of(sequence), held.untilMillis());
  }

  private static ClaimReply reply(Claim said, ClaimState state) {
    return ClaimReply.newBuilder()
        .setId(said.getId())
        .setRight(said.getRight())
        .setState(state)
        .build();
  }

  /** An event of a gate is stored, after all that came before it. */
  void stored(int gate, Event event) {
    var place = new Place(event.getEpoch(), event.getSequence());
    storedOf.put(gate, place);
    var book = new Book(gate, event.getRight());
    switch (event.getKind()) {
      case ADMITTED -> open.merge(book, event.getPeople(), Integer::sum);
      case PASSED, GIVEN_BACK, USE_ASSUMED -> open.merge(book, -event.getPeople(), Integer::sum);
      // It has forgotten its question.
      case STARTED -> byRight.values().removeIf(held -> isForgotten(held, gate, place));
      default -> {
        // Nothing about a right.
      }
    }
    endThoseThatAreOver(gate);
  }

  private boolean isForgotten(Held held, int gate, Place started) {
    return held.gate() == gate && started.isBehind(held.asked());
  }

  private void endThoseThatAreOver(int gate) {
    var stored = storedOf.getOrDefault(gate, new Place(0, 0));
    byRight
        .entrySet()
        .removeIf(
            each -> {
              var held = each.getValue();
              return held.gate() == gate
                  && held.settled().isPresent()
                  && stored.epoch() == held.asked().epoch()
                  && stored.sequence() >= held.settled().getAsLong()
                  && open.getOrDefault(new Book(gate, each.getKey()), 0) <= 0;
            });
  }
}
