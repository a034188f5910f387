package org.shanmen.gate.lane;

import java.util.ArrayList;
import java.util.List;

/**
 * One input's moment: when it is, and what must happen, in order. Not thread-safe.
 *
 * @param nowMillis of a clock that never jumps or goes back
 */
record Turn(long nowMillis, List<Effect> effects) {
  static Turn at(long nowMillis) {
    return new Turn(nowMillis, new ArrayList<>());
  }

  void add(Effect effect) {
    effects.add(effect);
  }

  void record(Entry entry) {
    effects.add(new Effect.Record(entry));
  }
}
