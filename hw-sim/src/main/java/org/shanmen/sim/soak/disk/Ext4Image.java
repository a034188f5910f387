package org.shanmen.sim.soak.disk;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.ptr.IntByReference;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An ext4 file system of the kernel's own, in a file, that loses its power: what is not on its disk
 * by then never comes there. Needs Linux, root and a free loop device. One thread.
 */
public final class Ext4Image implements AutoCloseable {
  private static final long BYTES = 96L << 20;

  /** {@code EXT4_IOC_SHUTDOWN}, {@code _IOR('X', 125, __u32)}. */
  private static final long SHUTDOWN = 0x8004587dL;

  /** {@code EXT4_GOING_FLAGS_NOLOGFLUSH}: its journal is not written out either. */
  private static final int WITHOUT_A_FLUSH = 2;

  private static final int O_RDONLY = 0;

  private final Path image;
  private final Path root;

  private Ext4Image(Path image, Path root) {
    this.image = image;
    this.root = root;
  }

  /**
   * Makes one and mounts it.
   *
   * @param directory for the image and the place where it is mounted
   * @throws IOException if this machine does not allow it; the message says what it said
   */
  public static Ext4Image in(Path directory) throws IOException {
    Path image = directory.resolve("ext4.img");
    try (var file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(BYTES);
    }
    var made = new Ext4Image(image, Files.createDirectories(directory.resolve("ext4")));
    run("mkfs.ext4", "-q", "-F", image.toString());
    made.mount();
    Kernel.close(
        Kernel.open(made.root.toString(), O_RDONLY)); // loaded before a cut has to be quick
    return made;
  }

  /** Where it is mounted. */
  public Path root() {
    return root;
  }

  /** The power goes; whoever writes there gets an error from now on. */
  public void cutPower() {
    int directory = Kernel.open(root.toString(), O_RDONLY);
    try {
      Kernel.ioctl(directory, new NativeLong(SHUTDOWN), new IntByReference(WITHOUT_A_FLUSH));
    } finally {
      Kernel.close(directory);
    }
  }

  /** The power is back, and the kernel repairs what it finds. Nobody may have a file open there. */
  public void powerUp() throws IOException {
    run("umount", root.toString());
    mount();
  }

  private void mount() throws IOException {
    run("mount", "-o", "loop", image.toString(), root.toString());
  }

  @Override
  public void close() throws IOException {
    run("umount", root.toString());
  }

  private static void run(String... command) throws IOException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }

  /** Three calls of the C library. */
  private static final class Kernel {
    static {
      Native.register(Kernel.class, "c");
    }

    private Kernel() {}

    static native int open(String path, int flags) throws LastErrorException;

    static native int ioctl(int file, NativeLong request, IntByReference argument)
        throws LastErrorException;

    static native int close(int file) throws LastErrorException;
  }
}
