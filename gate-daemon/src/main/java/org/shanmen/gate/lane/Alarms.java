package org.shanmen.gate.lane;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.shanmen.gate.Limits;
import org.shanmen.protocol.wire.EventKind;

/** The alarms that stand, and when they clear by themselves. Not thread-safe. */
final class Alarms {
  private static final long UNTIL_CLEARED = Long.MAX_VALUE;

  private final Map<String, Long> untilMillis = new LinkedHashMap<>();

  /** Stands until {@link #clear}. */
  void raise(String alarm, String detail, List<Effect> effects) {
    raise(alarm, detail, UNTIL_CLEARED, effects);
  }

  /** Stands for {@link Limits#ALARM_STANDS_MILLIS} after it was last raised. */
  void raiseForAWhile(String alarm, long nowMillis, List<Effect> effects) {
    raise(alarm, "", nowMillis + Limits.ALARM_STANDS_MILLIS, effects);
  }

  void clear(String alarm, List<Effect> effects) {
    if (untilMillis.remove(alarm) != null) {
      effects.add(new Effect.Record(Entry.of(EventKind.ALARM_CLEARED, alarm)));
    }
  }

  void tick(long nowMillis, List<Effect> effects) {
    for (Iterator<Map.Entry<String, Long>> each = untilMillis.entrySet().iterator();
        each.hasNext(); ) {
      var alarm = each.next();
      if (nowMillis >= alarm.getValue()) {
        each.remove();
        effects.add(new Effect.Record(Entry.of(EventKind.ALARM_CLEARED, alarm.getKey())));
      }
    }
  }

  List<String> standing() {
    return new ArrayList<>(untilMillis.keySet());
  }

  private void raise(String alarm, String detail, long until, List<Effect> effects) {
    if (!untilMillis.containsKey(alarm)) {
      if (untilMillis.size() >= Limits.ALARMS) {
        return;
      }
      String text = detail.isEmpty() ? alarm : alarm + ": " + detail;
      effects.add(new Effect.Record(Entry.of(EventKind.ALARM_RAISED, text)));
    }
    untilMillis.put(alarm, until);
  }
}
