package org.shanmen.gate;

import java.util.OptionalLong;
import org.shanmen.protocol.wire.CommandResult;

/** What the loop tells the link, and the one thing it asks. Thread-safe; returns at once. */
public interface Upstream {
  void eventsAppended();

  void sendResult(CommandResult result);

  void statusChanged();

  /** The centre's clock minus this machine's; empty until the first greeting. */
  OptionalLong clockOffsetMillis();
}
