package org.shanmen.central.gatelink;

import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * Work that anybody may ask for. Whoever asks while it is under way has it done once more behind
 * that, however many ask: what they want to be seen may have come too late for the first.
 *
 * <p>Not thread-safe: belongs to the links' event loop.
 */
final class OneAtATime {
  private final Supplier<Future<?>> work;
  private boolean underWay;
  private boolean again;

  /**
   * @param work begins it; its failure is no reason not to do it again
   */
  OneAtATime(Supplier<Future<?>> work) {
    this.work = work;
  }

  /** Has it done after this call, sooner or later. */
  void ask() {
    if (underWay) {
      again = true;
      return;
    }
    underWay = true;
    again = false;
    work.get()
        .onComplete(
            done -> {
              underWay = false;
              if (again) {
                ask();
              }
            });
  }
}
