package org.shanmen.central.gatelink;

import static org.shanmen.central.db.tables.Tables.WHITELIST_ELEMENT;

import com.google.protobuf.ByteString;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import org.jooq.DSLContext;
import org.shanmen.central.db.Database;
import org.shanmen.central.gatelink.WhitelistEdit.Element;
import org.shanmen.central.gatelink.WhitelistEdit.Key;
import org.shanmen.central.gatelink.WhitelistEdit.Kind;
import org.shanmen.protocol.PackedChanges;
import org.shanmen.protocol.wire.Change;

/**
 * The whole set, packed and cut into chunks: read in one transaction into a file, shared by all
 * gates that need it at about the same time. A snapshot need not be the newest: deltas follow it.
 *
 * <p>Not thread-safe: belongs to the links' event loop. Memory holds one chunk at a time while a
 * snapshot is made and the places of its chunks afterwards, 8 bytes for some thousand rights.
 */
final class Snapshots {
  private static final int FETCH_ROWS = 2000;

  private final Vertx vertx;
  private final Database database;
  private final Path directory;
  private Optional<Snapshot> latest = Optional.empty();
  private Future<Snapshot> underWay;

  /**
   * @param directory for the files; made when needed
   */
  Snapshots(Vertx vertx, Database database, Path directory) {
    this.vertx = vertx;
    this.database = database;
    this.directory = directory;
  }

  /** The snapshot that is kept, if it is this one; not to be closed while it is held. */
  Optional<Snapshot> kept(long version, long hash) {
    return latest.filter(
        kept -> kept.position().equals(new ChangeLog.Position(version, hash)) && kept.hold());
  }

  /**
   * A snapshot, held for the caller.
   *
   * @param atLeast the oldest version that will do; the change log has reached it
   */
  Future<Snapshot> get(long atLeast) {
    if (latest.isPresent() && latest.get().position().version() >= atLeast && latest.get().hold()) {
      return Future.succeededFuture(latest.get());
    }
    if (underWay == null) {
      underWay =
          database.inTransaction(this::read).map(this::keep).onComplete(done -> underWay = null);
    }
    return underWay.compose(
        made ->
            // It may have begun before the version that is asked for.
            made.position().version() >= atLeast && made.hold()
                ? Future.succeededFuture(made)
                : get(atLeast));
  }

  /** A gate found this one wrong: nobody else gets it. */
  void distrust(ChangeLog.Position position) {
    if (latest.isPresent() && latest.get().position().equals(position)) {
      latest.get().release();
      latest = Optional.empty();
    }
  }

  /** Deletes what is not being sent. */
  void close() {
    latest.ifPresent(Snapshot::release);
    latest = Optional.empty();
  }

  private Snapshot keep(Snapshot made) {
    latest.ifPresent(Snapshot::release);
    latest = Optional.of(made);
    return made;
  }

  private Snapshot read(DSLContext tx) {
    tx.execute("set transaction isolation level repeatable read, read only");
    var position = ChangeLog.position(tx);
    try (var writing = Snapshot.write(vertx, directory, position)) {
      var chunk = new ArrayList<Change>();
      int bytes = 0;
      long hash = 0;
      for (var kind : Kind.values()) {
        try (var rows =
            tx.select(WHITELIST_ELEMENT.KEY, WHITELIST_ELEMENT.BODY)
                .from(WHITELIST_ELEMENT)
                .where(WHITELIST_ELEMENT.KIND.eq(kind.name()))
                .orderBy(WHITELIST_ELEMENT.KEY)
                .fetchSize(FETCH_ROWS)
                .fetchLazy()) {
          for (var row : rows) {
            byte[] body = row.value2();
            if (bytes > 0 && bytes + body.length > Limits.DELTA_BYTES) {
              writing.add(PackedChanges.pack(chunk));
              chunk.clear();
              bytes = 0;
            }
            chunk.add(change(kind, ByteString.copyFrom(body)));
            bytes += body.length;
            hash += new Element(new Key(kind, row.value1()), 0, body).hash();
          }
        }
      }
      if (hash != position.hash()) {
        throw new IllegalStateException(
            "the whitelist in the database hashes to %016x, its change log says %016x at version %d"
                .formatted(hash, position.hash(), position.version()));
      }
      writing.add(PackedChanges.pack(chunk));
      return writing.finished();
    } catch (IOException e) {
      throw new UncheckedIOException("a snapshot cannot be kept in " + directory, e);
    }
  }

  private static Change change(Kind kind, ByteString body) {
    var change = Change.newBuilder();
    return switch (kind) {
      case T -> change.setPutTemplate(body).build();
      case R -> change.setPutRight(body).build();
      case U -> change.setAddUse(body).build();
    };
  }
}
