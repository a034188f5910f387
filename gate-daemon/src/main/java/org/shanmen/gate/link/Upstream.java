package org.shanmen.gate.link;

import java.util.OptionalLong;
import org.shanmen.protocol.wire.Claim;
import org.shanmen.protocol.wire.CommandResult;
import org.shanmen.protocol.wire.LaneSettings;

/**
 * The way from a lane to its centre, whatever carries the bytes; {@link LinkListener} is the way
 * back. Thread-safe unless an implementation says otherwise; every call returns at once.
 */
public interface Upstream {
  /** The lane appended events: they are uploaded as soon as they are power-safe. */
  void eventsAppended();

  /** Answers a command; kept (the last 64) while there is no link. */
  void sendResult(CommandResult result);

  /** The lane's status changed: the centre hears it now instead of within a second. */
  void statusChanged();

  /**
   * Asks the centre for a right, or tells what came of that; the answer comes as a notice.
   *
   * @return false if there is no link, or the centre at its end is too old to be asked
   */
  default boolean ask(Claim claim) {
    return false;
  }

  /**
   * Keeps what the centre said about this lane for the next start. Settings that make no sense are
   * not for this: the lane goes on with the old ones, after a restart too.
   */
  default void remember(LaneSettings lane) {}

  /**
   * Forgets what the park entrusted to this gate; what {@link #remember} was given before goes with
   * it. For whoever heard {@link LinkListener#onRevoked}.
   */
  default void forget() {}

  /**
   * The centre's clock minus this machine's, in milliseconds, from the quickest of the last
   * exchanges; empty until the first greeting.
   */
  OptionalLong clockOffsetMillis();
}
