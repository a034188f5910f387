package org.shanmen.sim.demo;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.shanmen.sim.park.CentreClient;

/**
 * Tells when a gate has heard of what was just sold, refunded or used, by the board: the centre
 * shows there which version of the list each gate has confirmed.
 *
 * <p>Thread-safe. Asks only while somebody waits.
 */
final class GateKnowledge implements AutoCloseable {
  /** So long at most until a connected gate has heard of a change. */
  static final Duration LIMIT = Duration.ofSeconds(30);

  private static final long ASK_EVERY_MILLIS = 150;
  private static final long NOT_KNOWN_YET = -1;

  private final CentreClient viewer;
  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService asker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "gate-knowledge");
            thread.setDaemon(true);
            return thread;
          });

  private static final class Waiting {
    final String gate;
    final long sinceNanos = System.nanoTime();
    final CompletableFuture<Void> done = new CompletableFuture<>();
    long wantedVersion = NOT_KNOWN_YET;

    Waiting(String gate) {
      this.gate = gate;
    }
  }

  GateKnowledge(CentreClient viewer) {
    this.viewer = viewer;
    asker.scheduleWithFixedDelay(
        this::ask, ASK_EVERY_MILLIS, ASK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Done when the gate knows all that the centre knows now; fails after {@link #LIMIT}. */
  CompletableFuture<Void> upToDate(String gate) {
    var one = new Waiting(gate);
    waiting.add(one);
    return one.done.orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    asker.shutdownNow();
  }

  private void ask() {
    waiting.removeIf(one -> one.done.isDone());
    if (waiting.isEmpty()) {
      return;
    }
    long askedNanos = System.nanoTime();
    try {
      answer(viewer.get("/board"), askedNanos);
    } catch (RuntimeException e) {
      // The centre may be restarting; whoever waits too long is told so by the limit.
    }
  }

  private void answer(JsonObject board, long askedNanos) {
    Map<String, JsonObject> lists = new HashMap<>();
    board.getJsonArray("gates").stream()
        .map(JsonObject.class::cast)
        .forEach(gate -> lists.put(gate.getString("code"), gate.getJsonObject("whitelist")));
    // Any gate that is current has the centre's own version.
    long centreVersion =
        lists.values().stream()
            .filter(list -> list.getBoolean("current"))
            .mapToLong(list -> list.getLong("version"))
            .max()
            .orElse(NOT_KNOWN_YET);
    for (Waiting one : waiting) {
      if (askedNanos - one.sinceNanos <= 0 || !lists.containsKey(one.gate)) {
        continue;
      }
      if (one.wantedVersion == NOT_KNOWN_YET) {
        one.wantedVersion = centreVersion;
      }
      boolean heard =
          one.wantedVersion != NOT_KNOWN_YET
              && lists.get(one.gate).getLong("version") >= one.wantedVersion;
      if (heard) {
        one.done.complete(null);
      }
    }
  }
}
