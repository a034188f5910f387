package org.shanmen.gate.whitelist;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.shanmen.gate.Limits;
import org.shanmen.gate.whitelist.Staging.Unusable;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

/** A set that is being received, sorted as it comes; see {@link Loading}. */
final class Snapshot implements Loading {
  /** Puts a finished table in force. */
  interface Installer {
    /**
     * @param part the table's file under its provisional name; empty if the set is empty
     */
    Applied install(Optional<Table.Seal> part, long version, long hash) throws IOException;

    /** The disk did not take it. */
    WhitelistFailed refused(String what, Exception why);
  }

  private final Directory directory;
  private final long version;
  private final long hash;
  private final Installer installer;
  private final SortedFingerprints fingerprints;

  /** Everything else, which comes nearly in order. */
  private final SortedRuns runs;

  private Optional<String> trouble = Optional.empty();
  private boolean over;

  Snapshot(Directory directory, long version, long hash, Installer installer) {
    this.directory = directory;
    this.version = version;
    this.hash = hash;
    this.installer = installer;
    this.fingerprints = new SortedFingerprints(directory, Limits.SNAPSHOT_SORT_BYTES / 2);
    this.runs = new SortedRuns(directory, Limits.SNAPSHOT_SORT_BYTES / 2);
  }

  @Override
  public void add(List<Change> changes) {
    if (over) {
      throw new IllegalStateException("the snapshot of version " + version + " is over");
    }
    try {
      for (var change : changes) {
        if (trouble.isEmpty()) {
          add(change);
        }
      }
    } catch (Unusable | InvalidProtocolBufferException e) {
      trouble = Optional.of(e.getMessage());
    } catch (IOException e) {
      close();
      throw installer.refused("cannot sort the snapshot of version " + version, e);
    }
  }

  private void add(Change change) throws IOException, Unusable {
    switch (change.getChangeCase()) {
      case PUT_TEMPLATE -> {
        byte[] body = element(change.getPutTemplate());
        runs.add(new Entry(Keys.template(TicketTemplate.parseFrom(body)), body));
      }
      case PUT_RIGHT -> {
        byte[] body = element(change.getPutRight());
        var right = Right.parseFrom(body);
        runs.add(new Entry(Keys.right(right), body));
        for (long fingerprint : right.getFingerprintsList()) {
          fingerprints.add(fingerprint, right.getId());
        }
      }
      case ADD_USE -> {
        byte[] body = element(change.getAddUse());
        runs.add(new Entry(Keys.use(Use.parseFrom(body)), body));
      }
      case REMOVE_RIGHT, CHANGE_NOT_SET ->
          throw new Unusable("a snapshot holds only templates, rights and uses");
    }
  }

  private static byte[] element(ByteString body) throws Unusable {
    return Staging.element(body);
  }

  @Override
  public Applied finish() {
    if (trouble.isPresent()) {
      close();
      return new Applied.Refused("snapshot of version " + version + ": " + trouble.get());
    }
    var part = directory.part("table");
    try {
      var entries = new Checked(sorted());
      Optional<Table.Seal> seal =
          entries.hasNext() ? Optional.of(Table.write(part, entries, hash)) : Optional.empty();
      if (entries.twice.isPresent() || entries.hash != hash) {
        Files.deleteIfExists(part);
        return new Applied.Refused(
            "snapshot of version %d: %s"
                .formatted(
                    version,
                    entries.twice.orElse(
                        "its elements hash to %016x, not to %016x".formatted(entries.hash, hash))));
      }
      return installer.install(seal, version, hash);
    } catch (IOException | UncheckedIOException e) {
      directory.discard("table");
      throw installer.refused("cannot write the snapshot of version " + version, e);
    } finally {
      close();
    }
  }

  /** Fingerprints stand before everything else, see {@link Keys}. */
  private Iterator<Entry> sorted() throws IOException {
    var first = fingerprints.sorted();
    var then = runs.sorted();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return first.hasNext() || then.hasNext();
      }

      @Override
      public Entry next() {
        return first.hasNext() ? first.next() : then.next();
      }
    };
  }

  @Override
  public void close() {
    over = true;
    try {
      try {
        fingerprints.close();
      } finally {
        runs.close();
      }
    } catch (IOException e) {
      throw new WhitelistFailed("cannot remove the runs of a snapshot", e);
    }
  }

  /** Hashes what goes by, once for each key, and notes elements that contradict each other. */
  private static final class Checked implements Iterator<Entry> {
    private final Iterator<Entry> entries;
    private Entry next;
    private long hash;
    private Optional<String> twice = Optional.empty();

    Checked(Iterator<Entry> entries) {
      this.entries = entries;
      next = entries.hasNext() ? entries.next() : null;
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Entry next() {
      if (next == null) {
        throw new NoSuchElementException();
      }
      var entry = next;
      next = null;
      while (next == null && entries.hasNext()) {
        var candidate = entries.next();
        if (!Arrays.equals(candidate.key(), entry.key())) {
          next = candidate;
        } else if (Keys.isRight(entry.key()) || entry.key()[0] == Keys.TEMPLATE) {
          twice = Optional.of("it holds a right or template twice");
        }
      }
      hash += Entry.hash(entry.key(), entry.value());
      return entry;
    }
  }
}
