package org.shanmen.gate.device.serial;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Our side of the talk with a SYN6288: when to send the next frame. Pure, time is an argument. Not
 * thread-safe.
 *
 * <pre>
 *        frame sent            41 (4E: not taken, again later)
 *  FREE ------------> ASKED ---------------------------------> SPEAKING
 *   ^                   | 45, 4A, no answer in a second            |
 *   +-------------------+------------------------------------------+
 *                                       4F, 4A, or far too long
 * </pre>
 *
 * <p>Every wait is bounded, so a dead module costs prompts and nothing else.
 */
final class Conversation {
  /** The module answers at once; a frame takes a quarter of a second on the line. */
  static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Slow speech takes a third of a second for a character. */
  static final long CHARACTER_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

  /** Frames that the module keeps refusing are given up. */
  static final int MAX_ATTEMPTS = 3;

  private enum State {
    FREE,
    ASKED,
    SPEAKING
  }

  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private State state = State.FREE;
  private long untilNanos;
  private byte[] current = {};
  private int attempts;
  private boolean superseded;
  private boolean mute;

  /** A new prompt: it outranks whatever still waits, but does not cut off what is being said. */
  void say(List<byte[]> texts) {
    waiting.clear();
    waiting.addAll(texts);
    superseded = true;
  }

  /** The frame to send now, if there is one and the module is free. */
  Optional<byte[]> next(long nowNanos) {
    if (state != State.FREE && nowNanos - untilNanos >= 0) {
      mute |= state == State.ASKED;
      free();
    }
    if (state != State.FREE || waiting.isEmpty()) {
      return Optional.empty();
    }
    current = waiting.remove();
    superseded = false;
    attempts++;
    state = State.ASKED;
    untilNanos = nowNanos + ANSWER_NANOS;
    return Optional.of(Syn6288Frame.speak(current));
  }

  /** How long nothing will change by itself, in nanoseconds; empty if until somebody says more. */
  OptionalLong waitNanos(long nowNanos) {
    return state == State.FREE
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(0, untilNanos - nowNanos));
  }

  void answered(Syn6288Answer answer, long nowNanos) {
    mute = false;
    if (state == State.ASKED) {
      switch (answer) {
        case ACCEPTED -> {
          attempts = 0;
          speaking(nowNanos);
        }
        case BUSY -> {
          again();
          speaking(nowNanos);
        }
        case BAD -> {
          again();
          state = State.FREE;
        }
        case READY -> free();
        // Of the prompt before: this one's begins with 41.
        case IDLE -> {}
      }
    } else if (state == State.SPEAKING
        && (answer == Syn6288Answer.IDLE || answer == Syn6288Answer.READY)) {
      state = State.FREE;
    }
  }

  /** The line was lost: what waits would come too late to mean anything. */
  void lost() {
    waiting.clear();
    mute = false;
    free();
  }

  /** The module left the last frame unanswered. */
  boolean isMute() {
    return mute;
  }

  private void speaking(long nowNanos) {
    state = State.SPEAKING;
    untilNanos = nowNanos + ANSWER_NANOS + GbkText.characters(current) * CHARACTER_NANOS;
  }

  /** Keeps the refused text for another attempt, unless there is a newer prompt. */
  private void again() {
    if (!superseded && attempts < MAX_ATTEMPTS) {
      waiting.addFirst(current);
    } else {
      attempts = 0;
    }
  }

  private void free() {
    state = State.FREE;
    attempts = 0;
  }
}
