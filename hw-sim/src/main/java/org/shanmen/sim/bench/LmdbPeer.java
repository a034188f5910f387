package org.shanmen.sim.bench;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.lmdbjava.ByteBufferProxy;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.KeyRange;
import org.lmdbjava.PutFlags;
import org.lmdbjava.Txn;

/**
 * LMDB with MDB_NOSYNC: a commit is with the kernel and no further, as the gate's is. Its library
 * looks into Java's buffers, so the JVM needs {@code --add-opens java.base/java.nio=ALL-UNNAMED
 * --add-opens java.base/sun.nio.ch=ALL-UNNAMED}.
 */
final class LmdbPeer extends KeyValuePeer {
  private static final long MAP_BYTES = 16L << 30;
  private static final int LOADED_AT_A_TIME = 100_000;

  /** A key's or a value's way into LMDB; one for each thread. */
  private static final class Buffers {
    private final ByteBuffer key = ByteBuffer.allocateDirect(64);
    private final ByteBuffer value = ByteBuffer.allocateDirect(8 << 10);
  }

  private final Env<ByteBuffer> env;
  private final Dbi<ByteBuffer> entries;
  private final ThreadLocal<Buffers> buffers = ThreadLocal.withInitial(Buffers::new);

  private LmdbPeer(Path directory) {
    env =
        Env.create(ByteBufferProxy.PROXY_OPTIMAL)
            .setMapSize(MAP_BYTES)
            .setMaxDbs(1)
            .open(directory.toFile(), EnvFlags.MDB_NOSYNC, EnvFlags.MDB_NOTLS);
    entries = env.openDbi("gate", DbiFlags.MDB_CREATE);
  }

  static LmdbPeer load(Path directory, int rights) {
    var peer = new LmdbPeer(directory);
    var batch = new ArrayList<Entry>(LOADED_AT_A_TIME);
    SortedEntries.forEach(
        rights,
        (key, value) -> {
          batch.add(new Entry(key, value));
          if (batch.size() == LOADED_AT_A_TIME) {
            peer.putAll(batch, PutFlags.MDB_APPEND);
            batch.clear();
          }
        });
    peer.putAll(batch, PutFlags.MDB_APPEND);
    return peer;
  }

  @Override
  public String name() {
    return "LMDB";
  }

  @Override
  byte[] get(byte[] key) {
    try (Txn<ByteBuffer> reading = env.txnRead()) {
      var value = entries.get(reading, filled(buffers.get().key, key));
      return value == null ? null : bytes(value);
    }
  }

  @Override
  List<Entry> withPrefix(byte[] prefix) {
    var found = new ArrayList<Entry>();
    try (Txn<ByteBuffer> reading = env.txnRead();
        var cursor =
            entries.iterate(reading, KeyRange.atLeast(filled(buffers.get().key, prefix)))) {
      for (var each : cursor) {
        byte[] key = bytes(each.key());
        if (!beginsWith(key, prefix)) {
          break;
        }
        found.add(new Entry(key, bytes(each.val())));
      }
    }
    return found;
  }

  private static ByteBuffer filled(ByteBuffer buffer, byte[] bytes) {
    return buffer.clear().put(bytes).flip();
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  @Override
  void put(List<Entry> changed) {
    putAll(changed);
  }

  private void putAll(List<Entry> changed, PutFlags... flags) {
    try (Txn<ByteBuffer> writing = env.txnWrite()) {
      var mine = buffers.get();
      for (Entry entry : changed) {
        entries.put(
            writing, filled(mine.key, entry.key()), filled(mine.value, entry.value()), flags);
      }
      writing.commit();
    }
  }

  @Override
  public void close() {
    env.close();
  }
}
