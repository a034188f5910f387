package org.shanmen.gate.device.serial;

import java.io.Closeable;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.shanmen.gate.device.watch.Backoff;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.device.watch.Health;
import org.shanmen.gate.lane.port.Panel;
import org.shanmen.protocol.Decoded;

/**
 * The text panel, which shows what {@link PanelTalk} tells. Texts that were overtaken while the
 * line was slow or down are never sent.
 */
final class LedPanel implements Panel, SerialLine.Listener, Closeable {
  private final PanelProtocol protocol;
  private final Decoder<Boolean> answers = new PanelAnswers();
  private final Health health;
  private final Counts counts;
  private final SerialLine line;
  private final Thread writer;

  // The rest is guarded by this object's lock.
  private final PanelTalk talk;
  private boolean mute;

  LedPanel(PanelSettings settings, Health health, Counts counts, Backoff backoff) {
    this.protocol = settings.protocol();
    this.talk = new PanelTalk(protocol);
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
    if (talk.show(text)) {
      notifyAll();
    }
  }

  @Override
  public synchronized void opened() {
    talk.opened(System.nanoTime());
    mute = false;
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
        talk.answered();
        listenForMute();
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
    talk.lost();
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
      Optional<byte[]> frame = talk.next(now);
      listenForMute();
      if (frame.isPresent()) {
        return frame.get();
      }
      long nanos = talk.waitNanos(now);
      if (nanos == Long.MAX_VALUE) {
        wait();
      } else {
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(nanos, 1_000_000));
      }
    }
  }

  private void listenForMute() {
    if (talk.isMute() != mute) {
      mute = talk.isMute();
      if (mute) {
        health.failing("the panel does not answer; is it powered and its TX wired?");
      } else {
        health.well();
      }
    }
  }
}
