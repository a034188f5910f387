package org.shanmen.gate.lane;

import java.util.Optional;
import org.shanmen.gate.Limits;

/** The one visitor who showed his credential while another was served. Not thread-safe. */
final class Waiting {
  private Optional<Input.Presented> next = Optional.empty();
  private long untilMillis;

  /** Returns whom the newcomer displaces: somebody else who waited. */
  Optional<Input.Presented> put(Input.Presented shown, long nowMillis) {
    var displaced = next.filter(other -> other.fingerprint() != shown.fingerprint());
    next = Optional.of(shown);
    untilMillis = nowMillis + Limits.WAITING_MILLIS;
    return displaced;
  }

  Optional<Input.Presented> next() {
    return next;
  }

  boolean isOf(Showing showing) {
    return next.filter(shown -> shown.showing().equals(showing)).isPresent();
  }

  boolean isOver(long nowMillis) {
    return next.isPresent() && nowMillis >= untilMillis;
  }

  Optional<Input.Presented> take() {
    var taken = next;
    next = Optional.empty();
    return taken;
  }
}
