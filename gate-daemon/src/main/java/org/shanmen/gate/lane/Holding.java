package org.shanmen.gate.lane;

import java.util.Optional;
import org.shanmen.gate.admission.Decision;

/** The visitor whom a member of staff is called to look at, if there is one. Not thread-safe. */
final class Holding {
  /**
   * @param number tells this holding from all others of the lane; not 0
   * @param untilMillis when it is too late
   */
  record Held(Input.Presented shown, Decision.Admit then, long number, long untilMillis) {
    long right() {
      return then.ticket().right();
    }

    /** Whether this is whom a member of staff saw who names the right and the number. */
    boolean is(long namedRight, long namedNumber) {
      return namedRight == right() && namedNumber == number;
    }
  }

  private final long checkTimeoutMillis;
  private Optional<Held> held = Optional.empty();
  private long lastNumber;

  Holding(long checkTimeoutMillis) {
    this.checkTimeoutMillis = checkTimeoutMillis;
  }

  void begin(Input.Presented shown, Decision.Admit then, long nowMillis) {
    // The clock goes on while the daemon restarts, so that no number comes twice.
    lastNumber = Math.max(lastNumber + 1, nowMillis);
    held = Optional.of(new Held(shown, then, lastNumber, nowMillis + checkTimeoutMillis));
  }

  Optional<Held> held() {
    return held;
  }

  boolean isOf(long fingerprint) {
    return held.filter(each -> each.shown().fingerprint() == fingerprint).isPresent();
  }

  boolean isOver(long nowMillis) {
    return held.filter(each -> nowMillis >= each.untilMillis()).isPresent();
  }

  /** Nobody is held any more. */
  Optional<Held> end() {
    var ended = held;
    held = Optional.empty();
    return ended;
  }
}
