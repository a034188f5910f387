package org.shanmen.sim.demo;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.shanmen.sim.crowd.Visit;
import org.shanmen.sim.lane.ArmPosition;
import org.shanmen.sim.lane.Direction;
import org.shanmen.sim.lane.Walk;
import org.shanmen.sim.lane.WalkOutcome;
import org.shanmen.sim.park.Await;
import org.shanmen.sim.park.GateHealth;
import org.shanmen.sim.park.GateHouse;
import org.shanmen.sim.rig.Credential;

/**
 * The queue before one gate: one party after another shows what it has, and walks if it is let in.
 *
 * <p>A thread of its own serves the queue; {@link #join} may be called by any thread.
 */
final class Turnstile implements AutoCloseable {
  private static final Duration DECISION_LIMIT = Duration.ofSeconds(15);
  private static final Duration WALK_LIMIT = Duration.ofSeconds(60);

  /** Beyond the gate's own time-out for people who do not come. */
  private static final Duration LOCK_LIMIT = Duration.ofSeconds(20);

  private final GateHouse gate;
  private final Consumer<Party> presented;
  private final Consumer<Served> served;
  private final BlockingQueue<Party> queue = new LinkedBlockingQueue<>();
  private final Thread thread;

  /** A visit on its way through the gate. */
  record Party(Visit visit, Credential shown) {}

  /**
   * Opens the queue.
   *
   * @param presented told at the moment when a party shows what it has
   * @param served told what became of it
   */
  Turnstile(GateHouse gate, Consumer<Party> presented, Consumer<Served> served) {
    this.gate = gate;
    this.presented = presented;
    this.served = served;
    thread = new Thread(this::serveAll, "turnstile-" + gate.code());
    thread.setDaemon(true);
    thread.start();
  }

  void join(Party party) {
    queue.add(party);
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void serveAll() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Party party = queue.take();
        served.accept(serve(party));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private Served serve(Party party) throws InterruptedException {
    try {
      long earlier = awaitTurn();
      presented.accept(party);
      gate.lane().present(party.shown()).get(DECISION_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      GateHealth decided =
          Await.until(
              "gate " + gate.code() + " to decide",
              DECISION_LIMIT,
              () -> gate.ops().health(),
              health -> health.lastDecisionSequence() > earlier);
      return decided.lastDecision().equals("ADMITTED")
          ? Served.admitted(party.visit(), walk(party.visit()))
          : Served.refused(party.visit(), decided.lastReason());
    } catch (ExecutionException e) {
      return Served.troubled(party.visit(), String.valueOf(e.getCause()));
    } catch (TimeoutException e) {
      return Served.troubled(party.visit(), "the lane did not get on: " + gate.lane().state());
    } catch (Await.TookTooLong e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException();
      }
      return Served.troubled(party.visit(), e.getMessage());
    }
  }

  /**
   * Waits until the lane is done with whoever came before.
   *
   * @return what tells the next decision from earlier ones
   */
  private long awaitTurn() throws InterruptedException, ExecutionException, TimeoutException {
    if (!gate.ops().health().isFree()) {
      gate.lane()
          .when(state -> state.arm() == ArmPosition.LOCKED && state.connected(), LOCK_LIMIT)
          .get(LOCK_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }
    return gate.ops().health().lastDecisionSequence();
  }

  private int walk(Visit visit) throws InterruptedException, ExecutionException, TimeoutException {
    gate.lane()
        .when(state -> state.arm().lets(Direction.IN), DECISION_LIMIT)
        .get(DECISION_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    Walk walk = Walk.in().by(visit.people());
    WalkOutcome outcome =
        gate.lane()
            .walk(visit.turnsBack() ? walk.by(Walk.Manner.TURN_BACK) : walk)
            .get(WALK_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    return outcome.passed();
  }
}
