package org.shanmen.gate.whitelist;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Entries changed since a generation was built. Not thread-safe. */
final class Overlay {
  /** Stands for an entry that is gone; told by identity, because an entry may be empty. */
  static final byte[] GONE = new byte[0];

  private final TreeMap<byte[], byte[]> entries = new TreeMap<>(Keys.ORDER);

  /** Null if the overlay says nothing of the key, {@link #GONE} if the entry is gone. */
  byte[] get(byte[] key) {
    return entries.get(key);
  }

  void put(byte[] key, byte[] valueOrGone) {
    entries.put(key, valueOrGone);
  }

  void putAll(Overlay other) {
    entries.putAll(other.entries);
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
