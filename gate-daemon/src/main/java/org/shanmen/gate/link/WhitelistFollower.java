package org.shanmen.gate.link;

import java.util.Optional;
import org.shanmen.gate.whitelist.Applied;
import org.shanmen.gate.whitelist.Loading;
import org.shanmen.gate.whitelist.Whitelist;
import org.shanmen.protocol.wire.Delta;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.SnapshotChunk;
import org.shanmen.protocol.wire.WhitelistAck;
import org.shanmen.protocol.wire.WhitelistRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the whitelist along with what one connection says. Used on the link's worker thread, in
 * the order of arrival; may take long.
 */
final class WhitelistFollower {
  private static final Logger LOG = LoggerFactory.getLogger(WhitelistFollower.class);

  /** What the connection must do about it. */
  interface Line {
    void send(Envelope.Builder message);

    void close(String why);

    /** The whitelist is at a new version. */
    void changed();
  }

  private final Whitelist whitelist;
  private final Line line;
  private Optional<Loading> loading = Optional.empty();
  private SnapshotChunk expected = SnapshotChunk.getDefaultInstance();
  private boolean askedForAll;

  WhitelistFollower(Whitelist whitelist, Line line) {
    this.whitelist = whitelist;
    this.line = line;
  }

  void follow(Delta delta) {
    if (askedForAll) {
      // Sent before the centre heard that we need a snapshot.
      return;
    }
    outcome(whitelist.apply(delta));
  }

  void follow(SnapshotChunk chunk) {
    if (chunk.getIndex() == 0) {
      loading = Optional.of(whitelist.beginSnapshot(chunk.getVersion(), chunk.getHash()));
      LOG.info("The centre sends the whole whitelist, version {}", chunk.getVersion());
    } else if (loading.isEmpty()
        || chunk.getIndex() != expected.getIndex()
        || chunk.getVersion() != expected.getVersion()
        || chunk.getHash() != expected.getHash()) {
      line.close(
          "chunk %d of snapshot %d: expected chunk %d of %d"
              .formatted(
                  chunk.getIndex(),
                  chunk.getVersion(),
                  expected.getIndex(),
                  expected.getVersion()));
      return;
    }
    expected =
        SnapshotChunk.newBuilder()
            .setVersion(chunk.getVersion())
            .setHash(chunk.getHash())
            .setIndex(chunk.getIndex() + 1)
            .build();
    loading.get().add(chunk.getChangesList());
    if (chunk.getLast()) {
      var finished = loading.get();
      loading = Optional.empty();
      askedForAll = false;
      outcome(finished.finish());
    }
  }

  private void outcome(Applied applied) {
    if (applied instanceof Applied.Now now) {
      line.changed();
      line.send(
          Envelope.newBuilder()
              .setWhitelistAck(
                  WhitelistAck.newBuilder().setVersion(now.version()).setHash(now.hash())));
    } else if (applied instanceof Applied.Refused refused) {
      LOG.warn("Asking the centre for the whole whitelist: {}", refused.why());
      askedForAll = true;
      line.send(
          Envelope.newBuilder()
              .setWhitelistRequest(
                  WhitelistRequest.newBuilder()
                      .setHaveVersion(whitelist.version())
                      .setWhy(refused.why())));
    }
  }

  /** The connection is gone: what it had begun is abandoned. */
  void end() {
    loading.ifPresent(Loading::close);
    loading = Optional.empty();
  }
}
