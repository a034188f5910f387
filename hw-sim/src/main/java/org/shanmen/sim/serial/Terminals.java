package org.shanmen.sim.serial;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;

/** The C library's pseudo-terminals. Numbers are Linux's, the same on x86-64, arm64 and armhf. */
final class Terminals {
  static final int O_RDWR = 0x2;
  static final int O_NOCTTY = 0x100;
  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;
  static final int TCSANOW = 0;
  static final short POLLIN = 0x1;
  static final short POLLERR = 0x8;
  static final short POLLHUP = 0x10;
  static final int EINTR = 4;
  static final int EIO = 5;
  static final int EAGAIN = 11;

  /** More than any libc's struct termios. */
  static final int TERMIOS_BYTES = 256;

  /** struct pollfd: int fd, short events, short revents. */
  static final int POLLFD_BYTES = 8;

  static {
    Native.register(Terminals.class, "c");
  }

  private Terminals() {}

  static native int posix_openpt(int flags) throws LastErrorException;

  static native int grantpt(int fd) throws LastErrorException;

  static native int unlockpt(int fd) throws LastErrorException;

  static native int ptsname_r(int fd, byte[] name, NativeLong length) throws LastErrorException;

  static native int open(String path, int flags) throws LastErrorException;

  static native int close(int fd) throws LastErrorException;

  static native NativeLong read(int fd, byte[] bytes, NativeLong count) throws LastErrorException;

  static native NativeLong write(int fd, byte[] bytes, NativeLong count) throws LastErrorException;

  static native int poll(Pointer pollfds, NativeLong count, int timeoutMillis)
      throws LastErrorException;

  static native int tcgetattr(int fd, Pointer termios) throws LastErrorException;

  static native int tcsetattr(int fd, int when, Pointer termios) throws LastErrorException;

  static native void cfmakeraw(Pointer termios);
}
