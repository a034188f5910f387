package org.shanmen.protocol;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import org.shanmen.protocol.wire.Envelope;

/**
 * Cuts one direction of a connection into envelopes and checks their order.
 *
 * <pre>
 *  0        4                    4 + length
 * +--------+--------------------+
 * | length | Envelope (protobuf)|   length: big-endian, 1 to {@link Frames#MAX_BYTES}
 * +--------+--------------------+
 * </pre>
 *
 * <p>After the first malformed input the reader is spent: everything later is malformed too,
 * because nothing behind a broken frame can be trusted. Not thread-safe; one reader for each
 * connection.
 */
public final class FrameReader {
  private byte[] pending = new byte[1024];
  private int filled;
  private long expectedNumber = 1;
  private String broken;

  /**
   * Takes the next bytes of the stream.
   *
   * @return what they completed, in order; at most the last one is malformed, and then the
   *     connection must be closed
   */
  public List<Decoded<Envelope>> feed(byte[] bytes) {
    var complete = new ArrayList<Decoded<Envelope>>();
    if (broken != null) {
      complete.add(new Decoded.Malformed<>(broken));
      return complete;
    }
    append(bytes);
    int at = 0;
    while (broken == null && filled - at >= Frames.LENGTH_BYTES) {
      long length = Frames.lengthAt(pending, at);
      if (length < 1 || length > Frames.MAX_BYTES) {
        broken = "frame length " + length + ": expected 1 to " + Frames.MAX_BYTES;
      } else if (filled - at - Frames.LENGTH_BYTES < length) {
        break;
      } else {
        complete.add(parse(at + Frames.LENGTH_BYTES, (int) length));
        at += Frames.LENGTH_BYTES + (int) length;
      }
    }
    if (broken != null
        && (complete.isEmpty() || complete.get(complete.size() - 1) instanceof Decoded.Ok)) {
      complete.add(new Decoded.Malformed<>(broken));
    }
    System.arraycopy(pending, at, pending, 0, filled - at);
    filled -= at;
    return complete;
  }

  private Decoded<Envelope> parse(int offset, int length) {
    Envelope envelope;
    try {
      envelope = Envelope.parser().parseFrom(pending, offset, length);
    } catch (InvalidProtocolBufferException e) {
      broken = "frame of " + length + " bytes is no Envelope: " + e.getMessage();
      return new Decoded.Malformed<>(broken);
    }
    if (envelope.getNumber() != expectedNumber) {
      broken = "envelope number " + envelope.getNumber() + ": expected " + expectedNumber;
      return new Decoded.Malformed<>(broken);
    }
    expectedNumber++;
    return new Decoded.Ok<>(envelope);
  }

  private void append(byte[] bytes) {
    if (filled + bytes.length > pending.length) {
      // Bounded by one frame and one read: complete frames are cut off at every feed.
      pending =
          java.util.Arrays.copyOf(pending, Math.max(filled + bytes.length, pending.length * 2));
    }
    System.arraycopy(bytes, 0, pending, filled, bytes.length);
    filled += bytes.length;
  }
}
