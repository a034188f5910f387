package org.shanmen.gate.device.serial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.shanmen.protocol.Decoded;

/** Finds the frames in what a BX-5K panel says. What they say is of no use, that they come is. */
final class PanelAnswers implements Decoder<Boolean> {
  /** Longest answer in bytes, escaped; the longest known one has some hundred. */
  static final int MAX_BYTES = 512;

  private static final byte BEGIN = (byte) 0xA5;
  private static final byte END = 0x5A;

  private final byte[] inside = new byte[MAX_BYTES];
  private int length;
  private boolean begun;

  @Override
  public List<Decoded<Boolean>> received(byte[] bytes, int length) {
    List<Decoded<Boolean>> answers = new ArrayList<>(1);
    for (int i = 0; i < length; i++) {
      byte b = bytes[i];
      if (b == BEGIN) {
        reset();
        begun = true;
      } else if (b == END && begun) {
        answers.add(
            Bx5kFrame.isSound(Arrays.copyOf(inside, this.length))
                ? new Decoded.Ok<>(true)
                : new Decoded.Malformed<>(
                    "an answer of " + this.length + " bytes with a wrong sum"));
        reset();
      } else if (this.length == MAX_BYTES) {
        answers.add(new Decoded.Malformed<>("an answer of more than " + MAX_BYTES + " bytes"));
        reset();
      } else if (begun) {
        inside[this.length++] = b;
      }
    }
    return answers;
  }

  @Override
  public List<Decoded<Boolean>> silent() {
    reset();
    return List.of();
  }

  @Override
  public boolean isBetween() {
    return !begun;
  }

  @Override
  public void reset() {
    length = 0;
    begun = false;
  }
}
