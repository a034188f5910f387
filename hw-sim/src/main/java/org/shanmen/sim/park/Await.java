package org.shanmen.sim.park;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** Waits until something that can only be asked for is so, never longer than until a deadline. */
public final class Await {
  private static final long PAUSE_MILLIS = 20;

  private Await() {}

  /** Nothing came of waiting; the message says for what, how long, and what was last seen. */
  public static final class TookTooLong extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TookTooLong(String message, Throwable lastFailure) {
      super(message, lastFailure);
    }
  }

  /**
   * Asks until the answer is right.
   *
   * @param what ends the sentence "waited for ..."
   * @param question asked over and over; a failure counts as a wrong answer
   * @throws TookTooLong after the limit
   */
  public static <T> T until(
      String what, Duration limit, Callable<T> question, Predicate<? super T> right) {
    long deadlineNanos = System.nanoTime() + limit.toNanos();
    while (true) {
      T answer = null;
      Exception failure = null;
      try {
        answer = question.call();
        if (right.test(answer)) {
          return answer;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new TookTooLong("interrupted while waiting for " + what, e);
      } catch (Exception e) {
        failure = e;
      }
      if (System.nanoTime() >= deadlineNanos) {
        throw new TookTooLong(
            "waited "
                + limit.toMillis()
                + " ms for "
                + what
                + "; last seen: "
                + (failure == null ? answer : failure),
            failure);
      }
      pause(what);
    }
  }

  /** Asks until the answer is yes. */
  public static void until(String what, Duration limit, Callable<Boolean> question) {
    until(what, limit, question, answer -> answer);
  }

  /** Asks until there is an answer. */
  public static <T> T untilPresent(String what, Duration limit, Callable<Optional<T>> question) {
    return until(what, limit, question, Optional::isPresent).orElseThrow();
  }

  private static void pause(String what) {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TookTooLong("interrupted while waiting for " + what, e);
    }
  }
}
