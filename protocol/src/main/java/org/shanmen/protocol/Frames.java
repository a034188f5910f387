package org.shanmen.protocol;

import org.shanmen.protocol.wire.Envelope;

/** The frame around every envelope; {@link FrameReader} has the picture. */
public final class Frames {
  /** The oldest version that is still understood. */
  private static final int OLDEST_VERSION = 1;

  /** The protocol's version; a gate and a centre one version apart must understand each other. */
  public static final int PROTOCOL_VERSION = 4;

  /** Since this version snapshots are packed, confirmed chunk by chunk, and resumed. */
  public static final int PACKED_SNAPSHOTS_SINCE = 2;

  /** Since this version a centre asks for events that are missing, instead of hanging up. */
  public static final int EVENTS_WANTED_SINCE = 2;

  /** Since this version gates ask before they let people in, where the ticket type wants it. */
  public static final int CLAIMS_SINCE = 3;

  /** Since this version gates know when keys of ticket codes end. */
  public static final int KEY_ENDS_SINCE = 4;

  /** Since this version a gate can have its certificate renewed over its link. */
  public static final int RENEWAL_SINCE = 3;

  /** Chunks of a packed snapshot that are on their way to a gate without its acknowledgement. */
  public static final int SNAPSHOT_WINDOW = 4;

  /** Bytes of the length in front of each frame. */
  public static final int LENGTH_BYTES = 4;

  /** The largest envelope, in bytes. */
  public static final int MAX_BYTES = 1 << 20;

  private Frames() {}

  /** Whether a peer of that version is understood: all older ones, and the next one. */
  public static boolean serves(int version) {
    return OLDEST_VERSION <= version && version <= PROTOCOL_VERSION + 1;
  }

  /**
   * One envelope with its length in front.
   *
   * @throws IllegalArgumentException if it is larger than {@link #MAX_BYTES}
   */
  public static byte[] of(Envelope envelope) {
    byte[] body = envelope.toByteArray();
    if (body.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "envelope of " + body.length + " bytes: at most " + MAX_BYTES);
    }
    byte[] framed = new byte[LENGTH_BYTES + body.length];
    framed[0] = (byte) (body.length >>> 24);
    framed[1] = (byte) (body.length >>> 16);
    framed[2] = (byte) (body.length >>> 8);
    framed[3] = (byte) body.length;
    System.arraycopy(body, 0, framed, LENGTH_BYTES, body.length);
    return framed;
  }

  static long lengthAt(byte[] bytes, int at) {
    return (bytes[at] & 0xFFL) << 24
        | (bytes[at + 1] & 0xFFL) << 16
        | (bytes[at + 2] & 0xFFL) << 8
        | (bytes[at + 3] & 0xFFL);
  }
}
