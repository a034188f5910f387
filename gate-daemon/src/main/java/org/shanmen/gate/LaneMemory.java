package org.shanmen.gate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.shanmen.gate.lane.Memory;
import org.shanmen.protocol.wire.LaneMode;

/** {@link Memory} on disk: {@code lane.state} in the data directory. One thread. */
final class LaneMemory {
  private final SealedFile file;

  LaneMemory(Path data) {
    this.file = new SealedFile(data.resolve("lane.state"));
  }

  /** Whether the last run left people free to get out; false if that cannot be read. */
  static boolean evacuates(Path data) {
    try {
      return new LaneMemory(data).read().evacuates();
    } catch (IOException e) {
      // The loop reads it again, and tells.
      return false;
    }
  }

  /**
   * {@link Memory#NONE} when nothing was ever remembered.
   *
   * @throws IOException if what was remembered cannot be read
   */
  Memory read() throws IOException {
    var lines = file.read();
    if (lines.isEmpty()) {
      return Memory.NONE;
    }
    LaneMode mode = Memory.NONE.mode();
    boolean fire = false;
    List<String> answered = new ArrayList<>();
    for (String line : lines.get()) {
      String value = line.substring(line.indexOf(' ') + 1);
      if (line.startsWith("mode ")) {
        try {
          mode = LaneMode.valueOf(value);
        } catch (IllegalArgumentException e) {
          throw new IOException("lane.state names an unknown mode: " + value, e);
        }
      } else if (line.startsWith("fire ")) {
        fire = Boolean.parseBoolean(value);
      } else if (line.startsWith("answered ")) {
        answered.add(value);
      }
    }
    return new Memory(mode, fire, answered);
  }

  void write(Memory memory) throws IOException {
    var lines = new ArrayList<String>();
    lines.add("mode " + memory.mode());
    lines.add("fire " + memory.fire());
    memory.answered().forEach(id -> lines.add("answered " + id.replaceAll("\\R", " ")));
    file.write(lines);
  }
}
