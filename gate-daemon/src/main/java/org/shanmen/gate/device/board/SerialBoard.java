package org.shanmen.gate.device.board;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.shanmen.gate.device.serial.SerialDevices;
import org.shanmen.gate.device.serial.SerialLine;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.device.watch.Health;
import org.shanmen.gate.lane.port.Arm;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.gate.lane.port.Inbox;
import org.shanmen.gate.lane.port.Signal;

/**
 * A turnstile's board on a serial line, named {@code board} in signals. Its counters become {@link
 * Signal.Counted}, also for those who passed while it was out of reach, as soon as it answers
 * again. {@link Signal.CountKnown} tells when they are all told, {@link Signal.CountLost} when they
 * cannot be.
 *
 * <p>The lane's calls leave what they want and return; a thread of the board's own says it.
 */
public final class SerialBoard implements Arm, SerialLine.Listener {
  static final String NAME = "board";

  /** The end of the daemon waits so long for the board to hear where the arm shall stay. */
  private static final long LAST_WORD_MILLIS = 1_000;

  private final BoardSettings settings;
  private final Inbox inbox;
  private final Health health;
  private final SerialLine line;
  private final Thread writer = new Thread(this::run, "board-writer");

  // The rest is guarded by this object's lock.
  private final BoardTalk talk;
  private final BoardFrames frames;

  /** Answers that the protocol wants at once; one for each frame that came. */
  private final Deque<BoardFrame> answers = new ArrayDeque<>();

  private boolean open;
  private boolean ending;

  /** What was told last. */
  private boolean countKnown;

  private SerialBoard(
      BoardSettings settings,
      SerialDevices serial,
      Inbox inbox,
      Counts counts,
      ArmPosition position) {
    this.settings = settings;
    this.inbox = inbox;
    this.health = new Health(NAME, inbox);
    this.talk = new BoardTalk(settings.release() == BoardSettings.Release.MODE, position);
    this.frames = new BoardFrames(settings.address(), counts);
    this.line = serial.line(NAME, settings.port(), this, health, this::close);
    writer.setDaemon(true);
    inbox.offer(new Signal.CountKnown(false));
  }

  /**
   * Starts it. A board that does not answer is told as {@code DeviceHealth} of {@code board} and
   * called for ever; {@code serial} closes it.
   *
   * @param position where the arm is until the lane moves it
   */
  public static SerialBoard open(
      BoardSettings settings,
      SerialDevices serial,
      Inbox inbox,
      Counts counts,
      ArmPosition position) {
    var board = new SerialBoard(settings, serial, inbox, counts, position);
    board.line.start();
    board.writer.start();
    return board;
  }

  @Override
  public synchronized void move(ArmPosition position) {
    talk.ask(position);
    notifyAll();
  }

  @Override
  public synchronized void opened() {
    open = true;
    talk.opened(System.nanoTime());
    notifyAll();
  }

  @Override
  public synchronized void received(byte[] bytes, int length, long atNanos) {
    for (BoardFrame frame : frames.received(bytes, length)) {
      BoardTalk.Heard heard = talk.heard(frame, atNanos);
      heard.answer().ifPresent(answers::add);
      for (int i = 0; i < heard.people(); i++) {
        inbox.offer(new Signal.Counted(heard.counted(), atNanos));
      }
      if (heard.countLost()) {
        inbox.offer(new Signal.CountLost());
      }
    }
    tellHealth();
    tellCount();
    notifyAll();
  }

  @Override
  public synchronized void silent(long atNanos) {
    frames.silent();
  }

  @Override
  public synchronized void lost() {
    open = false;
    answers.clear();
    talk.lost();
    tellCount();
    notifyAll();
  }

  private void close() {
    synchronized (this) {
      ending = true;
      notifyAll();
    }
    try {
      writer.join(LAST_WORD_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    writer.interrupt();
    line.close();
  }

  private void run() {
    try {
      while (true) {
        byte[] frame = nextFrame();
        if (frame.length == 0) {
          return;
        }
        // A failed write is a lost line, which lost() settles.
        boolean unused = line.write(frame);
      }
    } catch (InterruptedException e) {
      // close() was called: the thread ends.
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for it; empty when the daemon ends and everything is said, or nobody hears it. */
  private synchronized byte[] nextFrame() throws InterruptedException {
    while (true) {
      if (ending && (!open || talk.isSettled())) {
        return new byte[0];
      }
      if (!answers.isEmpty()) {
        return answers.remove().encode(settings.address());
      }
      long now = System.nanoTime();
      var frame = talk.next(now);
      tellHealth();
      tellCount();
      if (frame.isPresent()) {
        return frame.get().encode(settings.address());
      }
      OptionalLong nanos = talk.waitNanos(now);
      if (nanos.isPresent()) {
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(nanos.getAsLong(), 1_000_000));
      } else {
        wait();
      }
    }
  }

  /** After the people themselves, so that nobody is taken not to have passed before he is told. */
  private void tellCount() {
    if (talk.knowsCounters() != countKnown) {
      countKnown = !countKnown;
      inbox.offer(new Signal.CountKnown(countKnown));
    }
  }

  /** While the line is down its own complaint stands. */
  private void tellHealth() {
    if (!open) {
      return;
    }
    if (talk.isEchoing()) {
      health.failing("the line echoes what is sent; switch the converter's local echo off");
    } else if (talk.isRefusing()) {
      health.failing("the board refuses what it is told; is it the right kind?");
    } else if (talk.isConnected()) {
      health.well();
    } else if (talk.isMute()) {
      health.failing("the board does not answer; is it powered, and is its address right?");
    }
  }
}
