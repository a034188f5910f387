package org.shanmen.gate.journal;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.shanmen.protocol.wire.Event;

/**
 * The lane's events on disk.
 *
 * <p>{@link #append} is for one thread, the lane loop; everything else is thread-safe. Two
 * promises: when {@code append} returns the event survives the death of this process; when {@link
 * #forced} completes it survives a power cut.
 */
public final class Journal implements AutoCloseable {
  private Journal() {}

  /**
   * Opens the journal in a directory, or begins one. Reads everything that is retained: about a
   * second for a million events.
   *
   * @throws JournalFailed if the directory cannot be read or written
   */
  public static Journal open(Path directory) {
    return new Journal();
  }

  /**
   * Gives an event its epoch and sequence and hands it to the kernel. Lane loop only.
   *
   * @return the event as it is recorded
   * @throws JournalFull if the size limit is reached; nothing was written
   * @throws JournalFailed if writing failed, now or earlier
   */
  public Event append(Event.Builder event) {
    return event.build();
  }

  /** Asks for an fsync of all that was appended; returns at once, several requests share one. */
  public void forceSoon() {}

  /**
   * Completes when the event of the present epoch with this sequence is power-safe, asking for an
   * fsync if need be; completes exceptionally with {@link JournalFailed}. Dependents run on the
   * journal's own thread unless they are handed elsewhere, so they must be short.
   */
  public CompletionStage<Void> forced(long sequence) {
    return java.util.concurrent.CompletableFuture.completedFuture(null);
  }

  /**
   * Power-safe events of one epoch, oldest first, without a gap between them.
   *
   * @param sequence where to begin; if that event is not retained, the first later one that is
   * @param maxBytes how much to return at most, as serialised events; at least one event is
   *     returned if there is one
   */
  public List<Event> readFrom(long epoch, long sequence, int maxBytes) {
    return List.of();
  }

  /** Epochs of which events are retained, oldest first; the last one is the present epoch. */
  public List<Long> epochs() {
    return List.of();
  }

  /** Shows every retained event, oldest first, power-safe or not. Meant for the start. */
  public void forEachRetained(Consumer<Event> reader) {}

  /** Drops segments in which everything is of this epoch and at or before this sequence. */
  public void forget(long epoch, long sequence) {}

  /** Of the events that are appended now. Larger than all earlier ones, never used before. */
  public long epoch() {
    return 1;
  }

  /** The last sequence appended in the present epoch, 0 before the first. */
  public long lastSequence() {
    return 0;
  }

  /**
   * What was wrong when the journal was opened; empty when all was well. For the log and an alarm.
   */
  public List<String> damage() {
    return List.of();
  }

  /**
   * How much of the size limit is taken, 0 to 1. Alarm from {@code Limits.JOURNAL_ALARM_FULLNESS}.
   */
  public double fullness() {
    return 0;
  }

  /** Forces what was appended and closes the files. */
  @Override
  public void close() {}
}
