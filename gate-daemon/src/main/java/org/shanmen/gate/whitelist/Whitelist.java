package org.shanmen.gate.whitelist;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.shanmen.protocol.wire.Delta;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

/**
 * The rights, ticket types and uses that this gate knows of.
 *
 * <p>Any thread may read, one thread at a time may write (the link's); a reader sees each delta
 * wholly or not at all and is held up for microseconds at most. Version 0 is the empty set.
 */
public final class Whitelist implements AutoCloseable {
  private Whitelist() {}

  /**
   * Opens the whitelist in a directory. What is damaged is replaced by the previous generation or,
   * failing that, by the empty set; {@link #damage} tells.
   *
   * @throws WhitelistFailed if the directory cannot be read or written at all
   */
  public static Whitelist open(Path directory) {
    return new Whitelist();
  }

  /**
   * The right that a credential shows. If several do, an active one outranks others, then the one
   * that is valid longest.
   */
  public Optional<Right> right(long fingerprint) {
    return Optional.empty();
  }

  public Optional<Right> rightById(long id) {
    return Optional.empty();
  }

  public Optional<TicketTemplate> template(int id) {
    return Optional.empty();
  }

  /** Uses of a right that the centre told of, this gate's own among them. */
  public List<Use> uses(long rightId) {
    return List.of();
  }

  public long version() {
    return 0;
  }

  /** See {@link org.shanmen.protocol.SetHash}. */
  public long hash() {
    return 0;
  }

  /**
   * Applies a delta: all of it or nothing. On disk when it returns.
   *
   * @throws WhitelistFailed if it could not be written
   */
  public Applied apply(Delta delta) {
    return new Applied.Refused("nothing yet");
  }

  /**
   * Begins to load the whole set; an earlier loading is abandoned.
   *
   * @param hash what the set must hash to
   */
  public Loading beginSnapshot(long version, long hash) {
    throw new UnsupportedOperationException();
  }

  /** What was wrong when the whitelist was opened; empty when all was well. */
  public List<String> damage() {
    return List.of();
  }

  @Override
  public void close() {}
}
