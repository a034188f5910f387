package org.shanmen.gate.link;

import java.util.List;
import java.util.Optional;
import org.shanmen.gate.whitelist.Applied;
import org.shanmen.gate.whitelist.Loading;
import org.shanmen.gate.whitelist.Whitelist;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.SnapshotPlace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A snapshot on its way in. Outlives the connection that began it, so that the next one goes on
 * where it stopped. Used on the link's worker thread.
 */
final class SnapshotIntake {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotIntake.class);

  /** Which part of which snapshot something is. */
  record Chunk(long version, long hash, int index, boolean last) {}

  private record UnderWay(long version, long hash, int nextIndex, Loading loading) {
    boolean isContinuedBy(Chunk chunk) {
      return chunk.version() == version && chunk.hash() == hash && chunk.index() == nextIndex;
    }
  }

  private final Whitelist whitelist;
  private Optional<UnderWay> underWay = Optional.empty();

  SnapshotIntake(Whitelist whitelist) {
    this.whitelist = whitelist;
  }

  /** Where it stands; empty when none is under way. */
  Optional<SnapshotPlace> place() {
    return underWay.map(
        now ->
            SnapshotPlace.newBuilder()
                .setVersion(now.version())
                .setHash(now.hash())
                .setNextIndex(now.nextIndex())
                .build());
  }

  /** A first chunk, which begins anew, or the next one of the snapshot under way. */
  boolean expects(Chunk chunk) {
    return chunk.index() == 0 || underWay.filter(now -> now.isContinuedBy(chunk)).isPresent();
  }

  /**
   * Takes an expected chunk.
   *
   * @return what came of the snapshot, with its last chunk
   * @throws org.shanmen.gate.whitelist.WhitelistFailed if the disk refuses it; nothing is under way
   *     then
   */
  Optional<Applied> take(Chunk chunk, List<Change> changes) {
    var loading = chunk.index() == 0 ? begun(chunk) : underWay.orElseThrow().loading();
    // Whatever fails below, what was taken in half is not gone on with.
    underWay = Optional.empty();
    loading.add(changes);
    if (chunk.last()) {
      return Optional.of(loading.finish());
    }
    underWay = Optional.of(new UnderWay(chunk.version(), chunk.hash(), chunk.index() + 1, loading));
    return Optional.empty();
  }

  private Loading begun(Chunk chunk) {
    LOG.info("The centre sends the whole whitelist, version {}", chunk.version());
    abandon();
    return whitelist.beginSnapshot(chunk.version(), chunk.hash());
  }

  /** Nothing of it is needed any more. */
  void abandon() {
    underWay.ifPresent(now -> now.loading().close());
    underWay = Optional.empty();
  }
}
