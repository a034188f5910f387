package org.shanmen.gate.device.serial;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.shanmen.gate.device.watch.Backoff;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.device.watch.Health;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one serial port open for ever and reads it on a thread of its own. A loss is noticed within
 * {@link OpenPort#SILENCE_MILLIS}; a write that the other end does not drain within {@link
 * #WRITE_NANOS} counts as a loss too.
 */
public final class SerialLine implements Closeable {
  /** Four times what the longest frame takes at 9600 baud. */
  static final long WRITE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final Logger log = LoggerFactory.getLogger(SerialLine.class);
  private static final int READ_BYTES = 512;
  private static final long CLOSE_MILLIS = 1_000;

  /** What hangs on the line. All methods are called by the line's reader thread. */
  public interface Listener {
    /** The port was opened, for the first time or again. */
    default void opened() {}

    /**
     * @param bytes valid during the call only
     * @param atNanos when the last of them was read
     */
    void received(byte[] bytes, int length, long atNanos);

    /** Nothing came for {@link OpenPort#SILENCE_MILLIS}; repeated while the silence lasts. */
    default void silent(long atNanos) {}

    default void lost() {}
  }

  private final String name;
  private final SerialPortSettings settings;
  private final Listener listener;
  private final Health health;
  private final Counts counts;
  private final Backoff backoff;
  private final Thread reader;
  private final Object writing = new Object();
  private volatile boolean closed;
  private volatile OpenPort port;
  private volatile Long writeBeganNanos;
  private volatile boolean clogged;
  private volatile int openings;

  SerialLine(
      String name,
      SerialPortSettings settings,
      Listener listener,
      Health health,
      Counts counts,
      Backoff backoff) {
    this.name = name;
    this.settings = settings;
    this.listener = listener;
    this.health = health;
    this.counts = counts;
    this.backoff = backoff;
    this.reader = new Thread(this::run, name + "-reader");
    reader.setDaemon(true);
  }

  public void start() {
    reader.start();
  }

  /**
   * Writes a frame; blocks while the line is slow, at most about {@link #WRITE_NANOS}.
   *
   * @return false if the line is down or went down
   */
  public boolean write(byte[] frame) {
    synchronized (writing) {
      OpenPort open = port;
      if (open == null) {
        return false;
      }
      writeBeganNanos = System.nanoTime();
      try {
        open.write(frame);
        if (clogged) {
          clogged = false;
          health.well();
        }
        return true;
      } catch (IOException e) {
        // The reader notices as well, and it alone reopens.
        log.debug("{}: {}", name, e.getMessage());
        return false;
      } finally {
        writeBeganNanos = null;
      }
    }
  }

  /** How often the port was opened and its listener told so. */
  int openings() {
    return openings;
  }

  @Override
  public void close() {
    closed = true;
    reader.interrupt();
    try {
      reader.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closed) {
      try {
        OpenPort opened = OpenPort.open(settings);
        try {
          serve(opened);
        } finally {
          port = null;
          opened.close();
          tell(listener::lost);
        }
      } catch (IOException e) {
        if (!closed) {
          health.failing(e.getMessage());
        }
      } catch (RuntimeException | LinkageError e) {
        log.error("{}: the serial library failed", name, e);
        health.failing("the serial library failed: " + e);
      }
      pause();
    }
  }

  private void serve(OpenPort opened) throws IOException {
    port = opened;
    if (!clogged) {
      backoff.reset();
      health.well();
    }
    tell(listener::opened);
    openings++;
    log.info("{}: {} is open", name, settings.device());
    byte[] bytes = new byte[READ_BYTES];
    while (!closed) {
      int count = opened.read(bytes);
      long now = System.nanoTime();
      if (count > 0) {
        tell(() -> listener.received(bytes, count, now));
      } else {
        tell(() -> listener.silent(now));
        health.tell();
      }
      Long began = writeBeganNanos;
      if (began != null && now - began > WRITE_NANOS) {
        clogged = true;
        throw new IOException("takes no bytes; is the device switched on?");
      }
    }
  }

  /** A listener's mistake must not silence the line. */
  private void tell(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      counts.add(name + ".failed");
      log.error("{}: a message was lost", name, e);
    }
  }

  private void pause() {
    if (closed) {
      return;
    }
    health.tell();
    try {
      Thread.sleep(backoff.nextMillis());
    } catch (InterruptedException e) {
      // Only close() interrupts; the loop ends by its flag.
      log.debug("{}: closing", name);
    }
  }
}
