package org.shanmen.gate.link;

import java.util.OptionalLong;
import org.shanmen.protocol.wire.Claim;
import org.shanmen.protocol.wire.CommandResult;
import org.shanmen.protocol.wire.LaneSettings;

/** A link to the centre as its lane sees it, whatever carries the bytes. Returns at once. */
public interface LaneLink {
  /** The lane appended events: upload them as soon as they are power-safe. */
  void eventsAppended();

  /** Answers a command; kept (the last 64) while the link is down. */
  void sendResult(CommandResult result);

  /** The lane's status changed: a heartbeat now instead of within a second. */
  void statusChanged();

  /**
   * Asks the centre for a right, or tells what came of that.
   *
   * @return false if there is no link, or the centre at its end is too old to be asked
   */
  boolean ask(Claim claim);

  /**
   * Keeps what the centre said about this lane for the next start. Settings that make no sense are
   * not for this: the lane goes on with the old ones, after a restart too.
   */
  void remember(LaneSettings lane);

  /**
   * Forgets what the park entrusted to this gate; what {@link #remember} was given before goes with
   * it. For whoever heard {@link LinkListener#onRevoked}.
   */
  void forget();

  /**
   * The centre's clock minus this machine's, in milliseconds, from the quickest of the last
   * exchanges; empty until the first greeting.
   */
  OptionalLong clockOffsetMillis();
}
