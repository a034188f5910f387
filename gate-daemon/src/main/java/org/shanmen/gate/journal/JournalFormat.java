package org.shanmen.gate.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.shanmen.gate.Limits;

/**
 * How a segment looks on disk. All numbers are big-endian.
 *
 * <pre>
 *  segment header
 *  0          8       16               24       28     32
 * +----------+-------+----------------+--------+------+
 * | SHMNJRN1 | epoch | first sequence | crc32c | 0000 |   crc32c over bytes 0 to 23
 * +----------+-------+----------------+--------+------+
 *
 *  record, one behind the other from byte 32 on
 *  0        4      5          13        13 + length
 * +--------+------+----------+---------+--------+
 * | length | type | sequence | payload | crc32c |   length: of the payload, 1 to EVENT_BYTES
 * +--------+------+----------+---------+--------+   type: 1, a serialised Event
 *   crc32c over the segment's epoch (8 bytes) and bytes 0 to 13 + length - 1, so that a record of
 *   another epoch is no record here; a length of 0 with nothing but zeros behind it is the end
 * </pre>
 */
final class JournalFormat {
  static final int HEADER_BYTES = 32;
  static final int EPOCH_AT = 8;
  static final int FIRST_SEQUENCE_AT = 16;
  static final byte EVENT = 1;

  /** Bytes of a record besides its payload. */
  static final int RECORD_OVERHEAD = 4 + 1 + 8 + 4;

  private static final byte[] MAGIC = "SHMNJRN1".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER_CHECKED_BYTES = 24;
  private static final int BEFORE_PAYLOAD = 4 + 1 + 8;

  private JournalFormat() {}

  static byte[] header(long epoch, long firstSequence) {
    var header = ByteBuffer.allocate(HEADER_BYTES).put(MAGIC).putLong(epoch).putLong(firstSequence);
    return header.putInt(crc(header.array(), 0, HEADER_CHECKED_BYTES)).array();
  }

  /** Whether the segment begins with the header that its name promises. */
  static boolean isHeader(byte[] segment, long epoch, long firstSequence) {
    return segment.length >= HEADER_BYTES
        && Arrays.equals(segment, 0, HEADER_BYTES, header(epoch, firstSequence), 0, HEADER_BYTES);
  }

  static byte[] record(long epoch, long sequence, byte[] payload) {
    var record =
        ByteBuffer.allocate(RECORD_OVERHEAD + payload.length)
            .putInt(payload.length)
            .put(EVENT)
            .putLong(sequence)
            .put(payload);
    return record.putInt(recordCrc(epoch, record.array(), 0, payload.length)).array();
  }

  /**
   * A whole record within bytes that were read.
   *
   * @param at where it begins
   * @param end the first byte behind it
   */
  record Found(long sequence, int at, int payloadAt, int payloadLength, int end) {}

  /**
   * The record that begins at {@code at} and ends before {@code limit}, if there is a valid one.
   */
  static Optional<Found> recordAt(long epoch, byte[] bytes, int at, int limit) {
    if (limit - at < RECORD_OVERHEAD + 1) {
      return Optional.empty();
    }
    var in = ByteBuffer.wrap(bytes);
    int length = in.getInt(at);
    if (length < 1
        || length > Limits.EVENT_BYTES
        || length > limit - at - RECORD_OVERHEAD
        || bytes[at + 4] != EVENT) {
      return Optional.empty();
    }
    int crcAt = at + BEFORE_PAYLOAD + length;
    if (in.getInt(crcAt) != recordCrc(epoch, bytes, at, length)) {
      return Optional.empty();
    }
    return Optional.of(
        new Found(in.getLong(at + 5), at, at + BEFORE_PAYLOAD, length, crcAt + Integer.BYTES));
  }

  private static int recordCrc(long epoch, byte[] bytes, int at, int payloadLength) {
    var crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, epoch));
    crc.update(bytes, at, BEFORE_PAYLOAD + payloadLength);
    return (int) crc.getValue();
  }

  static int crc(byte[] bytes, int from, int length) {
    var crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}
