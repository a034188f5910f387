package org.shanmen.gate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.shanmen.gate.device.Eventually;

@Timeout(180)
class ForcerTest {
  private final List<String> done = new CopyOnWriteArrayList<>();
  private final CountDownLatch preparing = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final Forcer forcer = new Forcer(new SlowWork(), 0, Forcer.thread());

  @Test
  void whoClosesWaitsUntilNobodyPreparesAnyMore() throws Exception {
    forcer.soon();
    preparing.await();
    var closing =
        new Thread(
            () -> {
              forcer.close();
              done.add("closed");
            });
    closing.start();
    Eventually.until(
        () ->
            closing.getState() == Thread.State.BLOCKED
                || closing.getState() == Thread.State.TERMINATED);
    mayEnd.countDown();
    closing.join();

    assertThat(done).containsExactly("prepared", "closed");
  }

  private final class SlowWork implements Forcer.Work {
    @Override
    public long force() {
      return 1;
    }

    @Override
    public void prepare() throws InterruptedException {
      preparing.countDown();
      mayEnd.await();
      done.add("prepared");
    }

    @Override
    public JournalFailed failed(Throwable cause) {
      return new JournalFailed("failed", cause);
    }
  }
}
