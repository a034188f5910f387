package org.shanmen.central.gatelink;

import static org.shanmen.central.db.tables.Tables.WHITELIST_ELEMENT;

import com.google.protobuf.ByteString;
import io.vertx.core.Future;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.shanmen.central.db.Database;
import org.shanmen.central.gatelink.WhitelistEdit.Kind;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.SnapshotChunk;

/**
 * The whole set, cut into chunks: read in one transaction, shared by all gates that need it at
 * about the same time. A snapshot need not be the newest: deltas follow it.
 *
 * <p>Not thread-safe: belongs to the links' event loop. A snapshot is held in memory as it travels,
 * about 70 bytes for each right.
 */
final class Snapshots {
  /**
   * @param chunks serialised {@link SnapshotChunk}s, at least one
   */
  record Snapshot(ChangeLog.Position position, List<byte[]> chunks) {}

  private static final int FETCH_ROWS = 2000;

  private final Database database;
  private SoftReference<Snapshot> latest = new SoftReference<>(null);
  private Future<Snapshot> underWay;

  Snapshots(Database database) {
    this.database = database;
  }

  /**
   * @param atLeast the oldest version that will do; the change log has reached it
   */
  Future<Snapshot> get(long atLeast) {
    var kept = latest.get();
    if (kept != null && kept.position().version() >= atLeast) {
      return Future.succeededFuture(kept);
    }
    if (underWay != null) {
      // It may have begun before the version that is asked for.
      return underWay.compose(
          read ->
              read.position().version() >= atLeast ? Future.succeededFuture(read) : get(atLeast));
    }
    underWay =
        database
            .inTransaction(Snapshots::read)
            .onComplete(
                done -> {
                  underWay = null;
                  latest = new SoftReference<>(done.result());
                });
    return underWay;
  }

  private static Snapshot read(DSLContext tx) {
    tx.execute("set transaction isolation level repeatable read, read only");
    var position = ChangeLog.position(tx);
    var chunks = new ArrayList<byte[]>();
    var chunk = newChunk(position);
    int bytes = 0;
    for (var kind : Kind.values()) {
      try (var rows =
          tx.select(WHITELIST_ELEMENT.BODY)
              .from(WHITELIST_ELEMENT)
              .where(WHITELIST_ELEMENT.KIND.eq(kind.name()))
              .orderBy(WHITELIST_ELEMENT.KEY)
              .fetchSize(FETCH_ROWS)
              .fetchLazy()) {
        for (var row : rows) {
          byte[] body = row.value1();
          if (bytes > 0 && bytes + body.length > Limits.DELTA_BYTES) {
            chunks.add(chunk.setIndex(chunks.size()).build().toByteArray());
            chunk = newChunk(position);
            bytes = 0;
          }
          chunk.addChanges(change(kind, ByteString.copyFrom(body)));
          bytes += body.length;
        }
      }
    }
    chunks.add(chunk.setIndex(chunks.size()).setLast(true).build().toByteArray());
    return new Snapshot(position, List.copyOf(chunks));
  }

  private static SnapshotChunk.Builder newChunk(ChangeLog.Position position) {
    return SnapshotChunk.newBuilder().setVersion(position.version()).setHash(position.hash());
  }

  private static Change.Builder change(Kind kind, ByteString body) {
    return switch (kind) {
      case T -> Change.newBuilder().setPutTemplate(body);
      case R -> Change.newBuilder().setPutRight(body);
      case U -> Change.newBuilder().setAddUse(body);
    };
  }
}
