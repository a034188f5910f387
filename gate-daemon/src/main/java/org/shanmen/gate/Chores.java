package org.shanmen.gate;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.util.List;
import org.shanmen.gate.lane.Input;
import org.shanmen.gate.link.Upstream;
import org.shanmen.protocol.wire.ClockQuality;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the loop looks after once a second: room on the disk and in the journal, the clock, whether
 * the lane's memory is on disk, whether somebody tries codes. Not thread-safe; owned by the lane
 * loop.
 */
final class Chores {
  private static final Logger LOG = LoggerFactory.getLogger(Chores.class);

  private final LaneLoop.Books books;
  private final Upstream upstream;
  private final GuessWatch guessWatch = new GuessWatch();

  /** Found out once: asking reads the list of mounts. Null until it was found. */
  private FileStore disk;

  private long doneMillis = Long.MIN_VALUE;
  private boolean memoryUnsaved;
  private boolean memoryLost;

  Chores(LaneLoop.Books books, Upstream upstream) {
    this.books = books;
    this.upstream = upstream;
  }

  boolean areDue(long nowMillis) {
    if (doneMillis != Long.MIN_VALUE && nowMillis - doneMillis < Limits.CHORES_MILLIS) {
      return false;
    }
    doneMillis = nowMillis;
    return true;
  }

  /**
   * The alarms that stand, and those that do not.
   *
   * @param guesses codes shown since the start that open nothing anywhere
   */
  Input.Conditions conditions(ClockQuality clock, long guesses) {
    return new Input.Conditions(
        List.of(
            new Input.Condition("DISK_LOW", diskIsLow()),
            new Input.Condition(
                "JOURNAL_FILLING", books.journal().fullness() >= Limits.JOURNAL_ALARM_FULLNESS),
            new Input.Condition("JOURNAL_DAMAGED", !books.journal().damage().isEmpty()),
            new Input.Condition("LIST_DAMAGED", books.whitelist().isDamaged()),
            new Input.Condition("LIST_NOT_SAVED", books.whitelist().isUnsaved()),
            new Input.Condition("CLOCK_OFF", clockIsOff()),
            new Input.Condition("CLOCK_UNKNOWN", clock == ClockQuality.LOWER_BOUND),
            new Input.Condition("GUESSING", guessWatch.isTried(guesses, doneMillis)),
            new Input.Condition("STATE_NOT_SAVED", memoryUnsaved),
            new Input.Condition("STATE_LOST", memoryLost)));
  }

  void memorySaved(boolean saved) {
    memoryUnsaved = !saved;
    memoryLost &= !saved;
  }

  void memoryLost() {
    memoryLost = true;
  }

  private boolean diskIsLow() {
    try {
      if (disk == null) {
        disk = Files.getFileStore(books.data());
      }
      return disk.getUsableSpace() < Limits.FREE_DISK_BYTES;
    } catch (IOException e) {
      LOG.warn("Cannot tell how full the disk is: {}", e.getMessage());
      return true;
    }
  }

  private boolean clockIsOff() {
    return Math.abs(upstream.clockOffsetMillis().orElse(0)) > Limits.CLOCK_OFFSET_MILLIS;
  }
}
