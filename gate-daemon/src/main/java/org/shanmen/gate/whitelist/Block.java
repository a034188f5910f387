package org.shanmen.gate.whitelist;

import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Some entries of a {@link Table} that follow one another, packed and checksummed together: what is
 * read from the disk at a time. Read-only; {@link BlockWriter} makes them.
 *
 * <pre>
 *  0        4      5        6         6 + n
 * +--------+------+--------+---------+------
 * | crc32c | kind | n, one | next    | rows     next: the first key behind this block; n is 0 in the
 * +--------+------+--------+---------+------    last one
 *   crc32c over the table's stamp (8 bytes) and everything behind the crc32c, big-endian
 *
 *  rows of kind F, fingerprints, all of one length:
 *   width (1 byte, once), then for each: fingerprint (8 bytes), right id (width bytes), big-endian
 *
 *  rows of kind E, other entries, and of kind Z, shapes, which all other blocks need; numbers are
 *  varints:
 *   0     | length | key | length | value    as it stands
 *   1 + k | id | fingerprints                a right of shape k, see {@link RightBody}; the id less
 *                                            that of the right before it, modulo 2^64
 * </pre>
 *
 * <p>A block that is not damaged also tells which keys the table does not hold: none between its
 * own, and none between its last one and the next block's first.
 */
final class Block {
  static final byte FINGERPRINTS = 'F';
  static final byte ENTRIES = 'E';
  static final byte SHAPES = 'Z';
  static final int AS_IT_STANDS = 0;
  static final int FIRST_SHAPE = 1;
  static final int KIND_AT = Integer.BYTES;
  static final int NEXT_AT = KIND_AT + 2;

  private static final byte[] NOTHING = {};

  private final byte[] bytes;
  private final Shapes shapes;
  private final byte[] next;

  private Block(byte[] bytes, Shapes shapes, byte[] next) {
    this.bytes = bytes;
    this.shapes = shapes;
    this.next = next;
  }

  /**
   * @param bytes as they were read
   * @param stamp of the table
   * @throws TableDamaged if they are not what was written
   */
  static Block of(byte[] bytes, long stamp, Shapes shapes) {
    if (bytes == null || bytes.length <= NEXT_AT || bytes.length <= NEXT_AT + bytes[KIND_AT + 1]) {
      throw new TableDamaged("a block is cut off");
    }
    if ((int) Bytes.bigEndian(bytes, 0, Integer.BYTES) != crc(bytes, stamp)) {
      throw new TableDamaged("a block's checksum is wrong");
    }
    int length = bytes[KIND_AT + 1];
    return new Block(bytes, shapes, Arrays.copyOfRange(bytes, NEXT_AT, NEXT_AT + length));
  }

  static int crc(byte[] bytes, long stamp) {
    var crc = new CRC32C();
    for (int i = Long.BYTES - 1; i >= 0; i--) {
      crc.update((int) (stamp >>> Byte.SIZE * i));
    }
    crc.update(bytes, Integer.BYTES, bytes.length - Integer.BYTES);
    return (int) crc.getValue();
  }

  /** The first key behind this block; empty behind the last one. */
  byte[] next() {
    return next;
  }

  boolean isLast() {
    return next.length == 0;
  }

  /** All rows, or those from a key on, in order. */
  Rows rows() {
    return bytes[KIND_AT] == FINGERPRINTS ? new FingerprintRows() : new EntryRows();
  }

  /** A place among the rows; before the first one at first. */
  abstract static class Rows {
    /** Steps to the next row; false if there is none. */
    abstract boolean next();

    /**
     * Steps to the first row whose key is not before {@code key}; false if there is none. Only as
     * the first step.
     */
    boolean seek(byte[] key) {
      while (next()) {
        if (Keys.ORDER.compare(key(), key) >= 0) {
          return true;
        }
      }
      return false;
    }

    abstract byte[] key();

    abstract byte[] value();
  }

  private final class FingerprintRows extends Rows {
    private final int width;
    private final int first;
    private final int rowBytes;
    private final int count;
    private int row = -1;

    FingerprintRows() {
      int at = NEXT_AT + next.length;
      this.width = bytes[at];
      this.first = at + 1;
      this.rowBytes = Long.BYTES + width;
      this.count = (bytes.length - first) / rowBytes;
    }

    @Override
    boolean next() {
      row++;
      return row < count;
    }

    @Override
    boolean seek(byte[] key) {
      int from = 0;
      int until = count;
      while (from < until) {
        int middle = (from + until) >>> 1;
        row = middle;
        if (isBefore(key)) {
          from = middle + 1;
        } else {
          until = middle;
        }
      }
      row = from;
      return row < count;
    }

    /** Whether this row's fingerprint, and its right if the key names one, come before a key. */
    private boolean isBefore(byte[] key) {
      if (key[0] != Keys.FINGERPRINT || key.length != Keys.FINGERPRINT_BYTES) {
        return Keys.ORDER.compare(key(), key) < 0;
      }
      int at = first + row * rowBytes;
      return Arrays.compareUnsigned(bytes, at, at + Long.BYTES, key, 1, key.length) < 0;
    }

    @Override
    byte[] key() {
      int at = first + row * rowBytes;
      return Keys.fingerprint(
          Bytes.bigEndian(bytes, at, Long.BYTES), Bytes.bigEndian(bytes, at + Long.BYTES, width));
    }

    @Override
    byte[] value() {
      return NOTHING;
    }
  }

  private final class EntryRows extends Rows {
    /** Where the row begins behind this one. */
    private int end = NEXT_AT + next.length;

    private int what;
    private long id;
    private int fingerprintsAt;
    private byte[] key;
    private int valueAt;

    @Override
    boolean next() {
      if (end >= bytes.length) {
        return false;
      }
      what = number();
      if (what == AS_IT_STANDS) {
        int keyLength = number();
        key = Arrays.copyOfRange(bytes, end, end + keyLength);
        end += keyLength;
        int valueLength = number();
        valueAt = end;
        end += valueLength;
      } else {
        id += longNumber();
        fingerprintsAt = end;
        end += shapes.fingerprints(what - FIRST_SHAPE) * Long.BYTES;
      }
      return true;
    }

    private int number() {
      return (int) longNumber();
    }

    private long longNumber() {
      byte first = bytes[end];
      if (first >= 0) {
        end++;
        return first;
      }
      long number = Bytes.varint(bytes, end);
      end += Bytes.varintLength(number);
      return number;
    }

    @Override
    boolean seek(byte[] wanted) {
      if (!Keys.isRight(wanted)) {
        return super.seek(wanted);
      }
      long wantedId = Keys.idOf(wanted);
      while (next()) {
        boolean there =
            what == AS_IT_STANDS
                ? Keys.ORDER.compare(key, wanted) >= 0
                : Long.compareUnsigned(id, wantedId) >= 0;
        if (there) {
          return true;
        }
      }
      return false;
    }

    @Override
    byte[] key() {
      return what == AS_IT_STANDS ? key : Keys.right(id);
    }

    @Override
    byte[] value() {
      return what == AS_IT_STANDS
          ? Arrays.copyOfRange(bytes, valueAt, end)
          : RightBody.join(shapes.get(what - FIRST_SHAPE), id, bytes, fingerprintsAt);
    }
  }
}
