package org.shanmen.gate.device.serial;

import java.util.ArrayList;
import java.util.List;
import org.shanmen.protocol.Decoded;

/**
 * Finds frames in a stream of bytes: what cannot begin a frame is dropped byte by byte until
 * something can, and a run of dropped bytes is told once. Because every byte is looked at as it
 * comes, the same bytes give the same messages however they are cut.
 */
abstract class FrameDecoder implements Decoder<String> {
  /** What stands at the front of the bytes that were not taken yet. */
  sealed interface Front {
    /** It may still grow into a frame. */
    record Partial() implements Front {}

    /** Its first byte begins no frame. */
    record Garbage(String why) implements Front {}

    /**
     * A sound frame.
     *
     * @param size its bytes
     */
    record Frame(int size, String value) implements Front {}
  }

  static final Front PARTIAL = new Front.Partial();

  private final byte[] rest;
  private int length;
  private boolean lost;

  /**
   * @param maxFrame bytes of the longest frame; {@link #look} never calls so many partial
   */
  FrameDecoder(int maxFrame) {
    rest = new byte[maxFrame];
  }

  /**
   * @param length at least 1; later bytes of {@code rest} do not count
   */
  abstract Front look(byte[] rest, int length);

  @Override
  public final List<Decoded<String>> received(byte[] bytes, int length) {
    List<Decoded<String>> values = new ArrayList<>(1);
    for (int i = 0; i < length; i++) {
      rest[this.length++] = bytes[i];
      decode(values);
    }
    return values;
  }

  /** What looked like a frame's beginning was none: a whole frame may stand behind it. */
  @Override
  public final List<Decoded<String>> silent() {
    List<Decoded<String>> values = new ArrayList<>(1);
    while (length > 0) {
      skip(values, "frame cut off after " + length + " bytes");
      decode(values);
    }
    lost = false;
    return values;
  }

  @Override
  public final void reset() {
    length = 0;
    lost = false;
  }

  @Override
  public final boolean isBetween() {
    return length == 0;
  }

  /** Takes whole frames off the front, and what cannot begin one. Leaves less than a frame. */
  private void decode(List<Decoded<String>> values) {
    while (length > 0) {
      Front front = look(rest, length);
      if (front instanceof Front.Frame frame) {
        values.add(new Decoded.Ok<>(frame.value()));
        lost = false;
        drop(frame.size());
      } else if (front instanceof Front.Garbage garbage) {
        skip(values, garbage.why());
      } else {
        return;
      }
    }
  }

  private void skip(List<Decoded<String>> values, String why) {
    if (!lost) {
      values.add(new Decoded.Malformed<>(why));
      lost = true;
    }
    drop(1);
  }

  private void drop(int bytes) {
    length -= bytes;
    System.arraycopy(rest, bytes, rest, 0, length);
  }
}
