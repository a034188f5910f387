package org.shanmen.gate.whitelist;

import java.util.Arrays;
import java.util.Optional;

/**
 * A serialised Right, cut into what is its own, its id and fingerprints, and its shape, which
 * thousands of others share: ticket type, state, days, entries. Bytes are cut and joined, nothing
 * is parsed: what is joined again is what was cut, also with fields that a newer centre added.
 *
 * <pre>
 *  a Right:  09 | id, 8 bytes | front | 42 | length | fingerprints, 8 bytes each | back
 *  a shape:  count of fingerprints | length of front | front | back
 *            numbers are varints, id and fingerprints little-endian, as protobuf has them
 * </pre>
 *
 * @param shape see above
 * @param fingerprintsAt where in the body they begin
 */
@SuppressWarnings("ArrayRecordComponent")
record RightBody(byte[] shape, int fingerprintsAt, int fingerprints) {
  private static final byte ID_TAG = 0x09;
  private static final byte FINGERPRINTS_TAG = 0x42;
  private static final int ID_END = 1 + Long.BYTES;

  /** As many as fit a length of one byte. */
  private static final int MAX_FINGERPRINTS = 0x7F / Long.BYTES;

  /**
   * Cuts a body; empty if it is laid out otherwise.
   *
   * @param id that it must have
   */
  static Optional<RightBody> cut(byte[] body, long id) {
    if (body.length < ID_END || body[0] != ID_TAG || Bytes.littleEndian(body, 1) != id) {
      return Optional.empty();
    }
    int at = ID_END;
    while (at < body.length && body[at] != FINGERPRINTS_TAG) {
      at = behindField(body, at);
      if (at < 0) {
        return Optional.empty();
      }
    }
    if (at >= body.length) {
      return Optional.of(new RightBody(shape(body, 0, body.length, body.length), body.length, 0));
    }
    int count = at + 1 < body.length ? body[at + 1] / Long.BYTES : 0;
    int end = at + 2 + count * Long.BYTES;
    if (count < 1 || count > MAX_FINGERPRINTS || end > body.length) {
      return Optional.empty();
    }
    return body[at + 1] == count * Long.BYTES
        ? Optional.of(new RightBody(shape(body, count, at, end), at + 2, count))
        : Optional.empty();
  }

  /** Where the field ends that begins at {@code at}; -1 if that is none of one byte's tag. */
  private static int behindField(byte[] body, int at) {
    int wireType = body[at] & 7;
    int end = at + 1;
    if (body[at] <= 0) {
      return -1;
    }
    if (wireType == 0) {
      while (end < body.length && body[end] < 0) {
        end++;
      }
      end++;
    } else if (wireType == 1) {
      end += Long.BYTES;
    } else if (wireType == 5) {
      end += Integer.BYTES;
    } else {
      return -1;
    }
    return end <= body.length ? end : -1;
  }

  private static byte[] shape(byte[] body, int count, int frontEnd, int backAt) {
    int front = frontEnd - ID_END;
    var shape = new Bytes(body.length);
    shape.varint(count);
    shape.varint(front);
    shape.put(body, ID_END, front);
    shape.put(body, backAt, body.length - backAt);
    return shape.copy();
  }

  /** How many fingerprints a right of this shape has. */
  static int fingerprints(byte[] shape) {
    return (int) Bytes.varint(shape, 0);
  }

  /**
   * Joins a body.
   *
   * @param from holds the fingerprints, at {@code at}
   */
  static byte[] join(byte[] shape, long id, byte[] from, int at) {
    int count = fingerprints(shape);
    int frontAt = Bytes.varintLength(count);
    int front = (int) Bytes.varint(shape, frontAt);
    frontAt += Bytes.varintLength(front);
    int own = count == 0 ? 0 : 2 + count * Long.BYTES;
    byte[] body = new byte[ID_END + shape.length - frontAt + own];
    body[0] = ID_TAG;
    Bytes.littleEndian(body, 1, id);
    System.arraycopy(shape, frontAt, body, ID_END, front);
    int end = ID_END + front;
    if (count > 0) {
      body[end] = FINGERPRINTS_TAG;
      body[end + 1] = (byte) (count * Long.BYTES);
      System.arraycopy(from, at, body, end + 2, count * Long.BYTES);
      end += own;
    }
    System.arraycopy(shape, frontAt + front, body, end, body.length - end);
    return body;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RightBody that
        && Arrays.equals(shape, that.shape)
        && fingerprintsAt == that.fingerprintsAt
        && fingerprints == that.fingerprints;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(shape);
  }
}
