package org.shanmen.sim.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.shanmen.protocol.wire.Claim;
import org.shanmen.protocol.wire.ClaimReply;

/**
 * What the centre says to gates that ask for a right, and when they hear it. The centre hears at
 * once; its answer takes as long as the scenario says. Not thread-safe.
 */
final class Answers {
  private record Due(long atMillis, VirtualGate gate, ClaimReply reply) {}

  private final Centre centre;
  private final List<Due> due = new ArrayList<>();
  private long takeMillis;

  Answers(Centre centre) {
    this.centre = centre;
  }

  void take(long millis) {
    takeMillis = millis;
  }

  /** Takes what the gates ask, and tells them what is due by now, until nobody asks any more. */
  void exchange(Iterable<VirtualGate> gates, long nowMillis) {
    do {
      for (VirtualGate gate : gates) {
        for (Claim claim : gate.takeClaims()) {
          due.add(
              new Due(nowMillis + takeMillis, gate, centre.answer(gate.spec, claim, nowMillis)));
        }
      }
    } while (tell(nowMillis));
  }

  private boolean tell(long nowMillis) {
    var now = due.stream().filter(each -> each.atMillis() <= nowMillis).toList();
    due.removeAll(now);
    now.forEach(each -> each.gate().hear(each.reply()));
    return !now.isEmpty();
  }

  /** When the next answer arrives. */
  OptionalLong nextMillis() {
    return due.stream().mapToLong(Due::atMillis).min();
  }
}
