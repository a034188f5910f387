package org.shanmen.sim.demo;

import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.shanmen.sim.park.CentreClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the board for whoever must be looked at, looks at his papers, and says yes or no through
 * the centre, as a person at the console would. Works on a thread of its own until it is closed.
 */
final class Attendant implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Attendant.class);
  private static final long LOOK_EVERY_MILLIS = 250;

  private final CentreClient control;
  private final TicketWindow papers;
  private final Set<String> gates;
  private final Set<String> answered = new HashSet<>();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "attendant");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param control a session that may command gates
   * @param papers knows who may have a cheaper ticket
   * @param gates codes of those at which he stands
   */
  Attendant(CentreClient control, TicketWindow papers, Set<String> gates) {
    this.control = control;
    this.gates = Set.copyOf(gates);
    this.papers = papers;
    watch.scheduleWithFixedDelay(
        this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }

  private void look() {
    try {
      control.get("/board").getJsonArray("gates").stream()
          .map(JsonObject.class::cast)
          .filter(gate -> gates.contains(gate.getString("code")))
          .filter(gate -> gate.getBoolean("holding") && gate.getJsonObject("held") != null)
          .forEach(this::answer);
    } catch (RuntimeException e) {
      // The next look comes soon; a visitor who is never answered tells so himself.
      LOG.debug("the board could not be seen", e);
    }
  }

  private void answer(JsonObject gate) {
    String holding = gate.getString("holding_id");
    if (answered.add(gate.getString("code") + " " + holding)) {
      String ticket = gate.getJsonObject("held").getString("ticket");
      String action = papers.isEntitled(ticket) ? "confirm-accept" : "confirm-reject";
      var scope = new JsonObject().put("kind", "gate").put("code", gate.getString("code"));
      control.post(
          "/commands",
          new JsonObject().put("scope", scope).put("action", action).put("holding_id", holding));
    }
  }
}
