package org.shanmen.gate.whitelist;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * The layers that together are the set: a generation, what a compaction under way merges into the
 * next one, and what changed since. Guarded by {@link Whitelist}.
 *
 * @param table empty while no generation was ever built
 * @param frozen only read; empty unless a compaction is under way or failed
 */
record Contents(
    Optional<Table> table, Optional<Frozen> frozen, Overlay live, long version, long hash) {

  /**
   * An overlay that changes no more, and where it leads.
   *
   * @param nextLog number of the log with the deltas that follow
   */
  record Frozen(Overlay overlay, long version, long hash, int nextLog) {}

  /** Null if there is no such entry. */
  byte[] get(byte[] key) {
    byte[] value = live.get(key);
    if (value == null && frozen.isPresent()) {
      value = frozen.get().overlay().get(key);
    }
    if (value == null && table.isPresent()) {
      value = table.get().get(key);
    }
    return value == Overlay.GONE ? null : value;
  }

  /** All entries whose key begins with a prefix, in order. */
  List<Entry> withPrefix(byte[] prefix) {
    var inTable = new ArrayList<Entry>(2);
    if (table.isPresent()) {
      table.get().collect(prefix, inTable);
    }
    boolean inFrozen = frozen.isPresent() && frozen.get().overlay().speaksOf(prefix);
    if (!inFrozen && !live.speaksOf(prefix)) {
      return inTable;
    }
    var found = new TreeMap<byte[], byte[]>(Keys.ORDER);
    inTable.forEach(entry -> found.put(entry.key(), entry.value()));
    frozen.ifPresent(f -> f.overlay().layOver(found, prefix));
    live.layOver(found, prefix);
    return found.entrySet().stream()
        .map(entry -> new Entry(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Changed entries held in memory. */
  int inMemory() {
    return live.size() + frozen.map(f -> f.overlay().size()).orElse(0);
  }

  Contents at(long newVersion, long newHash) {
    return new Contents(table, frozen, live, newVersion, newHash);
  }

  /** The live overlay becomes the frozen one. */
  Contents freeze(int nextLog) {
    var frozenNow = new Frozen(live, version, hash, nextLog);
    return new Contents(table, Optional.of(frozenNow), Overlay.ofMany(), version, hash);
  }

  /** The frozen overlay has become part of a new generation. */
  Contents onto(Optional<Table> newTable) {
    return new Contents(newTable, Optional.empty(), live, version, hash);
  }

  /** The frozen overlay as a sorted sequence over the generation. */
  Merge merged(BooleanSupplier cancelled) {
    return new Merge(
        table.map(Table::sorted).orElse(Collections.emptyIterator()),
        frozen.orElseThrow().overlay().sorted().iterator(),
        cancelled);
  }
}
