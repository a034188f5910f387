package org.shanmen.sim.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import org.mapdb.BTreeMap;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

/** MapDB as it is usually used: a tree with {@code transactionEnable}, which forces each commit. */
final class MapDbPeer extends KeyValuePeer {
  private static final String MAP = "gate";

  private final DB database;
  private final ConcurrentNavigableMap<byte[], byte[]> entries;

  private MapDbPeer(Path file) {
    database =
        DBMaker.fileDB(file.toFile())
            .fileMmapEnable()
            .transactionEnable()
            .closeOnJvmShutdown()
            .make();
    entries = map(database).open();
  }

  private static DB.TreeMapMaker<byte[], byte[]> map(DB database) {
    return database.treeMap(MAP, Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY);
  }

  static MapDbPeer load(Path file, int rights) {
    // Filled without transactions, whose log would hold everything.
    try (DB filling = DBMaker.fileDB(file.toFile()).fileMmapEnable().make()) {
      var sink = map(filling).createFromSink();
      SortedEntries.forEach(rights, sink::put);
      BTreeMap<byte[], byte[]> filled = sink.create();
      filled.getStore().commit();
    }
    return new MapDbPeer(file);
  }

  @Override
  public String name() {
    return "MapDB transactional";
  }

  @Override
  byte[] get(byte[] key) {
    return entries.get(key);
  }

  @Override
  List<Entry> withPrefix(byte[] prefix) {
    var found = new ArrayList<Entry>();
    for (var each : entries.tailMap(prefix, true).entrySet()) {
      if (!beginsWith(each.getKey(), prefix)) {
        break;
      }
      found.add(new Entry(each.getKey(), each.getValue()));
    }
    return found;
  }

  @Override
  synchronized void put(List<Entry> changed) {
    changed.forEach(entry -> entries.put(entry.key(), entry.value()));
    database.commit();
  }

  @Override
  public void close() {
    database.close();
  }
}
