package org.shanmen.gate.lane;

import java.util.Optional;
import org.shanmen.gate.admission.Decision;

/** The visitor whom a member of staff is called to look at, if there is one. Not thread-safe. */
final class Holding {
  /**
   * @param untilMillis when it is too late
   */
  record Held(Input.Presented shown, Decision.Admit then, long untilMillis) {}

  private final long checkTimeoutMillis;
  private Optional<Held> held = Optional.empty();

  Holding(long checkTimeoutMillis) {
    this.checkTimeoutMillis = checkTimeoutMillis;
  }

  void begin(Input.Presented shown, Decision.Admit then, long nowMillis) {
    held = Optional.of(new Held(shown, then, nowMillis + checkTimeoutMillis));
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
