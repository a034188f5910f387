package org.shanmen.gate.whitelist;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.CRC32C;
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

  private final RandomAccessFile file;
  private final long cutBytes;
  private long end;
  private boolean broken;

  private DeltaLog(RandomAccessFile file, long end, long cutBytes) {
    this.file = file;
    this.end = end;
    this.cutBytes = cutBytes;
  }

  /** Begins a log; durable when it returns, but for its name in the directory. */
  static DeltaLog create(Path path) throws IOException {
    var file = new RandomAccessFile(path.toFile(), "rw");
    try {
      file.setLength(0);
      file.write(MAGIC);
      file.getFD().sync();
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
    var file = new RandomAccessFile(path.toFile(), "rw");
    try {
      byte[] magic = new byte[MAGIC.length];
      if (file.length() < MAGIC.length) {
        file.close();
        return create(path);
      }
      file.readFully(magic);
      long end = MAGIC.length;
      if (Arrays.equals(magic, MAGIC)) {
        for (var delta = next(file); delta.isPresent() && reader.test(delta.get()); ) {
          end = file.getFilePointer();
          delta = next(file);
        }
      } else {
        file.seek(0);
        file.write(MAGIC);
      }
      long cutBytes = file.length() - end;
      if (cutBytes > 0) {
        file.setLength(end);
        file.getFD().sync();
      }
      return new DeltaLog(file, end, cutBytes);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private static Optional<Delta> next(RandomAccessFile file) throws IOException {
    long left = file.length() - file.getFilePointer();
    if (left < FRAME_HEADER_BYTES) {
      return Optional.empty();
    }
    int length = file.readInt();
    int crc = file.readInt();
    if (length < 0 || length > Frames.MAX_BYTES || length > left - FRAME_HEADER_BYTES) {
      return Optional.empty();
    }
    byte[] body = new byte[length];
    file.readFully(body);
    if (crc(length, body) != crc) {
      return Optional.empty();
    }
    try {
      return Optional.of(Delta.parseFrom(body));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  /**
   * Adds a delta; on disk when it returns.
   *
   * @throws IOException if it was not, and then the log takes no more
   */
  void append(Delta delta) throws IOException {
    if (broken) {
      throw new IOException("an earlier write to the log of deltas failed");
    }
    byte[] body = delta.toByteArray();
    byte[] frame =
        ByteBuffer.allocate(FRAME_HEADER_BYTES + body.length)
            .putInt(body.length)
            .putInt(crc(body.length, body))
            .put(body)
            .array();
    broken = true;
    file.seek(end);
    file.write(frame);
    file.getChannel().force(false);
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
