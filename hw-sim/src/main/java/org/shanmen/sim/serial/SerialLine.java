package org.shanmen.sim.serial;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One serial line under a fixed path, a symbolic link to a pseudo-terminal. Thread-safe.
 *
 * <p>Each time the daemon has let go of the line, or was killed, the terminal is replaced: a real
 * line forgets unread bytes and locks when it is closed, a pseudo-terminal does not.
 */
public final class SerialLine implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(SerialLine.class);
  private static final int POLL_MILLIS = 100;
  private static final long ABSENT_NANOS = 20_000_000;

  private final Path link;
  private final Consumer<byte[]> listener;

  /** Null while unplugged. */
  private Plugged plugged;

  /**
   * @param link where daemons find the line; replaced if it is there
   * @param listener gets what the daemon sends, on the line's own thread
   */
  public SerialLine(Path link, Consumer<byte[]> listener) {
    this.link = link;
    this.listener = listener;
  }

  /** Does nothing if the line is plugged in. */
  public synchronized void plug() throws IOException {
    if (plugged == null) {
      plugged = new Plugged(openTerminal());
      plugged.thread.start();
    }
  }

  /** The daemon's end hangs up and its path is gone. Does nothing if the line is unplugged. */
  public void unplug() throws IOException {
    Plugged pulled;
    synchronized (this) {
      pulled = plugged;
      plugged = null;
      if (pulled != null) {
        Files.deleteIfExists(link);
        pulled.unplugged = true;
      }
    }
    if (pulled != null && Thread.currentThread() != pulled.thread) {
      pulled.awaitEnd();
    }
  }

  /**
   * Sends bytes; those that nobody listens to are lost.
   *
   * @throws IOException if the line is unplugged
   */
  public synchronized void send(byte[] bytes) throws IOException {
    if (plugged == null) {
      throw new IOException(link + " is unplugged");
    }
    int sent = plugged.terminal.write(bytes);
    if (sent < bytes.length) {
      LOG.debug("{}: nobody took {} of {} bytes", link, bytes.length - sent, bytes.length);
    }
  }

  @Override
  public void close() throws IOException {
    unplug();
  }

  /** A fresh terminal that the link already points to. */
  private PseudoTerminal openTerminal() throws IOException {
    var terminal = PseudoTerminal.open();
    var fresh = link.resolveSibling(link.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createSymbolicLink(fresh, terminal.path());
    Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return terminal;
  }

  /** The time between plugging in and pulling the plug. */
  private final class Plugged {
    final Thread thread = new Thread(this::run, "line " + link.getFileName());
    volatile boolean unplugged;

    /** Guarded by the line. */
    PseudoTerminal terminal;

    Plugged(PseudoTerminal terminal) {
      this.terminal = terminal;
      thread.setDaemon(true);
    }

    void run() {
      boolean held = false;
      try {
        while (!unplugged) {
          switch (terminal.await(POLL_MILLIS)) {
            case SPEAKING -> {
              held = true;
              byte[] bytes = terminal.read();
              if (bytes.length > 0) {
                listener.accept(bytes);
              }
            }
            case SILENT -> held = true;
            case ABSENT -> {
              if (held) {
                held = false;
                replace();
              }
              LockSupport.parkNanos(ABSENT_NANOS);
            }
          }
        }
      } catch (IOException e) {
        LOG.error("{}: the line is dead until it is plugged in again", link, e);
      } finally {
        end();
      }
    }

    void replace() throws IOException {
      synchronized (SerialLine.this) {
        if (!unplugged) {
          var old = terminal;
          terminal = openTerminal();
          old.close();
        }
      }
    }

    void end() {
      synchronized (SerialLine.this) {
        try {
          terminal.close();
        } catch (IOException e) {
          LOG.warn("{}", e.getMessage());
        }
        if (plugged == this) {
          plugged = null;
        }
      }
    }

    void awaitEnd() {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
