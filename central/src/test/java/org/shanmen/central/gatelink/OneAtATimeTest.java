package org.shanmen.central.gatelink;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OneAtATimeTest {
  private final List<Promise<Void>> begun = new ArrayList<>();
  private final OneAtATime looks =
      new OneAtATime(
          () -> {
            var look = Promise.<Void>promise();
            begun.add(look);
            return look.future();
          });

  @Test
  void howeverManyAskWhileItIsUnderWayItIsDoneOnceMoreBehindThat() {
    for (int asked = 0; asked < 1_000; asked++) {
      looks.ask();
    }
    assertThat(begun).hasSize(1);
    begun.get(0).complete();
    assertThat(begun).hasSize(2);
    begun.get(1).complete();
    assertThat(begun).hasSize(2);
  }

  @Test
  void whoAsksBehindTheEndOfItOrBehindItsFailureHasItDoneAnew() {
    looks.ask();
    looks.ask();
    begun.get(0).fail("the database is away");
    assertThat(begun).hasSize(2);
    begun.get(1).complete();
    looks.ask();
    assertThat(begun).hasSize(3);
  }
}
