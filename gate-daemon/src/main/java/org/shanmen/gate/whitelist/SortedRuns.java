package org.shanmen.gate.whitelist;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Sorts more entries than fit into memory: sorted runs are spilled to files and merged. Equal keys
 * come out in the order in which they went in. One thread.
 */
final class SortedRuns implements Closeable {
  /** What an entry takes in memory besides its bytes, roughly. */
  private static final int ENTRY_OVERHEAD_BYTES = 96;

  private static final int READ_BUFFER_BYTES = 16 << 10;
  private static final OpenOption[] ANEW = {};
  private static final OpenOption[] GO_ON = {StandardOpenOption.APPEND};
  private static final Comparator<Entry> BY_KEY = Comparator.comparing(Entry::key, Keys.ORDER);

  private final Directory directory;
  private final int memoryBytes;
  private final List<Path> spilled = new ArrayList<>();
  private final List<Run> open = new ArrayList<>();
  private List<Entry> buffer = new ArrayList<>();
  private int buffered;
  private byte[] lastSpilled = {};

  SortedRuns(Directory directory, int memoryBytes) {
    this.directory = directory;
    this.memoryBytes = memoryBytes;
  }

  void add(Entry entry) throws IOException {
    buffer.add(entry);
    buffered += entry.key().length + entry.value().length + ENTRY_OVERHEAD_BYTES;
    if (buffered > memoryBytes) {
      spill();
    }
  }

  /** What comes in order goes on with the run before: the fewer, the less is to be merged. */
  private void spill() throws IOException {
    buffer.sort(BY_KEY);
    boolean goesOn =
        !spilled.isEmpty() && Keys.ORDER.compare(lastSpilled, buffer.get(0).key()) <= 0;
    if (!goesOn) {
      spilled.add(directory.part("run-" + spilled.size()));
    }
    lastSpilled = buffer.get(buffer.size() - 1).key();
    Path file = spilled.get(spilled.size() - 1);
    OpenOption[] how = goesOn ? GO_ON : ANEW;
    try (var out =
        new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(file, how), 64 << 10))) {
      for (var entry : buffer) {
        out.writeShort(entry.key().length);
        out.write(entry.key());
        out.writeShort(entry.value().length);
        out.write(entry.value());
      }
    }
    buffer = new ArrayList<>();
    buffered = 0;
  }

  /** All entries in order; once. Reading errors come as {@link UncheckedIOException}. */
  Iterator<Entry> sorted() throws IOException {
    buffer.sort(BY_KEY);
    var runs =
        new PriorityQueue<Run>(
            Comparator.comparing((Run r) -> r.head, BY_KEY).thenComparingInt(r -> r.number));
    for (var file : spilled) {
      offer(runs, opened(new FileRun(open.size(), file)));
    }
    offer(runs, opened(new MemoryRun(open.size(), buffer.iterator())));
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return !runs.isEmpty();
      }

      @Override
      public Entry next() {
        var run = runs.remove();
        var entry = run.head;
        try {
          offer(runs, run);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        return entry;
      }
    };
  }

  private Run opened(Run run) {
    open.add(run);
    return run;
  }

  private static void offer(PriorityQueue<Run> runs, Run run) throws IOException {
    if (run.advance()) {
      runs.add(run);
    }
  }

  @Override
  public void close() throws IOException {
    for (var run : open) {
      run.close();
    }
    for (var file : spilled) {
      Files.deleteIfExists(file);
    }
    buffer = List.of();
  }

  private abstract static class Run implements Closeable {
    final int number;
    Entry head;

    Run(int number) {
      this.number = number;
    }

    /** Puts the next entry into head; false when there is none. */
    abstract boolean advance() throws IOException;
  }

  private static final class MemoryRun extends Run {
    private final Iterator<Entry> entries;

    MemoryRun(int number, Iterator<Entry> entries) {
      super(number);
      this.entries = entries;
    }

    @Override
    boolean advance() {
      head = entries.hasNext() ? entries.next() : null;
      return head != null;
    }

    @Override
    public void close() {}
  }

  private static final class FileRun extends Run {
    private final DataInputStream in;
    private long left;

    FileRun(int number, Path file) throws IOException {
      super(number);
      in =
          new DataInputStream(
              new BufferedInputStream(Files.newInputStream(file), READ_BUFFER_BYTES));
      left = Files.size(file);
    }

    @Override
    boolean advance() throws IOException {
      if (left == 0) {
        head = null;
        return false;
      }
      byte[] key = in.readNBytes(in.readUnsignedShort());
      byte[] value = in.readNBytes(in.readUnsignedShort());
      left -= 2L * Short.BYTES + key.length + value.length;
      head = new Entry(key, value);
      return true;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
