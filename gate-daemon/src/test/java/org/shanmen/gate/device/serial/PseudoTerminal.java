package org.shanmen.gate.device.serial;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A serial device to plug in and pull out: the master's side of a pseudo-terminal, whose other side
 * is a symbolic link at a given path.
 */
public final class PseudoTerminal implements AutoCloseable {
  private static final int READ_WRITE = 2;
  private static final int NO_CONTROLLING_TERMINAL = 0x100;
  private static final short POLL_IN = 1;
  private static final int POLL_MILLIS = 20;
  private static final LibC LIBC = Native.load("c", LibC.class);
  private static final int PATIENCE_SECONDS = 30;

  /** The few calls of the C library that are needed. */
  public interface LibC extends Library {
    int posix_openpt(int flags) throws LastErrorException;

    int grantpt(int fd) throws LastErrorException;

    int unlockpt(int fd) throws LastErrorException;

    int ptsname_r(int fd, byte[] name, int length) throws LastErrorException;

    int open(String path, int flags) throws LastErrorException;

    int close(int fd) throws LastErrorException;

    int write(int fd, byte[] bytes, int length) throws LastErrorException;

    int read(int fd, byte[] bytes, int length) throws LastErrorException;

    int poll(short[] descriptors, int count, int timeoutMillis) throws LastErrorException;
  }

  private final Path link;
  private final int master;

  /** Kept open, so that reading the master does not fail while nobody else has it open. */
  private final int slave;

  private final BlockingQueue<Byte> received = new LinkedBlockingQueue<>();
  private final Thread reader = new Thread(this::drain, "pseudo-terminal");
  private volatile boolean plugged = true;

  private PseudoTerminal(Path link) {
    this.link = link;
    master = LIBC.posix_openpt(READ_WRITE | NO_CONTROLLING_TERMINAL);
    LIBC.grantpt(master);
    LIBC.unlockpt(master);
    byte[] name = new byte[64];
    LIBC.ptsname_r(master, name, name.length);
    slave = LIBC.open(Native.toString(name), READ_WRITE | NO_CONTROLLING_TERMINAL);
    try {
      Files.createSymbolicLink(link, Path.of(Native.toString(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static PseudoTerminal plugInto(Path link) {
    PseudoTerminal terminal = new PseudoTerminal(link);
    terminal.reader.setDaemon(true);
    terminal.reader.start();
    return terminal;
  }

  /** A device that is there and never takes a byte off its line. */
  static PseudoTerminal plugDeadInto(Path link) {
    return new PseudoTerminal(link);
  }

  public void sends(byte... bytes) {
    assertThat(LIBC.write(master, bytes, bytes.length)).isEqualTo(bytes.length);
  }

  /** The next so many bytes that the gate sent. */
  public byte[] receives(int count) throws InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (bytes.size() < count) {
      Byte next = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(next).as("byte %d of %d", bytes.size(), count).isNotNull();
      bytes.write(next);
    }
    return bytes.toByteArray();
  }

  /**
   * Waits until the gate has sent a frame, whatever it sends before.
   *
   * @return what came before it
   */
  byte[] awaits(byte[] frame) throws InterruptedException {
    byte[] all = new byte[0];
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (all.length < frame.length
        || !Arrays.equals(all, all.length - frame.length, all.length, frame, 0, frame.length)) {
      assertThat(System.nanoTime() - deadline).as("nanoseconds over time").isNegative();
      all = Arrays.copyOf(all, all.length + 1);
      all[all.length - 1] = receives(1)[0];
    }
    return Arrays.copyOf(all, all.length - frame.length);
  }

  /** Pulls it out. */
  @Override
  public void close() {
    if (!plugged) {
      return;
    }
    plugged = false;
    try {
      Files.delete(link);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      // A descriptor that somebody reads stays open although it was closed.
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    LIBC.close(slave);
    LIBC.close(master);
  }

  private void drain() {
    byte[] bytes = new byte[1024];
    while (plugged) {
      // struct pollfd { int fd; short events; short revents; }, little-endian
      short[] descriptor = {(short) master, 0, POLL_IN, 0};
      if (LIBC.poll(descriptor, 1, POLL_MILLIS) > 0) {
        int count = LIBC.read(master, bytes, bytes.length);
        for (int i = 0; i < count; i++) {
          received.add(bytes[i]);
        }
      }
    }
  }
}
