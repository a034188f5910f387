package org.shanmen.gate.whitelist;

import java.util.BitSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Entries changed since a generation was built. Not thread-safe. */
final class Overlay {
  /** Stands for an entry that is gone; told by identity, because an entry may be empty. */
  static final byte[] GONE = new byte[0];

  /** What is said of many keys has so many bits; small enough to stay in a cache. */
  private static final int GROUP_BITS = 18;

  /** What is said of few keys: one word of bits. */
  private static final int FEW_GROUP_BITS = 6;

  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L; // 2^64 / golden ratio (Knuth)

  private final TreeMap<byte[], byte[]> entries = new TreeMap<>(Keys.ORDER);

  /**
   * Groups, see {@link Keys#group}, of which something is said, several groups a bit: most look-ups
   * end here.
   */
  private final BitSet groups = new BitSet();

  private final int groupBits;

  private Overlay(int groupBits) {
    this.groupBits = groupBits;
  }

  /** Takes every change since a generation. */
  static Overlay ofMany() {
    return new Overlay(GROUP_BITS);
  }

  /** Takes one delta; costs little until it has many keys. */
  static Overlay ofFew() {
    return new Overlay(FEW_GROUP_BITS);
  }

  /** Null if the overlay says nothing of the key, {@link #GONE} if the entry is gone. */
  byte[] get(byte[] key) {
    return groups.get(bit(key)) ? entries.get(key) : null;
  }

  private int bit(byte[] key) {
    return (int) (Keys.group(key) * SPREAD >>> Long.SIZE - groupBits);
  }

  void put(byte[] key, byte[] valueOrGone) {
    entries.put(key, valueOrGone);
    groups.set(bit(key));
  }

  void putAll(Overlay other) {
    for (var entry : other.entries.entrySet()) {
      put(entry.getKey(), entry.getValue());
    }
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
