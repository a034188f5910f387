package org.shanmen.central.gatelink;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.shanmen.protocol.wire.Event;

/**
 * What gates have reported and waits to be stored, in one transaction after the other. Whatever
 * came while one was under way is stored together, of however many gates: all of them wait for the
 * same lock anyway, and each transaction has its price. If that fails, each gate's is stored by
 * itself, so that none suffers for another.
 *
 * <p>Not thread-safe: belongs to the links' event loop.
 */
final class JointStore {
  /**
   * Events of one gate that follow on each other.
   *
   * @param afterLoss what is missing before the first one is lost for good
   */
  record Portion(int gate, List<Event> events, boolean afterLoss) {
    long epoch() {
      return events.get(0).getEpoch();
    }

    long first() {
      return events.get(0).getSequence();
    }
  }

  /** Stores portions of different gates in one transaction. */
  @FunctionalInterface
  interface Books {
    /** What came of each, in the order given. */
    Future<List<EventIngest.Outcome>> store(List<Portion> portions);
  }

  private record Waiting(Portion portion, Promise<EventIngest.Outcome> outcome) {}

  private final Books books;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private boolean storing;

  JointStore(Books books) {
    this.books = books;
  }

  /** Takes a portion of a gate that has none waiting or under way. */
  Future<EventIngest.Outcome> add(Portion portion) {
    var added = new Waiting(portion, Promise.promise());
    waiting.add(added);
    storeNext();
    return added.outcome().future();
  }

  private void storeNext() {
    if (storing || waiting.isEmpty()) {
      return;
    }
    storing = true;
    store(takeTogether())
        .onComplete(
            done -> {
              storing = false;
              storeNext();
            });
  }

  /** Succeeds when everybody has been told. */
  private Future<Void> store(List<Waiting> together) {
    return books
        .store(together.stream().map(Waiting::portion).toList())
        .transform(
            stored -> {
              if (stored.succeeded()) {
                for (int i = 0; i < together.size(); i++) {
                  together.get(i).outcome().complete(stored.result().get(i));
                }
                return Future.succeededFuture();
              }
              if (together.size() == 1) {
                together.get(0).outcome().fail(stored.cause());
                return Future.succeededFuture();
              }
              return oneByOne(together);
            });
  }

  private Future<Void> oneByOne(List<Waiting> together) {
    var stored = Future.<Void>succeededFuture();
    for (var alone : together) {
      stored = stored.compose(before -> store(List.of(alone)));
    }
    return stored;
  }

  /** By the gates' numbers: two centres that store at once take their locks in the same order. */
  private List<Waiting> takeTogether() {
    var together = new ArrayList<Waiting>();
    int events = 0;
    while (!waiting.isEmpty()
        && together.size() < Limits.GATES_TOGETHER
        && (together.isEmpty()
            || events + waiting.element().portion().events().size() <= Limits.EVENTS_TOGETHER)) {
      events += waiting.element().portion().events().size();
      together.add(waiting.remove());
    }
    together.sort(Comparator.comparingInt(each -> each.portion().gate()));
    return together;
  }
}
