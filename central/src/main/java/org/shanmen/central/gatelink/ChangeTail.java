package org.shanmen.central.gatelink;

import static org.shanmen.central.db.tables.Tables.CHANGE_LOG;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.shanmen.central.db.Database;
import org.shanmen.protocol.wire.Change;

/**
 * The latest changes, in memory, so that a sale is read once however many gates there are.
 *
 * <p>Not thread-safe: belongs to the links' event loop.
 */
final class ChangeTail {
  /** One step of the change log; hash is that of the set after it. */
  record Entry(long version, long hash, Change change) {}

  private final Database database;
  private final List<Entry> entries = new ArrayList<>();
  private ChangeLog.Position end = new ChangeLog.Position(0, 0);
  private boolean started;

  ChangeTail(Database database) {
    this.database = database;
  }

  /** The newest change that is known here. */
  ChangeLog.Position end() {
    return end;
  }

  /**
   * Reads on in the change log.
   *
   * @return whether there was anything new
   */
  Future<Boolean> refresh() {
    if (!started) {
      return database
          .read(ChangeLog::position)
          .map(
              position -> {
                started = true;
                end = position;
                return true;
              });
    }
    long from = end.version();
    return database
        .read(sql -> after(sql, from, Limits.TAIL_CHANGES))
        .map(
            read -> {
              if (!read.isEmpty() && read.get(0).version() > from + 1) {
                jump(read.get(0));
              }
              read.forEach(this::append);
              return !read.isEmpty();
            });
  }

  /** What lies between was pruned before this process read it: gates get snapshots instead. */
  private void jump(Entry to) {
    if (to.version() > end.version() + 1) {
      entries.clear();
      end = new ChangeLog.Position(to.version() - 1, 0);
    }
  }

  /**
   * Changes after a version, as many as one delta may hold; empty if there are none. When the next
   * ones were pruned, the first is a later one.
   */
  Future<List<Entry>> after(long version) {
    if (version >= end.version()) {
      return Future.succeededFuture(List.of());
    }
    if (!entries.isEmpty() && entries.get(0).version() <= version + 1) {
      int from = (int) (version + 1 - entries.get(0).version());
      return Future.succeededFuture(bounded(entries.subList(from, entries.size())));
    }
    return database.read(sql -> bounded(after(sql, version, Limits.DELTA_CHANGES)));
  }

  private void append(Entry entry) {
    if (entry.version() != end.version() + 1) {
      return; // read twice by overlapping refreshes
    }
    entries.add(entry);
    end = new ChangeLog.Position(entry.version(), entry.hash());
    if (entries.size() > 2 * Limits.TAIL_CHANGES) {
      entries.subList(0, Limits.TAIL_CHANGES).clear();
    }
  }

  private static List<Entry> bounded(List<Entry> entries) {
    int bytes = 0;
    int count = 0;
    for (var entry : entries) {
      bytes += entry.change().getSerializedSize();
      if (count > 0 && (count == Limits.DELTA_CHANGES || bytes > Limits.DELTA_BYTES)) {
        break;
      }
      count++;
    }
    return List.copyOf(entries.subList(0, count));
  }

  private static List<Entry> after(DSLContext sql, long version, int limit) {
    return sql.selectFrom(CHANGE_LOG)
        .where(CHANGE_LOG.VERSION.gt(version))
        .orderBy(CHANGE_LOG.VERSION)
        .limit(limit)
        .fetch(row -> new Entry(row.getVersion(), row.getHash(), change(row.getChange())));
  }

  private static Change change(byte[] bytes) {
    try {
      return Change.parseFrom(ByteString.copyFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the change log holds something that is no Change", e);
    }
  }
}
