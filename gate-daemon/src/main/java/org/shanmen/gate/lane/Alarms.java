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

  private final Signage signage;
  private final Map<String, Long> untilMillis = new LinkedHashMap<>();

  Alarms(Signage signage) {
    this.signage = signage;
  }

  /** Stands until {@link #clear}. */
  void raise(String alarm, String detail, Turn turn) {
    raise(alarm, detail, UNTIL_CLEARED, turn);
  }

  /** As {@link #raiseAloud} while something is so, and {@link #clear} when it is not. */
  void setAloud(String alarm, boolean stands, Turn turn) {
    if (stands) {
      raiseAloud(alarm, turn);
    } else {
      clear(alarm, turn);
    }
  }

  /** Stands until {@link #clear}; whoever is in the lane hears it when it begins. */
  void raiseAloud(String alarm, Turn turn) {
    if (!untilMillis.containsKey(alarm)) {
      signage.tell(new Prompt.Alarmed(alarm), turn.nowMillis());
    }
    raise(alarm, "", UNTIL_CLEARED, turn);
  }

  /**
   * About one event: whoever is in the lane hears it, and it stands for {@link
   * Limits#ALARM_STANDS_MILLIS} after the latest.
   */
  void warn(String alarm, Turn turn) {
    signage.tell(new Prompt.Alarmed(alarm), turn.nowMillis());
    raise(alarm, "", turn.nowMillis() + Limits.ALARM_STANDS_MILLIS, turn);
  }

  /** Raises an alarm, or clears it. */
  void set(String alarm, boolean stands, String detail, Turn turn) {
    if (stands) {
      raise(alarm, detail, turn);
    } else {
      clear(alarm, turn);
    }
  }

  void clear(String alarm, Turn turn) {
    if (untilMillis.remove(alarm) != null) {
      turn.record(Entry.of(EventKind.ALARM_CLEARED, alarm));
    }
  }

  void tick(Turn turn) {
    for (Iterator<Map.Entry<String, Long>> each = untilMillis.entrySet().iterator();
        each.hasNext(); ) {
      var alarm = each.next();
      if (turn.nowMillis() >= alarm.getValue()) {
        each.remove();
        turn.record(Entry.of(EventKind.ALARM_CLEARED, alarm.getKey()));
      }
    }
  }

  boolean stands(String alarm) {
    return untilMillis.containsKey(alarm);
  }

  List<String> standing() {
    return new ArrayList<>(untilMillis.keySet());
  }

  private void raise(String alarm, String detail, long until, Turn turn) {
    if (!untilMillis.containsKey(alarm)) {
      if (untilMillis.size() >= Limits.ALARMS) {
        return;
      }
      String text = detail.isEmpty() ? alarm : alarm + ": " + detail;
      turn.record(Entry.of(EventKind.ALARM_RAISED, text));
    }
    untilMillis.put(alarm, until);
  }
}
