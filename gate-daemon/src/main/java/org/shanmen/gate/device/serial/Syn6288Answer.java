package org.shanmen.gate.device.serial;

import java.util.Optional;

/** What the voice module says, one byte each. */
enum Syn6288Answer {
  /** It just started. */
  READY(0x4A),
  /** The frame was sound, it begins to speak. */
  ACCEPTED(0x41),
  /** The frame was not understood. */
  BAD(0x45),
  /** It speaks. */
  BUSY(0x4E),
  /** It has finished. */
  IDLE(0x4F);

  private final byte code;

  Syn6288Answer(int code) {
    this.code = (byte) code;
  }

  static Optional<Syn6288Answer> of(byte code) {
    for (Syn6288Answer answer : values()) {
      if (answer.code == code) {
        return Optional.of(answer);
      }
    }
    return Optional.empty();
  }
}
