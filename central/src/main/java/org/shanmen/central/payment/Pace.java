package org.shanmen.central.payment;

import java.time.Duration;
import java.time.Instant;

/** When a provider is asked again. Pure. */
final class Pace {
  /** For so long nobody else asks for what one has begun to ask; longer than a call may take. */
  static final Duration CLAIM = Duration.ofSeconds(60);

  /** From a new charge to the first look, if its notification does not come: seconds. */
  private static final int[] LOOKS = {5, 5, 10, 10, 15, 15, 30};

  private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
  private static final Duration LONGEST_RETRY = Duration.ofHours(1);
  private static final int DOUBLINGS = 12;

  private Pace() {}

  /** After so many looks at a charge that is still open; not beyond its end. */
  static Instant nextLook(Instant now, int looks, Instant expiresAt) {
    var next = now.plusSeconds(LOOKS[Math.min(looks, LOOKS.length - 1)]);
    return expiresAt.isAfter(now) && expiresAt.isBefore(next) ? expiresAt : next;
  }

  /** After so many tries in vain: 5 s, doubled each time, at most an hour. */
  static Instant nextTry(Instant now, int tries) {
    var wait = FIRST_RETRY.multipliedBy(1L << Math.min(Math.max(tries, 0), DOUBLINGS));
    return now.plus(wait.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : wait);
  }
}
