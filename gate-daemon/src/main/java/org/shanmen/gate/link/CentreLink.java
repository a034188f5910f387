package org.shanmen.gate.link;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.shanmen.gate.journal.Journal;
import org.shanmen.gate.whitelist.Whitelist;
import org.shanmen.protocol.wire.CommandResult;
import org.shanmen.protocol.wire.Heartbeat;
import org.shanmen.protocol.wire.LaneSettings;

/**
 * The connection to the centre, kept up for ever.
 *
 * <p>Thread-safe; no method blocks. The link closes neither whitelist nor journal.
 */
public final class CentreLink implements AutoCloseable {
  /**
   * @param status a snapshot of the lane for a heartbeat; called on the link's thread about once a
   *     second, must be thread-safe and quick. The link fills in time, software, whitelist and
   *     journal positions.
   */
  public CentreLink(
      LinkSettings settings,
      Whitelist whitelist,
      Journal journal,
      LinkListener listener,
      Supplier<Heartbeat.Builder> status) {}

  /**
   * Begins to connect, and to connect again after every loss.
   *
   * @throws IllegalArgumentException if the gate is not enrolled and the enrolment code is missing,
   *     malformed or another gate's; the message says what to do
   */
  public void start() {}

  /** What the centre last said about this lane; empty until the first greeting ever. */
  public Optional<LaneSettings> rememberedSettings() {
    return Optional.empty();
  }

  /** The lane appended events: upload them as soon as they are power-safe. */
  public void eventsAppended() {}

  /** Answers a command; kept (the last 64) while the link is down. */
  public void sendResult(CommandResult result) {}

  /** The lane's status changed: a heartbeat now instead of within a second. */
  public void statusChanged() {}

  /**
   * The centre's clock minus this machine's, in milliseconds, from the exchange with the shortest
   * way so far; empty until the first greeting.
   */
  public OptionalLong clockOffsetMillis() {
    return OptionalLong.empty();
  }

  public boolean isUp() {
    return false;
  }

  /** The last sequence of the present epoch that the centre said it holds. */
  public long acknowledged() {
    return 0;
  }

  /** Closes the connection and stops connecting; returns when the link's threads have ended. */
  @Override
  public void close() {}
}
