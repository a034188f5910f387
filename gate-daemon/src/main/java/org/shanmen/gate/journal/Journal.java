package org.shanmen.gate.journal;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.shanmen.gate.DurableFile;
import org.shanmen.gate.Limits;
import org.shanmen.gate.journal.JournalFormat.Found;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;

/**
 * The lane's events on disk: segments as {@link JournalFormat} draws them, and the newest epoch in
 * a file of its own.
 *
 * <p>{@link #append} is for one thread, the lane loop; everything else is thread-safe. Two
 * promises: when {@code append} returns the event survives the death of this process; when {@link
 * #forced} completes it survives a power cut. With {@link PowerPolicy#BEFORE_RELEASE} an admission
 * does both when {@code append} returns.
 *
 * <p>Sequences begin at 1 with each epoch. A new epoch begins when there is no journal or when its
 * newest part is damaged or torn, so that a number that may have been used never names another
 * event.
 */
public final class Journal implements AutoCloseable {
  /** Besides the records wanted: their overhead, and what lies before them in the index. */
  private static final int READ_AHEAD_BYTES = 256 << 10;

  private final long epoch;
  private final SegmentStore store;
  private final List<String> damage;
  private final Forcer forcer;
  private final PowerPolicy policy;

  private volatile Segment active;
  private SegmentFile activeFile;
  private volatile long lastSequence;
  private volatile JournalFailed failure;

  private Journal(
      SegmentStore store, long epoch, Recovery recovery, PowerPolicy policy, Executor executor)
      throws IOException {
    this.store = store;
    this.policy = policy;
    this.epoch = epoch;
    this.damage = List.copyOf(recovery.damage());
    if (recovery.resumable().isPresent()) {
      active = recovery.resumable().get();
      lastSequence = active.lastSequence();
      activeFile = store.reopen(active);
    } else {
      active = Segment.fresh(store.directory(), epoch, 1);
      activeFile = store.create(active);
    }
    // What a kill left in the kernel is not power-safe yet: the first force covers it.
    forcer = new Forcer(new Forcing(), 0, executor);
    forcer.soon();
  }

  /**
   * Opens the journal in a directory, or begins one. Reads everything that is retained: about a
   * second for a million events.
   *
   * @throws JournalFailed if the directory cannot be read or written
   */
  public static Journal open(Path directory) {
    return open(directory, PowerPolicy.OVERLAPPED);
  }

  /**
   * As {@link #open(Path)}.
   *
   * @throws JournalFailed if the directory cannot be read or written
   */
  public static Journal open(Path directory, PowerPolicy policy) {
    return open(
        directory,
        policy,
        Limits.JOURNAL_SEGMENT_BYTES,
        Limits.JOURNAL_BYTES,
        Clock.systemUTC(),
        ThreadLocalRandom.current(),
        Forcer.thread());
  }

  /**
   * As {@link #open(Path)}, for a journal of another size: a scenario's is small.
   *
   * @param segmentBytes of one preallocated segment
   * @param maxBytes of all segments together
   * @throws JournalFailed if the directory cannot be read or written
   */
  public static Journal open(Path directory, int segmentBytes, long maxBytes) {
    return open(directory, SegmentFile::real, segmentBytes, maxBytes, Clock.systemUTC());
  }

  /**
   * As {@link #open(Path)}, for a journal whose size, time and threads are somebody else's.
   *
   * @param clock names the epochs
   * @param executor does the fsyncs, one at a time
   * @throws JournalFailed if the directory cannot be read or written
   */
  public static Journal open(
      Path directory,
      PowerPolicy policy,
      int segmentBytes,
      long maxBytes,
      Clock clock,
      Executor executor) {
    return open(
        directory, policy, segmentBytes, maxBytes, clock, ThreadLocalRandom.current(), executor);
  }

  /**
   * As {@link #open(Path)}, for a journal whose size, time, chance and threads are somebody else's.
   *
   * @param clock names the epochs
   * @param random does too
   * @param executor does the fsyncs, one at a time
   * @throws JournalFailed if the directory cannot be read or written
   */
  public static Journal open(
      Path directory,
      PowerPolicy policy,
      int segmentBytes,
      long maxBytes,
      Clock clock,
      RandomGenerator random,
      Executor executor) {
    return open(
        directory, SegmentFile::real, policy, segmentBytes, maxBytes, clock, random, executor);
  }

  static Journal open(
      Path directory, SegmentFile.Opener opener, int segmentBytes, long maxBytes, Clock clock) {
    return open(
        directory,
        opener,
        PowerPolicy.OVERLAPPED,
        segmentBytes,
        maxBytes,
        clock,
        ThreadLocalRandom.current(),
        Forcer.thread());
  }

  private static Journal open(
      Path directory,
      SegmentFile.Opener opener,
      PowerPolicy policy,
      int segmentBytes,
      long maxBytes,
      Clock clock,
      RandomGenerator random,
      Executor executor) {
    try {
      DurableFile.makeDirectory(directory);
      var epochFile = new EpochFile(directory);
      var recovery = Recovery.of(directory, epochFile, segmentBytes);
      long epoch = recovery.newestEpoch();
      if (recovery.resumable().isEmpty()) {
        epoch = EpochFile.next(epoch, clock.instant().getEpochSecond(), random);
        epochFile.write(epoch);
      }
      var store = new SegmentStore(directory, opener, segmentBytes, maxBytes, recovery);
      return new Journal(store, epoch, recovery, policy, executor);
    } catch (IOException e) {
      throw new JournalFailed("cannot open the journal in " + directory + ": " + e, e);
    }
  }

  /**
   * Gives an event its epoch and sequence and hands it to the kernel. Lane loop only.
   *
   * @return the event as it is recorded
   * @throws JournalFull if the size limit is reached or the disk has no room for the next segment;
   *     nothing was written
   * @throws JournalFailed if writing failed, now or earlier
   * @throws IllegalArgumentException if the event is larger than {@link Limits#EVENT_BYTES}
   */
  public Event append(Event.Builder event) {
    if (failure != null) {
      throw failure;
    }
    long sequence = lastSequence + 1;
    var numbered = event.setEpoch(epoch).setSequence(sequence).build();
    byte[] payload = numbered.toByteArray();
    if (payload.length > Limits.EVENT_BYTES) {
      throw new IllegalArgumentException(
          "event of " + payload.length + " bytes: at most " + Limits.EVENT_BYTES);
    }
    byte[] record = JournalFormat.record(epoch, sequence, payload);
    if (active.end() + record.length > store.segmentBytes()) {
      beginSegment(sequence);
    }
    int at = active.end();
    try {
      activeFile.write(at, record);
    } catch (IOException e) {
      throw fail("cannot write event " + sequence + " to " + active.path(), e);
    }
    active.added(new Found(sequence, at, 0, payload.length, at + record.length));
    lastSequence = sequence;
    if (policy == PowerPolicy.BEFORE_RELEASE && numbered.getKind() == EventKind.ADMITTED) {
      forcer.now(sequence);
    }
    return numbered;
  }

  private void beginSegment(long sequence) {
    var next = Segment.fresh(store.directory(), epoch, sequence);
    try {
      activeFile = store.create(next);
    } catch (IOException e) {
      throw new JournalFull("no room for the next segment " + next.path() + ": " + e);
    }
    active = next;
  }

  /** Asks for an fsync of all that was appended; returns at once, several requests share one. */
  public void forceSoon() {
    // An admission that was forced before the arm moved needs no second fsync.
    if (forcer.safe() < lastSequence) {
      forcer.soon();
    }
  }

  /**
   * Completes when the event of the present epoch with this sequence is power-safe, asking for an
   * fsync if need be; completes exceptionally with {@link JournalFailed}. Dependents run on the
   * journal's own thread unless they are handed elsewhere, so they must be short.
   */
  public CompletionStage<Void> forced(long sequence) {
    return forcer.forced(sequence);
  }

  /**
   * Power-safe events of one epoch, oldest first, without a gap between them.
   *
   * @param sequence where to begin; if that event is not retained, the first later one that is
   * @param maxBytes how much to return at most, as serialised events; at least one event is
   *     returned if there is one
   * @throws JournalFailed if the disk cannot be read
   */
  public List<Event> readFrom(long epoch, long sequence, int maxBytes) {
    long until = epoch == this.epoch ? forcer.safe() : Long.MAX_VALUE;
    var batch = new Batch(epoch, sequence, until, maxBytes);
    for (var segment : store.segments()) {
      if (segment.epoch() == epoch && segment.lastSequence() >= sequence && !batch.isFull()) {
        int from = segment.offsetBefore(sequence);
        int likelyEnough = from + 2 * maxBytes + READ_AHEAD_BYTES;
        batch.offerAll(read(segment, from, Math.min(likelyEnough, segment.end())));
        if (batch.events.isEmpty()) {
          // Damage took more than was read.
          batch.offerAll(read(segment, from, segment.end()));
        }
      }
    }
    return batch.events;
  }

  /** Epochs of which events are retained, oldest first; the last one is the present epoch. */
  public List<Long> epochs() {
    var epochs = new ArrayList<Long>();
    for (var segment : store.segments()) {
      if (epochs.isEmpty() || epochs.get(epochs.size() - 1) != segment.epoch()) {
        epochs.add(segment.epoch());
      }
    }
    return epochs;
  }

  /**
   * Shows every retained event, oldest first, power-safe or not. Meant for the start.
   *
   * @throws JournalFailed if the disk cannot be read
   */
  public void forEachRetained(Consumer<Event> reader) {
    for (var segment : store.segments()) {
      var bytes = read(segment, JournalFormat.HEADER_BYTES, segment.end());
      for (var record : SegmentScan.of(segment.epoch(), bytes, 0, bytes.length).records()) {
        reader.accept(event(bytes, record));
      }
    }
  }

  /** Drops segments in which everything is of this epoch and at or before this sequence. */
  public void forget(long epoch, long sequence) {
    try {
      store.drop(s -> s.epoch() == epoch && s.lastSequence() <= sequence);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot drop old segments of the journal", e);
    }
  }

  /** Of the events that are appended now. Larger than all earlier ones, never used before. */
  public long epoch() {
    return epoch;
  }

  /** The last sequence appended in the present epoch, 0 before the first. */
  public long lastSequence() {
    return lastSequence;
  }

  /** The last sequence of the present epoch that is power-safe. */
  public long forcedSequence() {
    return forcer.safe();
  }

  /** What was wrong when the journal was opened; empty when all was well. For log and alarm. */
  public List<String> damage() {
    return damage;
  }

  /**
   * How much of the size limit is taken, 0 to 1. Alarm from {@link Limits#JOURNAL_ALARM_FULLNESS}.
   */
  public double fullness() {
    return store.fullness();
  }

  /** Forces what was appended and closes the files. */
  @Override
  public void close() {
    forcer.close();
    if (failure == null) {
      failure = new JournalFailed("the journal is closed", null);
    }
    store.close();
  }

  private byte[] read(Segment segment, int from, int until) {
    try {
      return segment.read(from, until);
    } catch (NoSuchFileException e) {
      // Forgotten since the list of segments was taken.
      return new byte[0];
    } catch (IOException e) {
      throw new JournalFailed("cannot read " + segment.path(), e);
    }
  }

  static Event event(byte[] bytes, Found record) {
    try {
      return Event.parser().parseFrom(bytes, record.payloadAt(), record.payloadLength());
    } catch (InvalidProtocolBufferException e) {
      throw new JournalFailed("event " + record.sequence() + " is whole but no Event", e);
    }
  }

  private JournalFailed fail(String what, Throwable cause) {
    failure = new JournalFailed(what + ": " + cause, cause);
    return failure;
  }

  /** Events that go out together. */
  private static final class Batch {
    private final List<Event> events = new ArrayList<>();
    private final long epoch;
    private final long from;
    private final long until;
    private final int maxBytes;
    private int bytes;
    private long previous;
    private boolean full;

    Batch(long epoch, long from, long until, int maxBytes) {
      this.epoch = epoch;
      this.from = from;
      this.until = until;
      this.maxBytes = maxBytes;
    }

    boolean isFull() {
      return full;
    }

    void offerAll(byte[] records) {
      for (var record : SegmentScan.of(epoch, records, 0, records.length).records()) {
        if (!offer(records, record)) {
          return;
        }
      }
    }

    /** Returns false when nothing more belongs to the batch. */
    private boolean offer(byte[] segment, Found record) {
      if (record.sequence() < from) {
        return true;
      }
      boolean gap = !events.isEmpty() && record.sequence() != previous + 1;
      boolean overflow = !events.isEmpty() && bytes + record.payloadLength() > maxBytes;
      if (gap || overflow || record.sequence() > until) {
        full = true;
        return false;
      }
      events.add(event(segment, record));
      bytes += record.payloadLength();
      previous = record.sequence();
      return true;
    }
  }

  /** What the forcer's thread does for the journal. */
  private final class Forcing implements Forcer.Work {
    @Override
    public long force() throws IOException {
      if (failure != null) {
        throw failure;
      }
      long target = lastSequence;
      store.force();
      return target;
    }

    @Override
    public void prepare() {
      if (active.end() > store.segmentBytes() / 2) {
        store.prepareSpare();
      }
    }

    @Override
    public JournalFailed failed(Throwable cause) {
      return cause instanceof JournalFailed already
          ? already
          : fail("cannot force the journal in " + store.directory(), cause);
    }
  }
}
