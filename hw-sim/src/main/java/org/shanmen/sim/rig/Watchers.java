package org.shanmen.sim.rig;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** Those who wait for a lane to be in some state. Not thread-safe. */
final class Watchers {
  /**
   * @param found completes on a thread of its own
   */
  record Watcher(Predicate<LaneState> wanted, CompletableFuture<LaneState> found) {
    Watcher(Predicate<LaneState> wanted) {
      this(wanted, new CompletableFuture<>());
    }
  }

  private final List<Watcher> watchers = new ArrayList<>();

  void add(Watcher watcher) {
    watchers.add(watcher);
  }

  void remove(Watcher watcher) {
    watchers.remove(watcher);
  }

  boolean isEmpty() {
    return watchers.isEmpty();
  }

  void tell(LaneState state) {
    for (Watcher watcher : List.copyOf(watchers)) {
      if (!watcher.found().isDone() && watcher.wanted().test(state)) {
        watcher.found().completeAsync(() -> state);
      }
    }
  }
}
