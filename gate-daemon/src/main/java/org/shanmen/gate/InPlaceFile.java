package org.shanmen.gate;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that is written where it lies, on whatever file system its path belongs to.
 *
 * <p>An interrupted thread would find the channel closed under it; so an interrupt that is pending
 * is put off until the operation is done. One that comes right in the middle of it ends as an
 * {@link IOException}, like a failing disk. One thread, but for {@link #force}.
 */
public final class InPlaceFile implements Closeable {
  private final FileChannel channel;

  private InPlaceFile(FileChannel channel) {
    this.channel = channel;
  }

  /** Opens a file for reading and writing, creating it if need be. */
  public static InPlaceFile open(Path file) throws IOException {
    return open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /**
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  public static InPlaceFile openToRead(Path file) throws IOException {
    return open(file, StandardOpenOption.READ);
  }

  private static InPlaceFile open(Path file, OpenOption... options) throws IOException {
    return uninterrupted(() -> new InPlaceFile(FileChannel.open(file, options)));
  }

  private interface Operation<T> {
    T carryOut() throws IOException;
  }

  private static <T> T uninterrupted(Operation<T> operation) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      return operation.carryOut();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Hands bytes to the kernel; all of them when it returns. */
  public void write(long at, byte[] bytes) throws IOException {
    uninterrupted(
        () -> {
          var left = ByteBuffer.wrap(bytes);
          while (left.hasRemaining()) {
            channel.write(left, at + left.position());
          }
          return null;
        });
  }

  /**
   * @throws EOFException if the file ends before
   */
  public byte[] read(long at, int length) throws IOException {
    return uninterrupted(
        () -> {
          var into = ByteBuffer.allocate(length);
          while (into.hasRemaining()) {
            if (channel.read(into, at + into.position()) < 0) {
              throw new EOFException("no " + length + " bytes from " + at + " on");
            }
          }
          return into.array();
        });
  }

  public long size() throws IOException {
    return uninterrupted(channel::size);
  }

  /** Makes the file so long: cut off, or filled up with zeros. */
  public void setSize(long size) throws IOException {
    long now = size();
    if (now < size) {
      write(size - 1, new byte[1]);
    } else if (now > size) {
      uninterrupted(() -> channel.truncate(size));
    }
  }

  /** fdatasync. */
  public void force() throws IOException {
    uninterrupted(
        () -> {
          channel.force(false);
          return null;
        });
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
