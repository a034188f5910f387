package org.shanmen.sim.park;

/**
 * Where a gate stands.
 *
 * @param code such as N1
 * @param checkPoint code of its check point
 * @param kind ENTRY, EXIT or TWO_WAY
 */
public record GateSite(String code, String nameZh, String nameEn, String checkPoint, String kind) {
  /** Whether people show their tickets on the park's side too. */
  boolean readsInside() {
    return kind.equals("TWO_WAY");
  }
}
