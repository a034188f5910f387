package org.shanmen.gate.ops;

import java.util.Map;
import java.util.Optional;
import org.shanmen.gate.device.sound.SoundState;

/**
 * What health page and metrics ask of the rooms around the loop. Thread-safe.
 *
 * <p>Kept apart from those rooms so that the pages can be shown without them.
 */
public interface Surroundings {
  boolean linkUp();

  long whitelistVersion();

  /** Of the set in force; the centre has the same at the same version. */
  long whitelistHash();

  long journalEpoch();

  long journalLast();

  long journalAcknowledged();

  /** Empty for a lane without a sound card in its configuration. */
  Optional<SoundState> sound();

  /** 0 to 1. */
  double journalFullness();

  /** What devices and the inbox dropped since the start, by name. */
  Map<String, Long> dropped();
}
