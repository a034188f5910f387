package org.shanmen.central.gatelink;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.shanmen.protocol.wire.Event;

class BatchQueueTest {
  private record Work(List<Event> events, boolean afterLoss, Promise<EventIngest.Outcome> done) {
    String told() {
      return events.get(0).getEpoch()
          + "/"
          + events.get(0).getSequence()
          + "-"
          + events.get(events.size() - 1).getSequence()
          + (afterLoss ? " after a loss" : "");
    }
  }

  private final Deque<Work> works = new ArrayDeque<>();
  private final BatchQueue queue =
      new BatchQueue(
          (events, afterLoss) -> {
            var work = new Work(events, afterLoss, Promise.promise());
            works.add(work);
            return work.done().future();
          });

  @Test
  void whatComesWhileABatchIsStoredIsStoredTogetherBehindIt() {
    var outcomes =
        List.of(add(1, 1, 2, false), add(1, 3, 2, false), add(1, 5, 1, false), add(1, 6, 2, false));
    assertThat(works).hasSize(1);
    assertThat(works.element().told()).isEqualTo("1/1-2");
    finish(2);
    assertThat(outcomes.get(0).result()).isEqualTo(stored(2, 1));
    assertThat(outcomes.get(1).isComplete()).isFalse();
    assertThat(works.element().told()).isEqualTo("1/3-7");
    finish(7);
    assertThat(outcomes.subList(1, 4))
        .extracting(Future::result)
        .containsExactly(stored(7, 0), stored(7, 0), stored(7, 1));
    assertThat(works).isEmpty();
  }

  @Test
  void aGapANewEpochALossAndALimitEachBeginATransactionOfTheirOwn() {
    add(1, 1, 1, false);
    add(1, 2, 1, false);
    add(1, 4, 1, false);
    add(1, 5, 1, true);
    add(2, 6, 1, false);
    add(2, 7, Limits.EVENTS_OF_A_GATE, false);
    var told = new ArrayList<String>();
    while (!works.isEmpty()) {
      told.add(works.element().told());
      finish(1);
    }
    assertThat(told)
        .containsExactly(
            "1/1-1",
            "1/2-2",
            "1/4-4",
            "1/5-5 after a loss",
            "2/6-6",
            "2/7-" + (6 + Limits.EVENTS_OF_A_GATE));
  }

  @Test
  void whatFailsFailsForAllThatWereStoredTogetherAndForNobodyElse() {
    add(1, 1, 1, false);
    var together = List.of(add(1, 2, 1, false), add(1, 3, 1, false));
    finish(1);
    var later = add(1, 4, 1, false);
    works.remove().done().fail("the database is gone");
    assertThat(together).allMatch(Future::failed);
    finish(4);
    assertThat(later.result()).isEqualTo(stored(4, 1));
  }

  @Test
  void aGapIsToldToEachOfThem() {
    add(1, 1, 1, false);
    var together = List.of(add(1, 5, 1, false), add(1, 6, 1, false));
    finish(1);
    works.remove().done().complete(new EventIngest.Outcome.Gap(2));
    assertThat(together).extracting(Future::result).containsOnly(new EventIngest.Outcome.Gap(2));
  }

  private Future<EventIngest.Outcome> add(long epoch, int first, int count, boolean afterLoss) {
    return queue.add(
        IntStream.range(first, first + count)
            .mapToObj(number -> Event.newBuilder().setEpoch(epoch).setSequence(number).build())
            .toList(),
        afterLoss);
  }

  private void finish(long sequence) {
    works.remove().done().complete(stored(sequence, 1));
  }

  private static EventIngest.Outcome stored(long sequence, int fresh) {
    var event = CheckedEvent.of(Event.getDefaultInstance(), Instant.EPOCH);
    return new EventIngest.Outcome.Stored(1, sequence, 9, Collections.nCopies(fresh, event));
  }
}
