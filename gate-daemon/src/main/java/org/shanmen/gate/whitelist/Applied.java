package org.shanmen.gate.whitelist;

/** What came of a delta or a snapshot. */
public sealed interface Applied {
  /** In force and on disk. */
  record Now(long version, long hash) implements Applied {}

  /**
   * Nothing was changed; the centre must be asked for the whole set.
   *
   * @param why one sentence for the log and the centre
   */
  record Refused(String why) implements Applied {}
}
