package org.shanmen.gate.device.serial;

import java.io.Closeable;
import java.util.concurrent.TimeUnit;
import org.shanmen.gate.device.watch.Backoff;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.device.watch.Health;
import org.shanmen.gate.lane.port.Panel;
import org.shanmen.protocol.Decoded;

/**
 * The text panel: shows the latest text, and shows it again after the line came back or the panel
 * answers again. Texts that were overtaken while the line was slow or down are never sent. A panel
 * that can answer is asked all the time, so that it is missed though nobody comes.
 */
final class LedPanel implements Panel, SerialLine.Listener, Closeable {
  /** Between two questions to a panel that answers. */
  static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(700);

  /** A panel answers within some ten milliseconds; a text takes a third of a second on the line. */
  static final long ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

  private final PanelProtocol protocol;
  private final Decoder<Boolean> answers = new PanelAnswers();
  private final Health health;
  private final Counts counts;
  private final SerialLine line;
  private final Thread writer;
  private String latest;
  private boolean due;
  private boolean open;

  /** Of a panel that answers: since when an answer is awaited, and when to ask again. */
  private boolean awaited;

  private long awaitedSinceNanos;
  private long pollNanos;
  private boolean mute;

  LedPanel(PanelSettings settings, Health health, Counts counts, Backoff backoff) {
    this.protocol = settings.protocol();
    this.health = health;
    this.counts = counts;
    line = new SerialLine("panel", settings.port(), this, health, counts, backoff);
    writer = new Thread(this::run, "panel-writer");
    writer.setDaemon(true);
  }

  SerialLine line() {
    return line;
  }

  void start() {
    line.start();
    writer.start();
  }

  @Override
  public synchronized void show(String text) {
    if (!text.equals(latest)) {
      latest = text;
      due = true;
      notifyAll();
    }
  }

  @Override
  public synchronized void opened() {
    open = true;
    due = latest != null;
    awaited = false;
    mute = false;
    pollNanos = System.nanoTime();
    notifyAll();
  }

  @Override
  public synchronized void received(byte[] bytes, int length, long atNanos) {
    if (!protocol.answers()) {
      return;
    }
    for (Decoded<Boolean> answer : answers.received(bytes, length)) {
      if (answer instanceof Decoded.Malformed<Boolean> malformed) {
        counts.dropped("panel.malformed", malformed.why());
      } else {
        awaited = false;
        if (mute) {
          mute = false;
          // It may have been without power and forgotten what it showed.
          due = latest != null;
          health.well();
        }
        notifyAll();
      }
    }
  }

  @Override
  public synchronized void silent(long atNanos) {
    answers.silent();
  }

  @Override
  public synchronized void lost() {
    open = false;
    answers.reset();
  }

  @Override
  public void close() {
    writer.interrupt();
    line.close();
  }

  private void run() {
    try {
      while (true) {
        // A failed write is repeated by opened(), which follows the loss.
        boolean unused = line.write(nextFrame());
      }
    } catch (InterruptedException e) {
      // close() was called: the thread ends.
      Thread.currentThread().interrupt();
    }
  }

  private synchronized byte[] nextFrame() throws InterruptedException {
    while (true) {
      long now = System.nanoTime();
      if (open && due) {
        due = false;
        ask(now);
        return protocol.show(latest);
      }
      if (open && protocol.answers()) {
        if (awaited && now - awaitedSinceNanos >= ANSWER_NANOS) {
          awaited = false;
          mute = true;
          health.failing("the panel does not answer; is it powered and its TX wired?");
        }
        if (now - pollNanos >= 0) {
          ask(now);
          return Bx5kFrame.ping();
        }
        long until = awaited ? awaitedSinceNanos + ANSWER_NANOS - now : Long.MAX_VALUE;
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, Math.min(until, pollNanos - now)));
      } else {
        wait();
      }
    }
  }

  private void ask(long now) {
    pollNanos = now + POLL_NANOS;
    if (!awaited) {
      awaited = true;
      awaitedSinceNanos = now;
    }
  }
}
