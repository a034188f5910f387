package org.shanmen.gate.whitelist;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.shanmen.gate.DurableFile;

/**
 * The file {@code CURRENT}: which generation is in force, and which one to fall back to.
 *
 * <pre>
 *  shanmen-whitelist 2
 *  table 7 bytes 1048576 crc32c 0a1b2c3d head 5a6b7c8d version 42 hash 0123456789abcdef log 12
 *  table 5 bytes 1048576 crc32c 4d5e6f70 head 9e0f1a2b version 17 hash 89abcdef01234567 log 9
 *  crc32c 8f9e0d1c
 * </pre>
 *
 * The third line is missing when there is nothing to fall back to. The deltas that follow a
 * generation stand in its log and in the logs with the next numbers.
 */
record Current(Generation generation, Optional<Generation> previous) {
  /**
   * @param table number of the table's file; 0: none, the set is empty
   * @param log number of the first log of deltas on top of it
   */
  record Generation(int table, Table.Seal seal, long version, long hash, int log) {
    static final Generation EMPTY = new Generation(0, Table.Seal.NONE, 0, 0, 1);

    private static final Pattern LINE =
        Pattern.compile(
            "table (\\d{1,9}) bytes (\\d{1,18}) crc32c ([0-9a-f]{8}) head ([0-9a-f]{8})"
                + " version (\\d{1,19}) hash ([0-9a-f]{16}) log (\\d{1,9})");

    private static Optional<Generation> parse(String line) {
      var fields = LINE.matcher(line);
      if (!fields.matches()) {
        return Optional.empty();
      }
      return Optional.of(
          new Generation(
              Integer.parseInt(fields.group(1)),
              new Table.Seal(
                  Long.parseLong(fields.group(2)),
                  Integer.parseUnsignedInt(fields.group(3), 16),
                  Integer.parseUnsignedInt(fields.group(4), 16)),
              Long.parseUnsignedLong(fields.group(5)),
              Long.parseUnsignedLong(fields.group(6), 16),
              Integer.parseInt(fields.group(7))));
    }

    private String line() {
      return "table %d bytes %d crc32c %08x head %08x version %s hash %016x log %d\n"
          .formatted(
              table,
              seal.bytes(),
              seal.crc(),
              seal.head(),
              Long.toUnsignedString(version),
              hash,
              log);
    }
  }

  private static final String FIRST_LINE = "shanmen-whitelist 2\n";

  static final Current EMPTY = new Current(Generation.EMPTY, Optional.empty());

  private static Path file(Path directory) {
    return directory.resolve("CURRENT");
  }

  static boolean exists(Path directory) {
    return Files.exists(file(directory));
  }

  /** Whether the file is of the version before, with tables that cannot be read any more. */
  static boolean isOfFirstVersion(Path directory) throws IOException {
    return Files.readString(file(directory), StandardCharsets.ISO_8859_1)
        .startsWith("shanmen-whitelist 1\n");
  }

  /** Empty if the file is damaged. */
  static Optional<Current> read(Path directory) throws IOException {
    String text = Files.readString(file(directory), StandardCharsets.ISO_8859_1);
    String[] lines = text.split("\n");
    if (lines.length != 3 && lines.length != 4) {
      return Optional.empty();
    }
    var generation = Generation.parse(lines[1]);
    var previous = lines.length == 4 ? Generation.parse(lines[2]) : Optional.<Generation>empty();
    if (generation.isEmpty()) {
      return Optional.empty();
    }
    var current = new Current(generation.get(), previous);
    return text.equals(current.text()) ? Optional.of(current) : Optional.empty();
  }

  /** Puts this in force; durable when it returns. */
  void write(Path directory) throws IOException {
    DurableFile.replace(file(directory), text().getBytes(StandardCharsets.ISO_8859_1));
  }

  private String text() {
    String body = FIRST_LINE + generation.line() + previous.map(Generation::line).orElse("");
    var crc = new CRC32C();
    crc.update(body.getBytes(StandardCharsets.ISO_8859_1));
    return body + "crc32c %08x\n".formatted(crc.getValue());
  }
}
