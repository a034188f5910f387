package org.shanmen.central.gatelink;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.shanmen.protocol.Decoded;
import org.shanmen.protocol.PackedChanges;
import org.shanmen.protocol.wire.Change;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One snapshot in a file that is gone when nobody holds it any more. Holding and releasing belong
 * to the links' event loop; chunks are read on workers.
 */
final class Snapshot {
  private static final Logger log = LoggerFactory.getLogger(Snapshot.class);

  private final Vertx vertx;
  private final ChangeLog.Position position;
  private final FileChannel file;
  private final long[] ends;
  private int holders = 1;

  private Snapshot(Vertx vertx, ChangeLog.Position position, FileChannel file, long[] ends) {
    this.vertx = vertx;
    this.position = position;
    this.file = file;
    this.ends = ends;
  }

  ChangeLog.Position position() {
    return position;
  }

  /** At least 1. */
  int chunks() {
    return ends.length;
  }

  /** One more holder; false if the last one has let go. */
  boolean hold() {
    if (holders == 0) {
      return false;
    }
    holders++;
    return true;
  }

  /** One holder less. */
  void release() {
    holders--;
    if (holders == 0) {
      close(file);
    }
  }

  /** A chunk as it was packed. The caller holds the snapshot until the answer. */
  Future<byte[]> chunk(int index) {
    return vertx.executeBlocking(() -> read(index), false);
  }

  /** The same for a gate that knows no packing; unpacked on the worker. */
  Future<List<Change>> changes(int index) {
    return vertx.executeBlocking(() -> unpacked(index), false);
  }

  private List<Change> unpacked(int index) throws IOException {
    if (!(PackedChanges.unpack(read(index)) instanceof Decoded.Ok<List<Change>> changes)) {
      throw new IOException("a snapshot's file holds what was not written into it");
    }
    return changes.value();
  }

  private byte[] read(int index) throws IOException {
    long from = index == 0 ? 0 : ends[index - 1];
    var bytes = ByteBuffer.allocate((int) (ends[index] - from));
    while (bytes.hasRemaining()) {
      if (file.read(bytes, from + bytes.position()) < 0) {
        throw new IOException("a snapshot's file has become shorter");
      }
    }
    return bytes.array();
  }

  /** Begins a snapshot; whoever closes the writing before it is finished deletes it. */
  static Writing write(Vertx vertx, Path directory, ChangeLog.Position position)
      throws IOException {
    PrivateFile.directory(directory);
    var path = Files.createTempFile(directory, "snapshot-", ".packed");
    var file =
        FileChannel.open(
            path,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    return new Writing(vertx, position, file);
  }

  /** A snapshot in the making, on one worker. */
  static final class Writing implements Closeable {
    private final Vertx vertx;
    private final ChangeLog.Position position;
    private final FileChannel file;
    private long[] ends = new long[64];
    private int count;
    private boolean finished;

    private Writing(Vertx vertx, ChangeLog.Position position, FileChannel file) {
      this.vertx = vertx;
      this.position = position;
      this.file = file;
    }

    void add(byte[] packed) throws IOException {
      var bytes = ByteBuffer.wrap(packed);
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      if (count == ends.length) {
        ends = Arrays.copyOf(ends, 2 * count);
      }
      ends[count++] = file.position();
    }

    /** With one holder: the caller. */
    Snapshot finished() {
      finished = true;
      return new Snapshot(vertx, position, file, Arrays.copyOf(ends, count));
    }

    @Override
    public void close() {
      if (!finished) {
        Snapshot.close(file);
      }
    }
  }

  private static void close(FileChannel file) {
    try {
      file.close();
    } catch (IOException e) {
      log.warn("a snapshot's file could not be closed", e);
    }
  }
}
