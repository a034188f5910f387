package org.shanmen.central.gatelink;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jooq.DSLContext;
import org.postgresql.PGConnection;

/**
 * New rows for COPY in PostgreSQL's binary format: the quickest way in for many of them. Values are
 * put row by row, in the order of the columns; whatever a constraint forbids fails the whole.
 *
 * <p>Format: the chapter on COPY in PostgreSQL's manual. Not thread-safe.
 */
final class CopiedRows {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };
  private static final int NO_FLAGS = 0;
  private static final int NO_EXTENSION = 0;
  private static final short END = -1;
  private static final int NULL = -1;
  private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");
  private static final int FIRST_BYTES = 64 * 1024;

  private final String target;
  private final int columns;
  private ByteBuffer bytes = ByteBuffer.allocate(FIRST_BYTES);
  private int rows;

  /**
   * @param table whose every row is given these columns
   * @param columns their names
   */
  CopiedRows(String table, String... columns) {
    this.target = table + " (" + String.join(", ", columns) + ")";
    this.columns = columns.length;
    bytes.put(SIGNATURE).putInt(NO_FLAGS).putInt(NO_EXTENSION);
  }

  /** Begins the next row. */
  CopiedRows row() {
    room(Short.BYTES).putShort((short) columns);
    rows++;
    return this;
  }

  /** Of an integer column. */
  CopiedRows integer(int value) {
    room(2 * Integer.BYTES).putInt(Integer.BYTES).putInt(value);
    return this;
  }

  /** Of a bigint column. */
  CopiedRows bigint(long value) {
    room(Integer.BYTES + Long.BYTES).putInt(Long.BYTES).putLong(value);
    return this;
  }

  /** Of a bigint column in which 0 is written as null. */
  CopiedRows bigintOrNull(long value) {
    return value == 0 ? none() : bigint(value);
  }

  /** Of a timestamptz column, to the microsecond. */
  CopiedRows instant(Instant value) {
    long seconds = value.getEpochSecond() - EPOCH.getEpochSecond();
    return bigint(Math.addExact(Math.multiplyExact(seconds, 1_000_000L), value.getNano() / 1_000));
  }

  /** Of a text column; may be null. Holds no character 0. */
  CopiedRows text(String value) {
    return value == null ? none() : bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Of a bytea column. */
  CopiedRows bytes(byte[] value) {
    room(Integer.BYTES + value.length).putInt(value.length).put(value);
    return this;
  }

  private CopiedRows none() {
    room(Integer.BYTES).putInt(NULL);
    return this;
  }

  private ByteBuffer room(int more) {
    if (bytes.remaining() < more) {
      int larger = Math.max(2 * bytes.capacity(), bytes.position() + more);
      bytes = ByteBuffer.wrap(Arrays.copyOf(bytes.array(), larger)).position(bytes.position());
    }
    return bytes;
  }

  /** Puts the rows into the table, in the caller's transaction; once. Blocks. */
  void send(DSLContext tx) {
    if (rows == 0) {
      return;
    }
    room(Short.BYTES).putShort(END);
    var all = new ByteArrayInputStream(bytes.array(), 0, bytes.position());
    tx.connection(
        connection ->
            connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy " + target + " from stdin (format binary)", all));
  }
}
