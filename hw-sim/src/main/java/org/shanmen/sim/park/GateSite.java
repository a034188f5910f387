package org.shanmen.sim.park;

/**
 * Where a gate stands.
 *
 * @param code such as N1
 * @param checkPoint code of its check point
 * @param kind ENTRY, EXIT or TWO_WAY
 */
public record GateSite(
    String code, String nameZh, String nameEn, String checkPoint, String kind, ArmBoard board) {
  /** Where a gate stands whose arm moves by contacts that are held. */
  public GateSite(String code, String nameZh, String nameEn, String checkPoint, String kind) {
    this(code, nameZh, nameEn, checkPoint, kind, ArmBoard.CONTACTS);
  }

  /** Whether people show their tickets on the park's side too. */
  boolean readsInside() {
    return kind.equals("TWO_WAY");
  }
}
