package org.shanmen.gate.device.serial;

import java.util.Optional;

/** What a voice module says, one byte each; SYN6288 and XFS5152 agree. */
enum VoiceAnswer {
  /** It just started. */
  READY(0x4A),
  /** The frame was sound; it does as told. */
  ACCEPTED(0x41),
  /** The frame was not understood. */
  BAD(0x45),
  /** It speaks. */
  BUSY(0x4E),
  /** It is silent: it has finished, or was asked. */
  IDLE(0x4F);

  private final byte code;

  VoiceAnswer(int code) {
    this.code = (byte) code;
  }

  static Optional<VoiceAnswer> of(byte code) {
    for (VoiceAnswer answer : values()) {
      if (answer.code == code) {
        return Optional.of(answer);
      }
    }
    return Optional.empty();
  }
}
