package org.shanmen.gate.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** The few operations of the file that is written to; tests make them fail. */
interface SegmentFile extends Closeable {
  /** Hands bytes to the kernel; all of them when it returns. */
  void write(long at, byte[] bytes) throws IOException;

  /** fdatasync. */
  void force() throws IOException;

  /** Opens a file for writing, creating it if need be. */
  interface Opener {
    SegmentFile open(Path file) throws IOException;
  }

  /**
   * A real file. Written through {@link RandomAccessFile}, because an interrupt would close a
   * FileChannel under its writer.
   */
  static SegmentFile real(Path path) throws IOException {
    var file = new RandomAccessFile(path.toFile(), "rw");
    return new SegmentFile() {
      @Override
      public void write(long at, byte[] bytes) throws IOException {
        file.seek(at);
        file.write(bytes);
      }

      @Override
      public void force() throws IOException {
        file.getChannel().force(false);
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }
}
