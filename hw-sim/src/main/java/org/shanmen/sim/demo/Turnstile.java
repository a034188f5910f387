package org.shanmen.sim.demo;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.shanmen.sim.crowd.Visit;
import org.shanmen.sim.lane.ArmPosition;
import org.shanmen.sim.lane.Walk;
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
  private static final Duration RELEASE_LIMIT = Duration.ofSeconds(5);

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

  /** Waits until the centre holds all that has happened here. */
  void awaitReported(Duration limit) {
    gate.awaitHealth("to have told the centre all", limit, GateHealth::isAllAcknowledged);
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
      awaitTurn(party.visit());
      presented.accept(party);
      GateHouse.Decision decision = gate.show(party.shown());
      return decision.isAdmission()
          ? Served.admitted(party.visit(), walk(party.visit()))
          : Served.refused(party.visit(), decision.reason());
    } catch (CompletionException e) {
      return Served.troubled(
          party.visit(), "the lane did not get on: " + e.getCause() + ", " + gate.lane().state());
    } catch (Await.TookTooLong | UncheckedIOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException();
      }
      return Served.troubled(party.visit(), e.getMessage());
    }
  }

  /** Waits until the lane is done with whoever came before. */
  private void awaitTurn(Visit visit) {
    if (visit.isLeaving()) {
      // The arm of an exit lets everybody out: it does not tell when the last one is through.
      gate.awaitHealth("to be done with the one before", LOCK_LIMIT, h -> h.awaited() == 0);
    } else if (!gate.ops().health().isFree()) {
      gate.awaitArm(arm -> arm == ArmPosition.LOCKED, LOCK_LIMIT);
    }
  }

  private int walk(Visit visit) {
    Walk walk = (visit.isLeaving() ? Walk.out() : Walk.in()).by(visit.people());
    gate.awaitArm(arm -> arm.lets(walk.direction()), RELEASE_LIMIT);
    return gate.walk(visit.turnsBack() ? walk.by(Walk.Manner.TURN_BACK) : walk).passed();
  }
}
