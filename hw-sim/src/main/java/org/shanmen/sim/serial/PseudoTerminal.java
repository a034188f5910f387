package org.shanmen.sim.serial;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The device's end of one pseudo-terminal, raw and without echo from the first moment. One thread
 * reads, others may write; {@link #close} only when none of them is inside a call.
 */
final class PseudoTerminal implements Closeable {
  /** How the other end stands. */
  enum Peer {
    /** Nobody holds the terminal open. */
    ABSENT,
    SILENT,
    /** There are bytes to {@link #read}. */
    SPEAKING
  }

  private static final int MAX_NAME = 128;

  private final int fd;
  private final Path path;

  private PseudoTerminal(int fd, Path path) {
    this.fd = fd;
    this.path = path;
  }

  static PseudoTerminal open() throws IOException {
    try {
      int fd =
          Terminals.posix_openpt(
              Terminals.O_RDWR | Terminals.O_NOCTTY | Terminals.O_NONBLOCK | Terminals.O_CLOEXEC);
      try {
        Terminals.grantpt(fd);
        Terminals.unlockpt(fd);
        byte[] name = new byte[MAX_NAME];
        Terminals.ptsname_r(fd, name, new NativeLong(name.length));
        String path = Native.toString(name);
        makeRaw(path);
        return new PseudoTerminal(fd, Path.of(path));
      } catch (LastErrorException e) {
        Terminals.close(fd);
        throw e;
      }
    } catch (LastErrorException e) {
      throw new IOException("cannot make a pseudo-terminal: " + e.getMessage(), e);
    }
  }

  /** The daemon's end. */
  Path path() {
    return path;
  }

  /** Waits for the other end to say something, or to leave. */
  Peer await(int timeoutMillis) throws IOException {
    try (var pollfd = new Memory(Terminals.POLLFD_BYTES)) {
      pollfd.setInt(0, fd);
      pollfd.setShort(4, Terminals.POLLIN);
      pollfd.setShort(6, (short) 0);
      Terminals.poll(pollfd, new NativeLong(1), timeoutMillis);
      int found = pollfd.getShort(6);
      if ((found & Terminals.POLLIN) != 0) {
        return Peer.SPEAKING;
      }
      return (found & (Terminals.POLLHUP | Terminals.POLLERR)) != 0 ? Peer.ABSENT : Peer.SILENT;
    } catch (LastErrorException e) {
      if (e.getErrorCode() == Terminals.EINTR) {
        return Peer.SILENT;
      }
      throw new IOException(path + ": " + e.getMessage(), e);
    }
  }

  /** What the other end has said; empty if nothing, or if it is gone. */
  byte[] read() throws IOException {
    byte[] bytes = new byte[4096];
    try {
      int count = Terminals.read(fd, bytes, new NativeLong(bytes.length)).intValue();
      return Arrays.copyOf(bytes, count);
    } catch (LastErrorException e) {
      if (isPassing(e) || e.getErrorCode() == Terminals.EIO) {
        return new byte[0];
      }
      throw new IOException(path + ": " + e.getMessage(), e);
    }
  }

  /**
   * Sends bytes. What nobody listens to, and what the other end has no room for, is lost, as on a
   * real line.
   *
   * @return how many were taken
   */
  int write(byte[] bytes) throws IOException {
    if (await(0) == Peer.ABSENT) {
      return 0;
    }
    int sent = 0;
    try {
      while (sent < bytes.length) {
        byte[] rest = Arrays.copyOfRange(bytes, sent, bytes.length);
        sent += Terminals.write(fd, rest, new NativeLong(rest.length)).intValue();
      }
    } catch (LastErrorException e) {
      if (!isPassing(e) && e.getErrorCode() != Terminals.EIO) {
        throw new IOException(path + ": " + e.getMessage(), e);
      }
    }
    return sent;
  }

  /** Hangs up: the other end reads an end of file. */
  @Override
  public void close() throws IOException {
    try {
      Terminals.close(fd);
    } catch (LastErrorException e) {
      throw new IOException(path + ": " + e.getMessage(), e);
    }
  }

  /**
   * Opens the daemon's end once, which is the only way to turn off its echo before a daemon comes,
   * and which lets {@link #await} tell from then on whether anybody holds it.
   */
  private static void makeRaw(String path) {
    int slave = Terminals.open(path, Terminals.O_RDWR | Terminals.O_NOCTTY | Terminals.O_CLOEXEC);
    try (var termios = new Memory(Terminals.TERMIOS_BYTES)) {
      Terminals.tcgetattr(slave, termios);
      Terminals.cfmakeraw(termios);
      Terminals.tcsetattr(slave, Terminals.TCSANOW, termios);
    } finally {
      Terminals.close(slave);
    }
  }

  private static boolean isPassing(LastErrorException e) {
    return e.getErrorCode() == Terminals.EAGAIN || e.getErrorCode() == Terminals.EINTR;
  }
}
