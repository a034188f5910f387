package org.shanmen.gate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A small file of text lines that is old or new, never between: the last line is the checksum of
 * those before. Power-safe when {@link #write} returns. One thread.
 */
final class SealedFile {
  private final Path path;

  SealedFile(Path path) {
    this.path = path;
  }

  /**
   * The lines that were written last; empty when nothing ever was.
   *
   * @throws IOException if the file cannot be read, or is damaged
   */
  Optional<List<String>> read() throws IOException {
    String text;
    try {
      text = Files.readString(path);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    int seal = text.lastIndexOf("crc32c ");
    if (seal < 0 || !text.substring(seal).strip().equals(seal(text.substring(0, seal)))) {
      throw new IOException(path + " is damaged: its checksum does not match");
    }
    return Optional.of(text.substring(0, seal).lines().toList());
  }

  void write(List<String> lines) throws IOException {
    String text = String.join("\n", lines) + "\n";
    DurableFile.replace(path, (text + seal(text) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String seal(String text) {
    var sum = new CRC32C();
    sum.update(text.getBytes(StandardCharsets.UTF_8));
    return String.format("crc32c %08x", sum.getValue());
  }
}
