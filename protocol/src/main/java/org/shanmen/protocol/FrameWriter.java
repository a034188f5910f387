package org.shanmen.protocol;

import org.shanmen.protocol.wire.Envelope;

/**
 * Numbers and frames one direction of a connection. Not thread-safe; one writer for each
 * connection.
 */
public final class FrameWriter {
  private long nextNumber = 1;

  /**
   * The next frame.
   *
   * @param body an envelope without its number
   * @throws IllegalArgumentException if the frame would be larger than {@link Frames#MAX_BYTES}:
   *     the sender must split it
   */
  public byte[] frame(Envelope.Builder body) {
    byte[] framed = Frames.of(body.setNumber(nextNumber).build());
    nextNumber++;
    return framed;
  }
}
