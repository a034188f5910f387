package org.shanmen.gate.device.serial;

import java.util.ArrayList;
import java.util.List;
import org.shanmen.protocol.Decoded;

/**
 * Takes a reader's signs of life out of what it reads: an answer where a message might begin. In
 * the middle of a message the same bytes are the message's own.
 */
final class AnswerDecoder<T> implements Decoder<T> {
  private final byte[] answer;
  private final Decoder<T> messages;

  /** How much of an answer came, which was kept from the messages. */
  private int matched;

  /**
   * @param answer at least one byte
   */
  AnswerDecoder(byte[] answer, Decoder<T> messages) {
    this.answer = answer.clone();
    this.messages = messages;
  }

  @Override
  public List<Decoded<T>> received(byte[] bytes, int length) {
    List<Decoded<T>> values = new ArrayList<>(1);
    for (int i = 0; i < length; i++) {
      take(bytes[i], values);
    }
    return values;
  }

  @Override
  public List<Decoded<T>> silent() {
    List<Decoded<T>> values = new ArrayList<>(1);
    giveBack(values);
    values.addAll(messages.silent());
    return values;
  }

  @Override
  public void reset() {
    matched = 0;
    messages.reset();
  }

  @Override
  public boolean isBetween() {
    return matched == 0 && messages.isBetween();
  }

  private void take(byte next, List<Decoded<T>> values) {
    if (matched > 0 && next != answer[matched]) {
      giveBack(values);
    }
    if ((matched > 0 || messages.isBetween()) && next == answer[matched]) {
      matched = (matched + 1) % answer.length;
    } else {
      values.addAll(messages.received(new byte[] {next}, 1));
    }
  }

  /** It was no answer: the message begins as one. */
  private void giveBack(List<Decoded<T>> values) {
    int held = matched;
    matched = 0;
    values.addAll(messages.received(answer, held));
  }
}
