package org.shanmen.gate.device.serial;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.shanmen.gate.lane.port.Urgency;

/**
 * Our side of the talk with a voice module: when to send which frame. Pure, time is an argument.
 * Not thread-safe.
 *
 * <p>One frame is under way at a time; the next one waits for its answer, or for {@link
 * #ANSWER_NANOS}. Beside that the module is silent or speaks, which it tells by 41, 4E and 4F:
 *
 * <pre>
 *          text sent, 41 (4E: not taken, again later); status asked, 4E
 *  SILENT -------------------------------------------------------------&gt; SPEAKING
 *     ^                                                                     |
 *     +---------------------------------------------------------------------+
 *          4F; 4A; status asked, 4F; stop sent, 41; far too long
 * </pre>
 *
 * <p>While it speaks only a more urgent prompt is sent, after a stop. Nothing sent for {@link
 * #POLL_NANOS}: the status is asked, so that a module that was pulled out or hangs is noticed
 * though nobody comes. Every wait is bounded: a dead module costs prompts and nothing else.
 */
final class Conversation {
  /** The module answers within some milliseconds; a long frame takes a second on the line. */
  static final long ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(600);

  /** How much longer a text is under way, for each of its bytes: 9600 baud. */
  static final long BYTE_NANOS = TimeUnit.MICROSECONDS.toNanos(1_100);

  static final long POLL_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Slow speech takes a third of a second for a character. */
  static final long CHARACTER_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

  /** Frames that the module keeps refusing are given up. */
  static final int MAX_ATTEMPTS = 3;

  private enum Sent {
    NOTHING,
    TEXT,
    STOP,
    STATUS
  }

  private final VoiceProtocol protocol;
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private Urgency waitingUrgency = Urgency.COURTESY;

  private Sent sent = Sent.NOTHING;
  private long answerUntilNanos;
  private long pollNanos;
  private boolean polling;

  private byte[] current = {};
  private Urgency currentUrgency = Urgency.COURTESY;
  private int attempts;
  private boolean superseded;

  private boolean speaking;
  private long speakingUntilNanos;
  private boolean mute;

  Conversation(VoiceProtocol protocol) {
    this.protocol = protocol;
  }

  /**
   * A new prompt: it replaces whatever still waits, and cuts off what is being said if that is less
   * urgent.
   *
   * @return false if something more urgent waits, which is kept instead
   */
  boolean say(List<byte[]> texts, Urgency urgency) {
    if (!waiting.isEmpty() && waitingUrgency.compareTo(urgency) > 0) {
      return false;
    }
    waiting.clear();
    waiting.addAll(texts);
    waitingUrgency = urgency;
    superseded = true;
    return true;
  }

  /** The frame to send now, if there is one and it may be sent. */
  Optional<byte[]> next(long nowNanos) {
    if (!polling) {
      polling = true;
      pollNanos = nowNanos + POLL_NANOS;
    }
    if (sent != Sent.NOTHING && nowNanos - answerUntilNanos >= 0) {
      mute = true;
      attempts = 0;
      // Perhaps it says nothing because it is not there: then nothing must wait for it.
      speaking = false;
      sent = Sent.NOTHING;
    }
    if (speaking && nowNanos - speakingUntilNanos >= 0) {
      speaking = false;
    }
    if (sent != Sent.NOTHING) {
      return Optional.empty();
    }
    if (!waiting.isEmpty() && !speaking) {
      current = waiting.remove();
      currentUrgency = waitingUrgency;
      superseded = false;
      attempts++;
      return send(Sent.TEXT, protocol.speak(current), nowNanos);
    }
    if (!waiting.isEmpty() && waitingUrgency.compareTo(currentUrgency) > 0) {
      return send(Sent.STOP, protocol.stop(), nowNanos);
    }
    if (nowNanos - pollNanos >= 0) {
      return send(Sent.STATUS, protocol.status(), nowNanos);
    }
    return Optional.empty();
  }

  /** How long nothing will change by itself, in nanoseconds. */
  long waitNanos(long nowNanos) {
    if (sent != Sent.NOTHING) {
      return Math.max(0, answerUntilNanos - nowNanos);
    }
    long wait = polling ? pollNanos - nowNanos : 0;
    return Math.max(0, speaking ? Math.min(wait, speakingUntilNanos - nowNanos) : wait);
  }

  void answered(VoiceAnswer answer, long nowNanos) {
    mute = false;
    switch (sent) {
      case NOTHING -> unasked(answer);
      case TEXT -> textAnswered(answer, nowNanos);
      case STOP -> stopAnswered(answer);
      case STATUS -> statusAnswered(answer, nowNanos);
    }
  }

  /** The line was lost: what waits would come too late to mean anything. */
  void lost() {
    waiting.clear();
    mute = false;
    sent = Sent.NOTHING;
    speaking = false;
    attempts = 0;
    polling = false;
  }

  /** The module left the last frame unanswered. */
  boolean isMute() {
    return mute;
  }

  private Optional<byte[]> send(Sent what, byte[] frame, long nowNanos) {
    sent = what;
    answerUntilNanos = nowNanos + ANSWER_NANOS + frame.length * BYTE_NANOS;
    pollNanos = nowNanos + POLL_NANOS;
    return Optional.of(frame);
  }

  private void unasked(VoiceAnswer answer) {
    if (answer == VoiceAnswer.IDLE || answer == VoiceAnswer.READY) {
      speaking = false;
    }
  }

  private void textAnswered(VoiceAnswer answer, long nowNanos) {
    switch (answer) {
      case ACCEPTED -> {
        attempts = 0;
        speaks(nowNanos);
      }
      case BUSY -> {
        again();
        speaks(nowNanos);
      }
      case BAD -> {
        again();
        sent = Sent.NOTHING;
      }
      case READY -> {
        attempts = 0;
        sent = Sent.NOTHING;
      }
      // Of the prompt before: this one's begins with 41.
      case IDLE -> {}
    }
  }

  private void stopAnswered(VoiceAnswer answer) {
    switch (answer) {
      case ACCEPTED, IDLE, READY -> {
        sent = Sent.NOTHING;
        speaking = false;
      }
      case BAD -> {
        // It cannot be stopped: what waits is said after what is being said.
        sent = Sent.NOTHING;
        currentUrgency = Urgency.EVACUATION;
      }
      case BUSY -> {}
    }
  }

  private void statusAnswered(VoiceAnswer answer, long nowNanos) {
    switch (answer) {
      case BUSY -> {
        sent = Sent.NOTHING;
        if (!speaking) {
          current = new byte[0];
          speaks(nowNanos);
        }
      }
      case IDLE, READY -> {
        sent = Sent.NOTHING;
        speaking = false;
      }
      // A module that does not know the question is there all the same.
      case BAD -> sent = Sent.NOTHING;
      case ACCEPTED -> {}
    }
  }

  private void speaks(long nowNanos) {
    sent = Sent.NOTHING;
    speaking = true;
    speakingUntilNanos =
        nowNanos + POLL_NANOS + ANSWER_NANOS + GbkText.characters(current) * CHARACTER_NANOS;
  }

  /** Keeps the refused text for another attempt, unless there is a newer prompt. */
  private void again() {
    if (!superseded && attempts < MAX_ATTEMPTS) {
      waiting.addFirst(current);
    } else {
      attempts = 0;
    }
  }
}
