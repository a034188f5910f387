package org.shanmen.sim.bench;

import java.util.List;
import org.shanmen.protocol.SetHash;
import org.shanmen.protocol.wire.Change;

/** What changes that only add do to the hash of a set. */
final class Sums {
  private Sums() {}

  static long of(List<Change> changes) {
    return changes.stream().mapToLong(Sums::of).sum();
  }

  private static long of(Change change) {
    return switch (change.getChangeCase()) {
      case PUT_TEMPLATE -> SetHash.ofTemplate(change.getPutTemplate().toByteArray());
      case PUT_RIGHT -> SetHash.ofRight(change.getPutRight().toByteArray());
      case ADD_USE -> SetHash.ofUse(change.getAddUse().toByteArray());
      case REMOVE_RIGHT, CHANGE_NOT_SET ->
          throw new IllegalArgumentException("no element is added by " + change.getChangeCase());
    };
  }
}
