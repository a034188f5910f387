package org.shanmen.gate.whitelist;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Sorts more fingerprints with their rights than fit into memory, as numbers: sorted runs are
 * spilled to files and merged. Pairs that came twice come out twice. One thread.
 *
 * <p>A spilled pair is its two numbers, 8 bytes each, big-endian.
 */
final class SortedFingerprints implements Closeable {
  private static final byte[] NOTHING = {};
  private static final int DIGITS = 1 << Byte.SIZE;
  private static final int READ_BUFFER_BYTES = 16 << 10;
  private static final Comparator<Run> BY_PAIR =
      (a, b) -> {
        int order = Long.compareUnsigned(a.fingerprint, b.fingerprint);
        return order != 0 ? order : Long.compareUnsigned(a.right, b.right);
      };

  private final Directory directory;
  private final int capacity;
  private final List<Path> spilled = new ArrayList<>();
  private final List<Run> open = new ArrayList<>();
  private long[] fingerprints = new long[256];
  private long[] rights = new long[fingerprints.length];
  private int count;
  private boolean rightsInOrder = true;

  /**
   * @param memoryBytes sorting takes as much room again as the pairs themselves
   */
  SortedFingerprints(Directory directory, int memoryBytes) {
    this.directory = directory;
    this.capacity = memoryBytes / (2 * 2 * Long.BYTES);
  }

  void add(long fingerprint, long right) throws IOException {
    if (count == capacity) {
      spill();
    }
    if (count == fingerprints.length) {
      int more = Math.min(2 * count, capacity);
      fingerprints = Arrays.copyOf(fingerprints, more);
      rights = Arrays.copyOf(rights, more);
    }
    rightsInOrder &= count == 0 || Long.compareUnsigned(rights[count - 1], right) <= 0;
    fingerprints[count] = fingerprint;
    rights[count] = right;
    count++;
  }

  private void spill() throws IOException {
    Path file = directory.part("fingerprints-" + spilled.size());
    spilled.add(file);
    sort();
    try (var out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 64 << 10))) {
      for (int i = 0; i < count; i++) {
        out.writeLong(fingerprints[i]);
        out.writeLong(rights[i]);
      }
    }
    count = 0;
    rightsInOrder = true;
  }

  /** By fingerprint, then by right: digit by digit from the least, each step keeps the order. */
  private void sort() {
    if (!rightsInOrder) {
      sortBy(
          rights,
          fingerprints,
          (sorted, others) -> {
            rights = sorted;
            fingerprints = others;
          });
    }
    sortBy(
        fingerprints,
        rights,
        (sorted, others) -> {
          fingerprints = sorted;
          rights = others;
        });
  }

  @FunctionalInterface
  private interface Taker {
    void take(long[] sorted, long[] others);
  }

  private void sortBy(long[] numbers, long[] others, Taker taker) {
    long[] fromNumbers = numbers;
    long[] fromOthers = others;
    long[] toNumbers = new long[numbers.length];
    long[] toOthers = new long[others.length];
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      int[] places = places(fromNumbers, shift);
      if (places.length == 0) {
        continue;
      }
      for (int i = 0; i < count; i++) {
        int place = places[(int) (fromNumbers[i] >>> shift) & DIGITS - 1]++;
        toNumbers[place] = fromNumbers[i];
        toOthers[place] = fromOthers[i];
      }
      long[] sorted = toNumbers;
      toNumbers = fromNumbers;
      fromNumbers = sorted;
      sorted = toOthers;
      toOthers = fromOthers;
      fromOthers = sorted;
    }
    taker.take(fromNumbers, fromOthers);
  }

  /** Where the numbers with each digit begin; empty if all have the same. */
  private int[] places(long[] numbers, int shift) {
    int[] places = new int[DIGITS];
    for (int i = 0; i < count; i++) {
      places[(int) (numbers[i] >>> shift) & DIGITS - 1]++;
    }
    int before = 0;
    for (int digit = 0; digit < DIGITS; digit++) {
      int these = places[digit];
      if (these == count) {
        return new int[0];
      }
      places[digit] = before;
      before += these;
    }
    return places;
  }

  /**
   * All of them in order, as entries; once. Reading errors come as {@link UncheckedIOException}.
   */
  Iterator<Entry> sorted() throws IOException {
    sort();
    var runs = new PriorityQueue<>(BY_PAIR);
    for (var file : spilled) {
      offer(runs, opened(new FileRun(file)));
    }
    offer(runs, opened(new MemoryRun()));
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return !runs.isEmpty();
      }

      @Override
      public Entry next() {
        var run = runs.remove();
        var entry = new Entry(Keys.fingerprint(run.fingerprint, run.right), NOTHING);
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
    count = 0;
    fingerprints = new long[0];
    rights = fingerprints;
  }

  private abstract static class Run implements Closeable {
    long fingerprint;
    long right;

    /** Takes the next pair; false when there is none. */
    abstract boolean advance() throws IOException;
  }

  private final class MemoryRun extends Run {
    private int next;

    @Override
    boolean advance() {
      if (next == count) {
        return false;
      }
      fingerprint = fingerprints[next];
      right = rights[next];
      next++;
      return true;
    }

    @Override
    public void close() {}
  }

  private static final class FileRun extends Run {
    private final DataInputStream in;
    private long left;

    FileRun(Path file) throws IOException {
      in =
          new DataInputStream(
              new BufferedInputStream(Files.newInputStream(file), READ_BUFFER_BYTES));
      left = Files.size(file) / (2 * Long.BYTES);
    }

    @Override
    boolean advance() throws IOException {
      if (left == 0) {
        return false;
      }
      fingerprint = in.readLong();
      right = in.readLong();
      left--;
      return true;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
