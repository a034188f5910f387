package org.shanmen.gate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.LaneSettings;
import org.shanmen.protocol.wire.Use;

/**
 * Uses that this gate saw itself and the whitelist does not hold yet. Events are the truth, so this
 * is rebuilt from the journal at the start. Not thread-safe; owned by the lane loop.
 */
final class OwnUses {
  private final Map<Long, List<Use>> byRight = new HashMap<>();

  private LaneSettings lane = LaneSettings.getDefaultInstance();

  /** Rights that were not looked at since their uses changed, in the order of their turn. */
  private final Set<Long> unlooked = new LinkedHashSet<>();

  /**
   * What the centre says of this lane: the gate's number in uses that come back from it, and where
   * the lane stands.
   */
  void settings(LaneSettings settings) {
    lane = settings;
  }

  /** Takes note of an event, if somebody went in or out on a right. */
  void add(Event event) {
    boolean uses = event.getKind() == EventKind.PASSED || event.getKind() == EventKind.USE_ASSUMED;
    if (!uses || event.getRight() == 0) {
      return;
    }
    byRight
        .computeIfAbsent(event.getRight(), right -> new ArrayList<>(1))
        .add(
            Use.newBuilder()
                .setRight(event.getRight())
                .setEpoch(event.getEpoch())
                .setSequence(event.getSequence())
                .setPeople(event.getPeople())
                .setAtMillis(event.getAtMillis())
                .setDirection(event.getDirection())
                .setFeeFen(event.getFeeFen())
                .build());
  }

  /** The union of a right's uses in the whitelist and here, each once. */
  List<Use> unitedWith(List<Use> whitelisted, long right) {
    var all = new ArrayList<>(whitelisted);
    for (Use use : unconfirmed(whitelisted, right)) {
      all.add(
          use.toBuilder()
              .setGateNumber(lane.getGateNumber())
              .setArea(lane.getArea())
              .setCheckPoint(lane.getCheckPoint())
              .build());
    }
    return all;
  }

  /**
   * What this gate deducted from a right and the centre has not confirmed.
   *
   * @param whitelisted asked only if this gate has uses of the right at all
   */
  int unconfirmedFen(LongFunction<List<Use>> whitelisted, long right) {
    if (!byRight.containsKey(right)) {
      return 0;
    }
    long fen =
        unconfirmed(whitelisted.apply(right), right).stream()
            .mapToLong(use -> Integer.toUnsignedLong(use.getFeeFen()))
            .sum();
    return (int) Math.min(fen, Integer.MAX_VALUE);
  }

  private List<Use> unconfirmed(List<Use> whitelisted, long right) {
    var own = byRight.get(right);
    if (own == null) {
      return List.of();
    }
    var known = identities(whitelisted);
    return own.stream()
        .filter(use -> !known.contains(new Identity(use.getEpoch(), use.getSequence())))
        .toList();
  }

  /** The whitelist changed as a whole: each right is to be looked at once more. */
  void lookAgain() {
    unlooked.addAll(byRight.keySet());
  }

  /** Uses of these rights came in: those of this gate are to be looked at once more. */
  void lookAgain(List<Long> used) {
    for (Long right : used) {
      if (byRight.containsKey(right)) {
        unlooked.add(right);
      }
    }
  }

  /**
   * Forgets what has come back from the centre. Looks at {@link Limits#OWN_USES_AT_A_TIME} rights,
   * at the next ones in the next call, and at none once each was looked at since {@link
   * #lookAgain}: a visitor may be about to come.
   */
  void forgetConfirmed(LongFunction<List<Use>> whitelisted) {
    for (int looks = 0; looks < Limits.OWN_USES_AT_A_TIME && !unlooked.isEmpty(); looks++) {
      var next = unlooked.iterator();
      long right = next.next();
      next.remove();
      var uses = byRight.get(right);
      if (uses == null) {
        continue;
      }
      var known = identities(whitelisted.apply(right));
      uses.removeIf(use -> known.contains(new Identity(use.getEpoch(), use.getSequence())));
      if (uses.isEmpty()) {
        byRight.remove(right);
      }
    }
  }

  /** Rights with uses that the centre has not confirmed. */
  int size() {
    return byRight.size();
  }

  private Set<Identity> identities(List<Use> uses) {
    var own = new HashSet<Identity>();
    for (Use use : uses) {
      if (use.getGateNumber() == lane.getGateNumber()) {
        own.add(new Identity(use.getEpoch(), use.getSequence()));
      }
    }
    return own;
  }

  private record Identity(long epoch, long sequence) {}
}
