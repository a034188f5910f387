package org.shanmen.gate.whitelist;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.CRC32C;
import org.shanmen.gate.InPlaceFile;
import org.shanmen.protocol.Frames;
import org.shanmen.protocol.wire.Delta;

/**
 * The deltas that were applied since a generation was frozen, one frame each. One thread.
 *
 * <pre>
 *  0          8
 * +----------+---------+---------+-----
 * | SHMNWLD1 | frame   | frame   | ...
 * +----------+---------+---------+-----
 *  frame:
 *  0        4        8                   8 + length
 * +--------+--------+-------------------+
 * | length | crc32c | a serialised Delta|   big-endian; crc32c over length and Delta
 * +--------+--------+-------------------+
 * </pre>
 *
 * <p>A frame is either whole and leads from the version before it to the next one with the right
 * hash, or it and everything behind it is cut off: the centre sends that again.
 */
final class DeltaLog implements Closeable {
  private static final byte[] MAGIC = "SHMNWLD1".getBytes(StandardCharsets.US_ASCII);
  private static final int FRAME_HEADER_BYTES = 8;

  private final InPlaceFile file;
  private final long cutBytes;
  private long end;
  private boolean broken;

  private DeltaLog(InPlaceFile file, long end, long cutBytes) {
    this.file = file;
    this.end = end;
    this.cutBytes = cutBytes;
  }

  /** Begins a log; durable when it returns, but for its name in the directory. */
  static DeltaLog create(Path path) throws IOException {
    var file = InPlaceFile.open(path);
    try {
      file.setSize(0);
      file.write(0, MAGIC);
      file.force();
      return new DeltaLog(file, MAGIC.length, 0);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Shows the deltas of a log in order and cuts it behind the last good one.
   *
   * @param reader returns false for a delta that does not follow from those before it
   */
  static DeltaLog replay(Path path, Predicate<Delta> reader) throws IOException {
    var file = InPlaceFile.open(path);
    try {
      long length = file.size();
      if (length < MAGIC.length) {
        file.close();
        return create(path);
      }
      long end = MAGIC.length;
      if (Arrays.equals(file.read(0, MAGIC.length), MAGIC)) {
        for (var frame = next(file, end, length); frame.isPresent(); ) {
          if (!reader.test(frame.get().delta())) {
            break;
          }
          end = frame.get().end();
          frame = next(file, end, length);
        }
      } else {
        file.write(0, MAGIC);
      }
      long cutBytes = length - end;
      if (cutBytes > 0) {
        file.setSize(end);
      }
      // An fsync of it may have failed: then the kernel may show bytes, and call them clean, that
      // are not on the disk. Written again, they get there, or the failure shows.
      file.write(0, file.read(0, Math.toIntExact(end)));
      file.force();
      return new DeltaLog(file, end, cutBytes);
    } catch (IOException | TableDamaged e) {
      file.close();
      throw e;
    }
  }

  /**
   * @param end the first byte behind it
   */
  private record Frame(Delta delta, long end) {}

  private static Optional<Frame> next(InPlaceFile file, long at, long length) throws IOException {
    long left = length - at - FRAME_HEADER_BYTES;
    if (left < 0) {
      return Optional.empty();
    }
    var header = ByteBuffer.wrap(file.read(at, FRAME_HEADER_BYTES));
    int bodyLength = header.getInt();
    int crc = header.getInt();
    if (bodyLength < 0 || bodyLength > Frames.MAX_BYTES || bodyLength > left) {
      return Optional.empty();
    }
    byte[] body = file.read(at + FRAME_HEADER_BYTES, bodyLength);
    if (crc(bodyLength, body) != crc) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Frame(Delta.parseFrom(body), at + FRAME_HEADER_BYTES + bodyLength));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  /**
   * Adds a delta; on disk when it returns. What an attempt before it left half-written is cut off.
   *
   * @throws IOException if it was not; it may be tried again
   */
  void append(Delta delta) throws IOException {
    if (broken) {
      file.setSize(end);
    }
    byte[] body = delta.toByteArray();
    byte[] frame =
        ByteBuffer.allocate(FRAME_HEADER_BYTES + body.length)
            .putInt(body.length)
            .putInt(crc(body.length, body))
            .put(body)
            .array();
    broken = true;
    file.write(end, frame);
    file.force();
    broken = false;
    end += frame.length;
  }

  /** What {@link #replay} cut off. */
  long cutBytes() {
    return cutBytes;
  }

  private static int crc(int length, byte[] body) {
    var crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, length));
    crc.update(body);
    return (int) crc.getValue();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
