package org.shanmen.gate.link;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.shanmen.gate.Limits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For how long a gate whose disk did not take its list asks the centre for no other: longer with
 * each attempt, but not while there is room again. Outlives the connection on which it happened.
 * Used on the link's worker thread.
 */
final class Setback {
  private static final Logger LOG = LoggerFactory.getLogger(Setback.class);

  private final Path directory;
  private final LongSupplier nanos;
  private boolean stands;
  private long pauseMillis = Limits.LIST_FIRST_RETRY_MILLIS;
  private long sinceNanos;
  private long roomThen;

  /**
   * @param directory on the disk in question
   * @param nanos runs evenly, from anywhere
   */
  Setback(Path directory, LongSupplier nanos) {
    this.directory = directory;
    this.nanos = nanos;
  }

  /** The disk did not take what the centre sent. */
  void refused() {
    pauseMillis =
        stands
            ? Math.min(2 * pauseMillis, Limits.LIST_LONGEST_RETRY_MILLIS)
            : Limits.LIST_FIRST_RETRY_MILLIS;
    stands = true;
    sinceNanos = nanos.getAsLong();
    roomThen = room();
  }

  /** The disk took something. */
  void over() {
    stands = false;
  }

  /** Whether it is too early to ask for the list again. */
  boolean isTooEarly() {
    return stands && leftMillis() > 0 && room() - roomThen < Limits.FREE_DISK_BYTES;
  }

  /** When to look again, in milliseconds from now. */
  long lookMillis() {
    return Math.max(1, Math.min(leftMillis(), Limits.LIST_FIRST_RETRY_MILLIS));
  }

  private long leftMillis() {
    return pauseMillis - TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - sinceNanos);
  }

  private long room() {
    try {
      return Files.getFileStore(directory).getUsableSpace();
    } catch (IOException e) {
      LOG.warn("Cannot tell how full the disk is: {}", e.getMessage());
      return 0;
    }
  }
}
