package org.shanmen.gate.device.serial;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Our side of the talk with a panel: what to say next. Pure, time is an argument. Not thread-safe.
 *
 * <p>Only the latest text is shown, and it is shown again after the line came back or the panel
 * answers again. A panel that can answer is asked all the time, so that it is missed though nobody
 * comes.
 */
final class PanelTalk {
  /** Between two questions to a panel that answers. */
  static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(700);

  /** A panel answers within some ten milliseconds; a text takes a third of a second on the line. */
  static final long ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

  private final PanelProtocol protocol;
  private String latest;
  private boolean due;
  private boolean open;

  /** Since when an answer is awaited, and when to ask again. */
  private boolean awaited;

  private long awaitedSinceNanos;
  private long pollNanos;
  private boolean mute;

  PanelTalk(PanelProtocol protocol) {
    this.protocol = protocol;
  }

  /**
   * @return whether there is something to say
   */
  boolean show(String text) {
    if (text.equals(latest)) {
      return false;
    }
    latest = text;
    due = true;
    return true;
  }

  void opened(long nowNanos) {
    open = true;
    due = latest != null;
    awaited = false;
    mute = false;
    pollNanos = nowNanos;
  }

  void lost() {
    open = false;
  }

  /** It said something of sense. */
  void answered() {
    awaited = false;
    if (mute) {
      mute = false;
      // It may have been without power and forgotten what it showed.
      due = latest != null;
    }
  }

  /** It was asked and did not answer. */
  boolean isMute() {
    return mute;
  }

  /** The frame to send now, if there is one. */
  Optional<byte[]> next(long nowNanos) {
    if (!open) {
      return Optional.empty();
    }
    if (awaited && nowNanos - awaitedSinceNanos >= ANSWER_NANOS) {
      awaited = false;
      mute = true;
    }
    if (due) {
      due = false;
      ask(nowNanos);
      return Optional.of(protocol.show(latest));
    }
    if (protocol.answers() && nowNanos - pollNanos >= 0) {
      ask(nowNanos);
      return Optional.of(Bx5kFrame.ping());
    }
    return Optional.empty();
  }

  /** How long nothing will change by itself; the greatest value: for ever. */
  long waitNanos(long nowNanos) {
    if (!open || !protocol.answers()) {
      return Long.MAX_VALUE;
    }
    long wait = pollNanos - nowNanos;
    return Math.max(
        0, awaited ? Math.min(wait, awaitedSinceNanos + ANSWER_NANOS - nowNanos) : wait);
  }

  private void ask(long nowNanos) {
    pollNanos = nowNanos + POLL_NANOS;
    if (protocol.answers() && !awaited) {
      awaited = true;
      awaitedSinceNanos = nowNanos;
    }
  }
}
