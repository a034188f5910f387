package org.shanmen.gate.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.shanmen.gate.DurableFile;

/**
 * The newest epoch that this journal ever began: {@code epoch <decimal> crc32c <hex>}.
 *
 * <p>An epoch is the second of its beginning with 20 random bits behind it, and larger than any
 * before it. So a gate whose disk was replaced does not repeat one even if its clock starts at 1970
 * again, and an epoch still fits into a JSON number.
 */
final class EpochFile {
  private static final int RANDOM_BITS = 20;

  private final Path path;

  EpochFile(Path directory) {
    this.path = directory.resolve("epoch");
  }

  /** Empty if there is none or it is damaged. */
  OptionalLong read() throws IOException {
    if (!Files.exists(path)) {
      return OptionalLong.empty();
    }
    String text = new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1).strip();
    String[] words = text.split(" ");
    if (words.length != 4 || !words[1].matches("[0-9]{1,18}")) {
      return OptionalLong.empty();
    }
    long epoch = Long.parseLong(words[1]);
    return text.equals(line(epoch)) ? OptionalLong.of(epoch) : OptionalLong.empty();
  }

  /** Writes an epoch; durable when it returns. */
  void write(long epoch) throws IOException {
    DurableFile.replace(path, (line(epoch) + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * @param newestKnown the largest epoch that is known to have been used, 0 if none is
   */
  static long next(long newestKnown, long unixSeconds, RandomGenerator random) {
    long candidate = unixSeconds << RANDOM_BITS | random.nextLong(1L << RANDOM_BITS);
    return Math.max(newestKnown + 1, candidate);
  }

  private static String line(long epoch) {
    byte[] digits = Long.toString(epoch).getBytes(StandardCharsets.US_ASCII);
    return "epoch %d crc32c %08x".formatted(epoch, JournalFormat.crc(digits, 0, digits.length));
  }
}
