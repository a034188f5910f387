package org.shanmen.central.people;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The file {@code audit-heads.txt}: where the audit log's chain stood at the end of each day, and
 * where it stands today. One line a day: day, position, hash. Whoever changes the database does not
 * change this file, nor a copy of its last line that is kept elsewhere.
 *
 * <p>Not thread-safe; blocks.
 */
public final class AuditHeads {
  /** In the data directory. */
  public static final String FILE = "audit-heads.txt";

  private static final Pattern LINE =
      Pattern.compile("(\\d{4}-\\d{2}-\\d{2}) ([1-9]\\d{0,17}) ([0-9a-f]{64})");

  private final Path file;

  public AuditHeads(Path dataDirectory) {
    this.file = dataDirectory.resolve(FILE);
  }

  /**
   * Hashes that the chain must have, by position; none if there is no file.
   *
   * @throws IOException if it cannot be read or holds something else
   */
  public Map<Long, byte[]> read() throws IOException {
    var heads = new TreeMap<Long, byte[]>();
    for (String line : lines()) {
      var match = LINE.matcher(line);
      if (!match.matches()) {
        throw new IOException(file + ": expected DAY POSITION HASH / 应为 日期 序号 哈希: " + line);
      }
      heads.put(Long.parseLong(match.group(2)), HexFormat.of().parseHex(match.group(3)));
    }
    return heads;
  }

  /**
   * Notes the chain's end.
   *
   * @return whether it is the first of its day
   * @throws IOException if it cannot be written; what was there stays
   */
  boolean note(LocalDate day, AuditChain.Head head) throws IOException {
    var lines = new ArrayList<>(lines());
    boolean first = lines.isEmpty() || !lines.get(lines.size() - 1).startsWith(day + " ");
    if (!first) {
      lines.remove(lines.size() - 1);
    }
    lines.add(day + " " + head.position() + " " + HexFormat.of().formatHex(head.hash()));
    Path fresh = file.resolveSibling(FILE + ".new");
    Files.write(fresh, lines);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    return first;
  }

  private List<String> lines() throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }
}
