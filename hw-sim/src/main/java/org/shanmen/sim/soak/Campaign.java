package org.shanmen.sim.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** One kind of fault, and what must hold whenever it strikes. */
public interface Campaign {
  /** As {@code ./shanmen soak} calls it. */
  String name();

  /** One sentence for people: what is done, and what must hold. */
  String promise();

  /** So many rounds are the whole campaign. */
  int fullRounds();

  /**
   * Sets up what all rounds share.
   *
   * @param directory empty, for this run alone
   * @throws IOException if this cannot be done on this machine; the message says why
   */
  Rig open(Path directory) throws IOException;

  /** What rounds are played on. One thread. */
  interface Rig extends AutoCloseable {
    /** Plays one round; all that is left to chance comes from the seed. */
    Played play(long seed) throws IOException;

    /** What is to be told of all rounds together, in one sentence; empty if nothing is. */
    default Optional<String> summary() {
      return Optional.empty();
    }

    @Override
    default void close() throws IOException {}
  }
}
