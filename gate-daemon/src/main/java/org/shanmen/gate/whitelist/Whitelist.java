package org.shanmen.gate.whitelist;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.shanmen.gate.DurableFile;
import org.shanmen.gate.Limits;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Delta;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rights, ticket types and uses that this gate knows of: an immutable generation on disk
 * ({@link Table}) and, over it, what changed since, in memory and in a log ({@link DeltaLog}). When
 * much has changed, a background thread merges both into the next generation.
 *
 * <p>Any thread may read, one thread at a time may write (the link's); a reader sees each delta
 * wholly or not at all and is held up for microseconds at most. Version 0 is the empty set.
 */
public final class Whitelist implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Whitelist.class);
  private static final String TABLE = "table";
  private static final String COMPACTION = "compaction";

  private final Directory directory;
  private final int compactFrom;

  /** Replaced, never changed. */
  private volatile List<String> damage;

  private volatile boolean damaged;

  /** Whether the disk refused what came last. */
  private volatile boolean unsaved;

  private final LookUps lookUps;

  /** The following are guarded by this object's monitor, as is every change on disk. */
  private final Generations generations;

  private Optional<Snapshot> loading = Optional.empty();
  private int compactAgainFrom;

  private final UsedRights used = new UsedRights();
  private final Executor compactor;
  private boolean compacting;
  private volatile boolean cancelCompaction;

  private Whitelist(Directory directory, Opening opened, int compactFrom, Executor compactor) {
    this.directory = directory;
    this.compactor = compactor;
    this.compactFrom = compactFrom;
    this.compactAgainFrom = compactFrom;
    this.damage = List.copyOf(opened.damage());
    this.damaged = opened.isDamaged();
    this.lookUps = new LookUps(opened.contents(), this::fallBack);
    this.generations = new Generations(directory, opened);
  }

  /**
   * Opens the whitelist in a directory. What is damaged is replaced by the previous generation or,
   * failing that, by the empty set; {@link #damage} tells.
   *
   * @throws WhitelistFailed if the directory cannot be read or written at all
   */
  public static Whitelist open(Path directory) {
    return open(directory, Limits.WHITELIST_OVERLAY_ENTRIES);
  }

  static Whitelist open(Path path, int compactFrom) {
    return open(path, compactFrom, Whitelist::onAThread);
  }

  /** Compactions are rare, minutes or days apart. */
  private static void onAThread(Runnable compaction) {
    var thread = new Thread(compaction, "whitelist-compaction");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * As {@link #open(Path)}, for a whitelist whose size and threads are somebody else's.
   *
   * @param compactFrom changed entries from which on they are merged into a new generation
   * @param compactor does that merging
   * @throws WhitelistFailed if the directory cannot be read or written at all
   */
  public static Whitelist open(Path path, int compactFrom, Executor compactor) {
    var directory = new Directory(path);
    try {
      DurableFile.makeDirectory(path);
      directory.deleteParts();
      var opening = new Opening(directory);
      opening.run();
      return new Whitelist(directory, opening, compactFrom, compactor);
    } catch (IOException e) {
      throw new WhitelistFailed("cannot open the whitelist in " + path, e);
    }
  }

  /** All rights that a credential shows, by their ids. */
  public List<Right> rights(long fingerprint) {
    return shown(fingerprint).stream().map(Held::right).toList();
  }

  /** All rights that a credential shows, by their ids, with their uses. */
  public List<Held> shown(long fingerprint) {
    return lookUps.shown(fingerprint);
  }

  public Optional<Right> rightById(long id) {
    return lookUps.rightById(id);
  }

  public Optional<TicketTemplate> template(int id) {
    return lookUps.template(id);
  }

  /** Uses of a right that the centre told of, this gate's own among them. */
  public List<Use> uses(long rightId) {
    return lookUps.uses(rightId);
  }

  /**
   * Of which rights a use came in since the last call. For one caller.
   *
   * @return empty: any may be
   */
  public Optional<List<Long>> takeUsed() {
    return used.take();
  }

  public long version() {
    return contents().version();
  }

  /** See {@link org.shanmen.protocol.SetHash}. */
  public long hash() {
    return contents().hash();
  }

  /** Version and hash of one and the same set. */
  public record Position(long version, long hash) {}

  public Position position() {
    var now = contents();
    return new Position(now.version(), now.hash());
  }

  /**
   * The previous generation is put in force with all deltas behind it, or the empty set: late, but
   * nothing false. Rare enough that whoever came upon the damage waits for that.
   *
   * @param seen of which the table is damaged
   */
  private synchronized void fallBack(Contents seen, TableDamaged why) {
    if (contents().table().isEmpty() || !contents().table().equals(seen.table())) {
      return; // Another reader was quicker.
    }
    LOG.error("The whitelist is damaged on disk, its previous generation is taken", why);
    cancelCompaction = true;
    awaitCompactionsEnd();
    cancelCompaction = false;
    try {
      var damaged = generations.table().getFileName();
      var opening = generations.fallBack();
      var old = contents().table();
      lookUps.exchange(true, opening::contents);
      old.ifPresent(Table::close);
      var told = new ArrayList<>(damage);
      used.anyMay();
      told.add(damaged + " is damaged: " + why.getMessage());
      told.addAll(opening.damage());
      told.add("the set is at version %d now".formatted(contents().version()));
      damage = List.copyOf(told);
      this.damaged = true;
      compactAgainFrom = compactFrom;
    } catch (IOException e) {
      throw new WhitelistFailed("cannot go back to the previous generation", e);
    }
  }

  /**
   * Reads all of the generation in force and compares it with its checksum; if it is damaged, what
   * is not damaged is put in force. Takes long; pauses between pages, so that nobody feels it. On a
   * thread that nobody waits for.
   *
   * @param pause called behind each piece that was read; true ends it
   */
  public void scrub(BooleanSupplier pause) {
    Contents seen;
    Current.Generation generation;
    synchronized (this) {
      seen = contents();
      generation = generations.inForce();
    }
    if (seen.table().isEmpty()) {
      return;
    }
    try {
      Table.check(directory.table(generation.table()), generation.seal(), pause);
    } catch (TableDamaged e) {
      fallBack(seen, e);
    } catch (IOException e) {
      // Replaced meanwhile, or the disk fails; then whoever needs it will hear of it.
      LOG.warn("cannot check the whitelist's generation {}", generation.table(), e);
    }
  }

  /**
   * Applies a delta: all of it or nothing. On disk when it returns.
   *
   * @throws WhitelistFailed if it could not be written; it may be tried again
   */
  public synchronized Applied apply(Delta delta) {
    try {
      var applied = written(delta);
      if (applied instanceof Applied.Now) {
        unsaved = false;
      }
      return applied;
    } catch (WhitelistFailed e) {
      unsaved = true;
      throw e;
    }
  }

  private Applied written(Delta delta) {
    if (contents().inMemory() >= Math.max(Limits.WHITELIST_OVERLAY_MAX_ENTRIES, compactFrom)) {
      awaitCompaction();
    }
    var outcome = staged(delta);
    if (outcome instanceof Staging.Outcome.Refused refused) {
      return new Applied.Refused(refused.why());
    }
    var fits = (Staging.Outcome.Fits) outcome;
    try {
      generations.append(delta);
    } catch (IOException e) {
      throw new WhitelistFailed("cannot log the delta to " + delta.getTargetVersion(), e);
    }
    lookUps.exchange(
        delta.getChangesList().stream().anyMatch(Change::hasPutTemplate),
        () -> {
          contents().live().putAll(fits.changed());
          return contents().at(delta.getTargetVersion(), delta.getTargetHash());
        });
    used.add(fits.usedRights());
    compactIfLarge();
    return new Applied.Now(contents().version(), contents().hash());
  }

  private Contents contents() {
    return lookUps.contents();
  }

  private Staging.Outcome staged(Delta delta) {
    while (true) {
      // Only holders of the monitor change the contents, so reading them here needs no lock.
      var seen = contents();
      try {
        return Staging.of(seen, delta);
      } catch (TableDamaged e) {
        fallBack(seen, e);
      }
    }
  }

  /**
   * Begins to load the whole set; an earlier loading is abandoned.
   *
   * @param hash what the set must hash to
   */
  public synchronized Loading beginSnapshot(long version, long hash) {
    loading.ifPresent(Snapshot::close);
    var snapshot = new Snapshot(directory, version, hash, new Installation());
    loading = Optional.of(snapshot);
    return snapshot;
  }

  private final class Installation implements Snapshot.Installer {
    @Override
    public Applied install(Optional<Table.Seal> part, long version, long hash) throws IOException {
      return Whitelist.this.install(part, version, hash);
    }

    @Override
    public WhitelistFailed refused(String what, Exception why) {
      unsaved = true;
      return new WhitelistFailed(what, why);
    }
  }

  private synchronized Applied install(Optional<Table.Seal> seal, long version, long hash)
      throws IOException {
    loading = Optional.empty();
    cancelCompaction = true;
    awaitCompactionsEnd();
    cancelCompaction = false;

    int firstLog = generations.rollLog();
    var table = generations.putInForce(TABLE, seal, version, hash, firstLog);
    var old = contents().table();
    lookUps.exchange(
        true, () -> new Contents(table, Optional.empty(), Overlay.ofMany(), version, hash));
    old.ifPresent(Table::close);
    used.anyMay();
    unsaved = false;
    compactAgainFrom = compactFrom;
    return new Applied.Now(version, hash);
  }

  /** Starts to merge the overlay into a new generation if it has become large. */
  private void compactIfLarge() {
    if (compacting || contents().inMemory() < compactAgainFrom) {
      return;
    }
    try {
      if (contents().frozen().isEmpty()) {
        int firstLog = generations.rollLog();
        lookUps.exchange(false, () -> contents().freeze(firstLog));
      }
    } catch (IOException e) {
      compactionFailed(e);
      return;
    }
    var toMerge = contents();
    compacting = true;
    compactor.execute(() -> compact(toMerge));
  }

  /**
   * @param from contents of which table and frozen overlay are read; neither changes
   */
  private void compact(Contents from) {
    try {
      var part = directory.part(COMPACTION);
      var entries = from.merged(() -> cancelCompaction);
      Optional<Table.Seal> seal =
          entries.hasNext()
              ? Optional.of(Table.write(part, entries, from.frozen().orElseThrow().hash()))
              : Optional.empty();
      swap(from.frozen().orElseThrow(), seal);
    } catch (CancellationException e) {
      LOG.debug("compaction of the whitelist abandoned: {}", e.getMessage());
      directory.discard(COMPACTION);
      compactionEnded();
    } catch (TableDamaged e) {
      directory.discard(COMPACTION);
      compactionEnded();
      fallBack(from, e);
    } catch (IOException | RuntimeException e) {
      directory.discard(COMPACTION);
      compactionFailed(e);
    }
  }

  private synchronized void swap(Contents.Frozen merged, Optional<Table.Seal> seal)
      throws IOException {
    if (cancelCompaction) {
      throw new CancellationException("superseded by a snapshot");
    }
    var table =
        generations.putInForce(COMPACTION, seal, merged.version(), merged.hash(), merged.nextLog());
    var old = contents().table();
    lookUps.exchange(false, () -> contents().onto(table));
    old.ifPresent(Table::close);
    compactAgainFrom = compactFrom;
    compactionEnded();
  }

  private synchronized void compactionFailed(Exception e) {
    LOG.warn("cannot compact the whitelist, trying again after more changes", e);
    compactAgainFrom = contents().inMemory() + compactFrom / 4 + 1;
    compactionEnded();
  }

  private synchronized void compactionEnded() {
    compacting = false;
    notifyAll();
  }

  private synchronized void awaitCompactionsEnd() {
    boolean interrupted = false;
    while (compacting) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The overlay may not grow further: waits until it is merged. */
  private void awaitCompaction() {
    compactAgainFrom = compactFrom;
    compactIfLarge();
    awaitCompactionsEnd();
    if (contents().inMemory() >= Math.max(Limits.WHITELIST_OVERLAY_MAX_ENTRIES, compactFrom)) {
      throw new WhitelistFailed("the overlay is full and cannot be compacted", null);
    }
  }

  /** What was found to be wrong, at the start and since; empty when all is well. */
  public List<String> damage() {
    return damage;
  }

  /**
   * Whether the disk gave back something else than what was put in force, at the start or since.
   * The end of a log that a power cut tore is none of that, nor is a list of an earlier version.
   */
  public boolean isDamaged() {
    return damaged;
  }

  /** Whether the disk did not take what the centre sent last: the list in force is behind. */
  public boolean isUnsaved() {
    return unsaved;
  }

  /** Ends a compaction under way and closes the files; nobody may read any more. */
  @Override
  public void close() {
    cancelCompaction = true;
    awaitCompactionsEnd();
    synchronized (this) {
      loading.ifPresent(Snapshot::close);
      contents().table().ifPresent(Table::close);
      generations.close();
    }
  }
}
