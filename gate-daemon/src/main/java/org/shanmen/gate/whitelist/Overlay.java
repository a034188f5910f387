package org.shanmen.gate.whitelist;

import java.util.BitSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Entries changed since a generation was built. Not thread-safe. */
final class Overlay {
  /** Stands for an entry that is gone; told by identity, because an entry may be empty. */
  static final byte[] GONE = new byte[0];

  /** A bit for each group of keys, several groups a bit; small enough to stay in a cache. */
  private static final int GROUP_BITS = 18;

  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L; // 2^64 / golden ratio (Knuth)

  private final TreeMap<byte[], byte[]> entries = new TreeMap<>(Keys.ORDER);

  /** Groups, see {@link Keys#group}, of which something is said: most look-ups end here. */
  private final BitSet groups = new BitSet();

  /** Null if the overlay says nothing of the key, {@link #GONE} if the entry is gone. */
  byte[] get(byte[] key) {
    return groups.get(bit(key)) ? entries.get(key) : null;
  }

  private static int bit(byte[] key) {
    return (int) (Keys.group(key) * SPREAD >>> Long.SIZE - GROUP_BITS);
  }

  void put(byte[] key, byte[] valueOrGone) {
    entries.put(key, valueOrGone);
    groups.set(bit(key));
  }

  void putAll(Overlay other) {
    entries.putAll(other.entries);
    groups.or(other.groups);
  }

  /**
   * Whether anything is said of keys with this prefix.
   *
   * @param prefix with which a whole group begins
   */
  boolean speaksOf(byte[] prefix) {
    if (!groups.get(bit(prefix))) {
      return false;
    }
    var first = entries.ceilingKey(prefix);
    return first != null && Keys.beginsWith(first, prefix);
  }

  /** Lays what is said of keys with this prefix over {@code found}. */
  void layOver(NavigableMap<byte[], byte[]> found, byte[] prefix) {
    for (var entry : entries.tailMap(prefix, true).entrySet()) {
      if (!Keys.beginsWith(entry.getKey(), prefix)) {
        break;
      }
      if (entry.getValue() == GONE) {
        found.remove(entry.getKey());
      } else {
        found.put(entry.getKey(), entry.getValue());
      }
    }
  }

  Iterable<Map.Entry<byte[], byte[]>> sorted() {
    return entries.entrySet();
  }

  int size() {
    return entries.size();
  }
}
