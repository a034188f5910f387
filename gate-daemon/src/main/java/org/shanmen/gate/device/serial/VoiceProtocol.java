package org.shanmen.gate.device.serial;

import java.util.List;

/** How a voice module is told what to say. Both kinds answer alike, see {@link VoiceAnswer}. */
public enum VoiceProtocol {
  SYN6288(Syn6288Frame.MAX_TEXT_BYTES, Syn6288Frame.MAX_FRAMES) {
    @Override
    byte[] speak(byte[] gbk) {
      return Syn6288Frame.speak(gbk);
    }

    @Override
    byte[] order(byte command) {
      return Syn6288Frame.frame(new byte[] {command});
    }
  },
  XFS5152(Xfs5152Frame.MAX_TEXT_BYTES, 1) {
    @Override
    byte[] speak(byte[] gbk) {
      return Xfs5152Frame.speak(gbk);
    }

    @Override
    byte[] order(byte command) {
      return Xfs5152Frame.frame(new byte[] {command});
    }
  };

  private static final byte STOP = 0x02;
  private static final byte STATUS = 0x21;

  private final int maxTextBytes;
  private final int maxFrames;

  VoiceProtocol(int maxTextBytes, int maxFrames) {
    this.maxTextBytes = maxTextBytes;
    this.maxFrames = maxFrames;
  }

  /** The texts of the frames that say a prompt, in order; at least one. */
  List<byte[]> texts(String prompt) {
    return GbkText.pieces(prompt, maxTextBytes, maxFrames);
  }

  /**
   * @param gbk one of {@link #texts}
   */
  abstract byte[] speak(byte[] gbk);

  abstract byte[] order(byte command);

  /** Makes the module fall silent. */
  byte[] stop() {
    return order(STOP);
  }

  /** Asks whether it speaks: {@link VoiceAnswer#BUSY} or {@link VoiceAnswer#IDLE}. */
  byte[] status() {
    return order(STATUS);
  }
}
