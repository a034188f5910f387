package org.shanmen.sim.scenario;

import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.shanmen.gate.lane.LaneState;
import org.shanmen.gate.lane.Posture;

/**
 * What governed lanes and which alarms stood at some time, whether the journal could tell of it or
 * not. Not thread-safe.
 */
final class Conditions {
  private final Set<Posture> postures = EnumSet.noneOf(Posture.class);
  private final Set<String> alarms = new TreeSet<>();

  void note(LaneState now) {
    postures.add(now.posture());
    alarms.addAll(now.alarms());
  }

  void addAll(Conditions others) {
    postures.addAll(others.postures);
    alarms.addAll(others.alarms);
  }

  Set<Posture> postures() {
    return postures;
  }

  Set<String> alarms() {
    return alarms;
  }
}
