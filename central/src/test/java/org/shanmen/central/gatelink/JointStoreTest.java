package org.shanmen.central.gatelink;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.shanmen.protocol.wire.Event;

class JointStoreTest {
  private record Work(List<JointStore.Portion> portions, Promise<List<EventIngest.Outcome>> done) {
    String gates() {
      return portions.stream()
          .map(portion -> String.valueOf(portion.gate()))
          .collect(Collectors.joining(" "));
    }
  }

  private final Deque<Work> works = new ArrayDeque<>();
  private final JointStore store =
      new JointStore(
          portions -> {
            var work = new Work(portions, Promise.promise());
            works.add(work);
            return work.done().future();
          });

  @Test
  void whatComesMeanwhileIsStoredTogetherInTheOrderOfTheGatesAndEachHearsItsOwnOutcome() {
    add(5, 1);
    var third = add(3, 1);
    var first = add(1, 1);
    assertThat(works.element().gates()).isEqualTo("5");
    succeed();
    assertThat(works.element().gates()).isEqualTo("1 3");
    assertThat(third.isComplete()).isFalse();
    succeed();
    assertThat(first.result()).isEqualTo(outcomeOf(1));
    assertThat(third.result()).isEqualTo(outcomeOf(3));
    assertThat(works).isEmpty();
  }

  @Test
  void whatFailsTogetherIsTriedByItselfSoThatNoGateSuffersForAnother() {
    add(9, 1);
    var good = add(1, 1);
    var bad = add(2, 1);
    var better = add(3, 1);
    succeed();
    works.remove().done().fail("one of them");
    assertThat(works.element().gates()).isEqualTo("1");
    succeed();
    assertThat(works.element().gates()).isEqualTo("2");
    var later = add(1, 1);
    works.remove().done().fail("this one");
    assertThat(works.element().gates()).isEqualTo("3");
    succeed();
    assertThat(works.element().gates()).isEqualTo("1");
    succeed();
    assertThat(List.of(good, better, later)).allMatch(Future::succeeded);
    assertThat(bad.failed()).isTrue();
  }

  @Test
  void thereIsABoundToTheEventsAndToTheGatesOfATransaction() {
    add(1, 1);
    add(2, Limits.EVENTS_TOGETHER - 1);
    add(3, 1);
    add(4, 1);
    succeed();
    assertThat(works.element().gates()).isEqualTo("2 3");
    for (int gate = 10; gate < 10 + Limits.GATES_TOGETHER; gate++) {
      add(gate, 1);
    }
    succeed();
    assertThat(works.element().portions()).hasSize(Limits.GATES_TOGETHER);
    succeed();
    assertThat(works.element().portions()).hasSize(1);
  }

  private Future<EventIngest.Outcome> add(int gate, int count) {
    var events =
        IntStream.rangeClosed(1, count)
            .mapToObj(number -> Event.newBuilder().setEpoch(1).setSequence(number).build())
            .toList();
    return store.add(new JointStore.Portion(gate, events, false));
  }

  private void succeed() {
    var work = works.remove();
    work.done().complete(work.portions().stream().map(each -> outcomeOf(each.gate())).toList());
  }

  private static EventIngest.Outcome outcomeOf(int gate) {
    return new EventIngest.Outcome.Gap(gate);
  }
}
