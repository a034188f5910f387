package org.shanmen.sim.scenario;

import java.util.EnumSet;
import java.util.Set;
import org.shanmen.gate.lane.port.Beam;

/**
 * The two beams of a lane and the one above the arm: people break and free them, and what masks one
 * keeps it broken until it is taken away, whoever walks. Not thread-safe.
 */
final class Beams {
  private final Set<Beam> byPeople = EnumSet.noneOf(Beam.class);
  private final Set<Beam> masked = EnumSet.noneOf(Beam.class);
  private boolean upperMasked;

  /**
   * Somebody breaks a beam, or frees it.
   *
   * @return whether its wire tells of that
   */
  boolean people(Beam beam, boolean broken) {
    set(byPeople, beam, broken);
    return !masked.contains(beam);
  }

  /**
   * Something masks a beam from now on, or no longer does.
   *
   * @return whether its wire tells of that
   */
  boolean mask(Beam beam, boolean masks) {
    set(masked, beam, masks);
    return !byPeople.contains(beam);
  }

  private static void set(Set<Beam> beams, Beam beam, boolean in) {
    if (in) {
      beams.add(beam);
    } else {
      beams.remove(beam);
    }
  }

  boolean isBroken(Beam beam) {
    return byPeople.contains(beam) || masked.contains(beam);
  }

  void maskUpper(boolean masks) {
    upperMasked = masks;
  }

  boolean isUpperMasked() {
    return upperMasked;
  }
}
