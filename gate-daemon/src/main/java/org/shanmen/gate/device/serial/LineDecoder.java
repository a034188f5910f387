package org.shanmen.gate.device.serial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.shanmen.protocol.Decoded;

/**
 * Cuts bytes into lines and has each of them read.
 *
 * <pre>
 * text  suffix        CR | LF | CR LF | silence
 * </pre>
 *
 * <p>CR and LF each end a line whatever the suffix is set to, because no line holds them; what is
 * set tells whether silence ends a line too, or means that its suffix got lost. A line that is too
 * long is dropped whole.
 *
 * @param <T> what one line says
 */
final class LineDecoder<T> implements Decoder<T> {
  private final String remedy;
  private final Suffix suffix;
  private final Function<byte[], Optional<Decoded<T>>> meaning;
  private final byte[] line;
  private int length;
  private boolean tooLong;

  /**
   * @param remedy what to do when lines come without their suffix, for messages
   * @param maxBytes longer lines are dropped
   * @param meaning of one line that is not empty; empty if it may be dropped without a word
   */
  LineDecoder(
      String remedy, Suffix suffix, int maxBytes, Function<byte[], Optional<Decoded<T>>> meaning) {
    this.remedy = remedy;
    this.suffix = suffix;
    this.meaning = meaning;
    this.line = new byte[maxBytes];
  }

  @Override
  public List<Decoded<T>> received(byte[] bytes, int length) {
    List<Decoded<T>> lines = new ArrayList<>(1);
    for (int i = 0; i < length; i++) {
      byte b = bytes[i];
      if (b == '\r' || b == '\n') {
        finish(lines);
      } else if (this.length == line.length) {
        tooLong = true;
      } else {
        line[this.length++] = b;
      }
    }
    return lines;
  }

  @Override
  public List<Decoded<T>> silent() {
    List<Decoded<T>> lines = new ArrayList<>(1);
    if (suffix == Suffix.NONE) {
      finish(lines);
    } else if (length > 0) {
      lines.add(
          new Decoded.Malformed<>(
              "expected %s behind %d bytes, then the line fell silent: %s"
                  .formatted(suffix, length, remedy)));
      reset();
    }
    return lines;
  }

  @Override
  public void reset() {
    length = 0;
    tooLong = false;
  }

  @Override
  public boolean isBetween() {
    return length == 0 && !tooLong;
  }

  private void finish(List<Decoded<T>> lines) {
    if (tooLong) {
      lines.add(new Decoded.Malformed<>("line of more than " + line.length + " bytes"));
    } else if (length > 0) {
      meaning.apply(Arrays.copyOf(line, length)).ifPresent(lines::add);
    }
    reset();
  }
}
