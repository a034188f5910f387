package org.shanmen.gate.whitelist;

import org.shanmen.protocol.SetHash;

/** A key (see {@link Keys}) and its bytes. The arrays are never changed. */
@SuppressWarnings("ArrayRecordComponent")
record Entry(byte[] key, byte[] value) {
  /** What the entry adds to the hash of its set; the index of fingerprints adds nothing. */
  static long hash(byte[] key, byte[] value) {
    return switch (key[0]) {
      case Keys.TEMPLATE -> SetHash.ofTemplate(value);
      case Keys.RIGHT -> Keys.isUse(key) ? SetHash.ofUse(value) : SetHash.ofRight(value);
      default -> 0;
    };
  }
}
