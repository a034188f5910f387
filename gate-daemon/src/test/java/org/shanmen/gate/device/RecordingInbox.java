package org.shanmen.gate.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.shanmen.gate.lane.port.Inbox;
import org.shanmen.gate.lane.port.Signal;

/** A lane that only listens. */
public final class RecordingInbox implements Inbox {
  private static final long PATIENCE_SECONDS = 30;

  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private volatile boolean full;

  @Override
  public boolean offer(Signal signal) {
    return !full && signals.add(signal);
  }

  /** From now on it takes nothing, or takes again. */
  public void setFull(boolean full) {
    this.full = full;
  }

  public Signal next() throws InterruptedException {
    Signal signal = signals.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(signal).as("a signal within %d s", PATIENCE_SECONDS).isNotNull();
    return signal;
  }

  /** The next one of a kind; what comes before it is dropped. */
  public <S extends Signal> S next(Class<S> kind) throws InterruptedException {
    return kind.cast(next(kind::isInstance));
  }

  public Signal next(Predicate<Signal> wanted) throws InterruptedException {
    Signal signal = next();
    while (!wanted.test(signal)) {
      signal = next();
    }
    return signal;
  }

  /** What is there and was not taken. */
  public BlockingQueue<Signal> left() {
    return signals;
  }
}
