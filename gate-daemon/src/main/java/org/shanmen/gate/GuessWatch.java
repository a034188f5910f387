package org.shanmen.gate;

/**
 * Tells whether somebody tries codes: {@link Limits#GUESSES} that nobody holds or that are forged,
 * within {@link Limits#GUESSING_MILLIS}. It bars nobody: whoever comes in between with a ticket
 * goes in. Not thread-safe.
 */
final class GuessWatch {
  private long periodBeganMillis;
  private long guessesBefore;
  private boolean manyInLastPeriod;

  /**
   * @param guesses since the start
   * @return whether there are too many; until a whole period has gone by without
   */
  boolean isTried(long guesses, long nowMillis) {
    boolean many = guesses - guessesBefore >= Limits.GUESSES;
    if (nowMillis - periodBeganMillis >= Limits.GUESSING_MILLIS) {
      manyInLastPeriod = many;
      periodBeganMillis = nowMillis;
      guessesBefore = guesses;
    }
    return many || manyInLastPeriod;
  }
}
