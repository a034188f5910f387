package org.shanmen.gate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.shanmen.gate.lane.Memory;
import org.shanmen.protocol.wire.LaneMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link Memory} on disk, twice: {@code lane.state} and {@code lane.state.copy} in the data
 * directory. One that is damaged is replaced by the other. One thread.
 */
final class LaneMemory {
  private static final Logger LOG = LoggerFactory.getLogger(LaneMemory.class);

  private final List<SealedFile> files;

  LaneMemory(Path data) {
    this.files =
        List.of(
            new SealedFile(data.resolve("lane.state")),
            new SealedFile(data.resolve("lane.state.copy")));
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
   * @throws IOException if what was remembered cannot be read from either file
   */
  Memory read() throws IOException {
    IOException damage = null;
    for (SealedFile file : files) {
      try {
        var lines = file.read();
        if (lines.isPresent()) {
          return memory(lines.get());
        }
      } catch (IOException e) {
        LOG.warn("The lane's memory, one of its two files: {}", e.getMessage());
        damage = e;
      }
    }
    if (damage != null) {
      throw damage;
    }
    return Memory.NONE;
  }

  private static Memory memory(List<String> lines) throws IOException {
    LaneMode mode = Memory.NONE.mode();
    boolean fire = false;
    List<String> answered = new ArrayList<>();
    for (String line : lines) {
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
    for (SealedFile file : files) {
      file.write(lines);
    }
  }
}
