package org.shanmen.gate;

import java.util.OptionalLong;
import org.shanmen.protocol.wire.Claim;
import org.shanmen.protocol.wire.CommandResult;
import org.shanmen.protocol.wire.LaneSettings;

/** What the loop tells the link, and what it asks. Thread-safe; returns at once. */
public interface Upstream {
  void eventsAppended();

  void sendResult(CommandResult result);

  void statusChanged();

  /**
   * Asks the centre for a right, or tells what came of that; the answer comes as a notice.
   *
   * @return false if it cannot be asked now
   */
  default boolean ask(Claim claim) {
    return false;
  }

  /** What the centre says of this lane makes sense and is in force: worth remembering. */
  default void inForce(LaneSettings lane) {}

  /** The park has revoked this gate: its rights and all that was remembered are forgotten. */
  default void forget() {}

  /** The centre's clock minus this machine's; empty until the first greeting. */
  OptionalLong clockOffsetMillis();
}
