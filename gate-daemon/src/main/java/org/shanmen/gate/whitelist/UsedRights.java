package org.shanmen.gate.whitelist;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.shanmen.gate.Limits;

/** Of which rights a use came in since somebody last asked. Thread-safe and bounded. */
final class UsedRights {
  private final List<Long> rights = new ArrayList<>();

  /** At first, too: whoever asks for the first time knows of none. */
  private boolean anyMayBe = true;

  synchronized void add(List<Long> used) {
    if (anyMayBe || rights.size() + used.size() > Limits.WHITELIST_USED_RIGHTS) {
      anyMay();
    } else {
      rights.addAll(used);
    }
  }

  /** The whole set was replaced, or too many to note. */
  synchronized void anyMay() {
    anyMayBe = true;
    rights.clear();
  }

  /** Empty: any may be. */
  synchronized Optional<List<Long>> take() {
    Optional<List<Long>> taken = anyMayBe ? Optional.empty() : Optional.of(List.copyOf(rights));
    anyMayBe = false;
    rights.clear();
    return taken;
  }
}
