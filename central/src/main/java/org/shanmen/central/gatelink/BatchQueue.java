package org.shanmen.central.gatelink;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.shanmen.protocol.wire.Event;

/**
 * Batches of one gate, stored in the order of their arrival. Those that came while others were
 * stored, and follow on each other without a gap, are stored together: a gate that was away for
 * hours has many, and each transaction has its price.
 *
 * <p>Not thread-safe: belongs to the links' event loop.
 */
final class BatchQueue {
  /** Stores consecutive events in one transaction. */
  @FunctionalInterface
  interface Books {
    /**
     * @param afterLoss what is missing before the first event is lost for good
     */
    Future<EventIngest.Outcome> store(List<Event> events, boolean afterLoss);
  }

  private record Batch(
      List<Event> events, boolean afterLoss, Promise<EventIngest.Outcome> outcome) {
    Event first() {
      return events.get(0);
    }

    Event last() {
      return events.get(events.size() - 1);
    }

    boolean follows(Batch earlier) {
      return !afterLoss
          && first().getEpoch() == earlier.last().getEpoch()
          && first().getSequence() == earlier.last().getSequence() + 1;
    }
  }

  private final Books books;
  private final Deque<Batch> waiting = new ArrayDeque<>();
  private boolean storing;

  BatchQueue(Books books) {
    this.books = books;
  }

  /**
   * Takes a well-formed batch; what is told of batches that are stored together, see {@link
   * EventIngest.Outcome}.
   */
  Future<EventIngest.Outcome> add(List<Event> events, boolean afterLoss) {
    var batch = new Batch(events, afterLoss, Promise.promise());
    waiting.add(batch);
    storeNext();
    return batch.outcome().future();
  }

  private void storeNext() {
    if (storing || waiting.isEmpty()) {
      return;
    }
    storing = true;
    var together = takeTogether();
    var events = together.stream().flatMap(batch -> batch.events().stream()).toList();
    books
        .store(events, together.get(0).afterLoss())
        .onComplete(
            done -> {
              storing = false;
              if (done.succeeded()) {
                tell(together, done.result());
              } else {
                together.forEach(batch -> batch.outcome().fail(done.cause()));
              }
              storeNext();
            });
  }

  private List<Batch> takeTogether() {
    var together = new ArrayList<Batch>();
    together.add(waiting.remove());
    int events = together.get(0).events().size();
    while (!waiting.isEmpty()
        && waiting.element().follows(together.get(together.size() - 1))
        && events + waiting.element().events().size() <= Limits.EVENTS_OF_A_GATE) {
      events += waiting.element().events().size();
      together.add(waiting.remove());
    }
    return together;
  }

  /** What is fresh is told once, with the last batch. */
  private static void tell(List<Batch> together, EventIngest.Outcome outcome) {
    var last = together.get(together.size() - 1);
    together.stream()
        .filter(batch -> batch != last)
        .forEach(batch -> batch.outcome().complete(outcome.withoutFresh()));
    last.outcome().complete(outcome);
  }
}
