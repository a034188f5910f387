package org.shanmen.gate.device.serial;

import java.util.List;
import org.shanmen.protocol.Decoded;

/**
 * Cuts a serial line's bytes into messages. Pure: bytes in, values out; holds a bounded rest. Not
 * thread-safe, never throws whatever comes.
 *
 * @param <T> what one message says
 */
interface Decoder<T> {
  /**
   * @param bytes what came; only the first {@code length} count, and they are not kept
   */
  List<Decoded<T>> received(byte[] bytes, int length);

  /** Nothing came for {@link OpenPort#SILENCE_MILLIS}: no device pauses that long in a message. */
  List<Decoded<T>> silent();

  /** The line was lost: forgets the rest. */
  void reset();

  /** Nothing of a message has come that was not told yet. */
  boolean isBetween();
}
