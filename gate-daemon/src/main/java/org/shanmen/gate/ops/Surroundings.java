package org.shanmen.gate.ops;

import java.util.Map;

/**
 * What health page and metrics ask of the rooms around the loop. Thread-safe.
 *
 * <p>Kept apart from those rooms so that the pages can be shown without them.
 */
public interface Surroundings {
  boolean linkUp();

  long whitelistVersion();

  long journalEpoch();

  long journalLast();

  long journalAcknowledged();

  /** 0 to 1. */
  double journalFullness();

  /** What devices and the inbox dropped since the start, by name. */
  Map<String, Long> dropped();
}
