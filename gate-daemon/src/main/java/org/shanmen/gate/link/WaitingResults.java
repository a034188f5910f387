package org.shanmen.gate.link;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.shanmen.protocol.wire.CommandResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers to commands on their way to the centre. Thread-safe; when full, the oldest goes. */
final class WaitingResults {
  private static final Logger LOG = LoggerFactory.getLogger(WaitingResults.class);

  private final int limit;
  private final Deque<CommandResult> waiting = new ArrayDeque<>();

  WaitingResults(int limit) {
    this.limit = limit;
  }

  synchronized void add(CommandResult result) {
    if (waiting.size() == limit) {
      LOG.warn(
          "Too many answers wait for the centre; dropping the one to {}", waiting.remove().getId());
    }
    waiting.add(result);
  }

  void sendAll(Consumer<CommandResult> send) {
    List<CommandResult> all;
    synchronized (this) {
      all = new ArrayList<>(waiting);
      waiting.clear();
    }
    all.forEach(send);
  }
}
