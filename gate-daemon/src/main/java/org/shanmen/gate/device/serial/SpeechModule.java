package org.shanmen.gate.device.serial;

import java.io.Closeable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.shanmen.gate.device.watch.Backoff;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.device.watch.Health;
import org.shanmen.gate.lane.port.Urgency;
import org.shanmen.gate.lane.port.Voice;

/**
 * A voice module. What is said while the line is down is dropped, and so is a prompt that a newer
 * one overtakes before its turn.
 */
final class SpeechModule implements Voice, SerialLine.Listener, Closeable {
  private final VoiceProtocol protocol;
  private final Conversation conversation;
  private final Health health;
  private final Counts counts;
  private final SerialLine line;
  private final Thread writer;
  private boolean open;
  private boolean mute;

  SpeechModule(VoiceSettings settings, Health health, Counts counts, Backoff backoff) {
    this.protocol = settings.protocol();
    this.conversation = new Conversation(protocol);
    this.health = health;
    this.counts = counts;
    line = new SerialLine("voice", settings.port(), this, health, counts, backoff);
    writer = new Thread(this::run, "voice-writer");
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
  public void say(String text) {
    say(text, Urgency.COURTESY);
  }

  @Override
  public void say(String text, Urgency urgency) {
    List<byte[]> texts = protocol.texts(text);
    synchronized (this) {
      if (open && conversation.say(texts, urgency)) {
        notifyAll();
      } else {
        counts.add("voice.unsaid");
      }
    }
  }

  @Override
  public synchronized void opened() {
    open = true;
    notifyAll();
  }

  @Override
  public synchronized void received(byte[] bytes, int length, long atNanos) {
    for (int i = 0; i < length; i++) {
      Optional<VoiceAnswer> answer = VoiceAnswer.of(bytes[i]);
      if (answer.isPresent()) {
        conversation.answered(answer.get(), atNanos);
      } else {
        counts.dropped("voice.malformed", String.format("answer %02X is unknown", bytes[i]));
      }
    }
    listenForMute();
    notifyAll();
  }

  @Override
  public synchronized void lost() {
    open = false;
    conversation.lost();
    mute = false;
  }

  @Override
  public void close() {
    writer.interrupt();
    line.close();
  }

  private void run() {
    try {
      while (true) {
        // A failed write is a lost line, which lost() settles.
        boolean unused = line.write(nextFrame());
      }
    } catch (InterruptedException e) {
      // close() was called: the thread ends.
      Thread.currentThread().interrupt();
    }
  }

  private synchronized byte[] nextFrame() throws InterruptedException {
    while (true) {
      if (!open) {
        wait();
        continue;
      }
      long now = System.nanoTime();
      Optional<byte[]> frame = conversation.next(now);
      listenForMute();
      if (frame.isPresent()) {
        return frame.get();
      }
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(conversation.waitNanos(now), 1_000_000));
    }
  }

  private void listenForMute() {
    if (conversation.isMute() != mute) {
      mute = conversation.isMute();
      if (mute) {
        health.failing("the voice module does not answer; is it powered and its TX wired?");
      } else {
        health.well();
      }
    }
  }
}
