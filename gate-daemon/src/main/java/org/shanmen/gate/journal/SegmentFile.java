package org.shanmen.gate.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.shanmen.gate.InPlaceFile;

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

  /** What lies on the disk. */
  static SegmentFile real(Path path) throws IOException {
    var file = InPlaceFile.open(path);
    return new SegmentFile() {
      @Override
      public void write(long at, byte[] bytes) throws IOException {
        file.write(at, bytes);
      }

      @Override
      public void force() throws IOException {
        file.force();
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }
}
