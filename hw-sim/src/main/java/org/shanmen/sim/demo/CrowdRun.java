package org.shanmen.sim.demo;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.shanmen.sim.crowd.Visit;
import org.shanmen.sim.park.Await;
import org.shanmen.sim.park.CentreClient;
import org.shanmen.sim.park.GateHouse;

/**
 * One day's crowd on its way: everybody buys what he needs a little before he arrives, waits until
 * the gate can know of it, and joins the queue.
 *
 * <p>Runs once. {@link #await} may be left early by closing.
 */
final class CrowdRun implements AutoCloseable {
  /** Tickets are bought so long before they are shown, in real time. */
  private static final Duration BOUGHT_BEFORE = Duration.ofSeconds(4);

  private static final Duration USE_LIMIT = Duration.ofSeconds(30);
  private static final int WINDOWS = 4;
  private static final int SHOWN_AGAIN_SAME_CODE_TIMES = 2;

  private final List<Visit> visits;
  private final double speed;
  private final int sameCodeMillis;
  private final TicketWindow window;
  private final CentreClient viewer;
  private final GateKnowledge knowledge;
  private final Attendant attendant;
  private final Tally tally;
  private final Map<String, Turnstile> turnstiles = new ConcurrentHashMap<>();
  private final Map<Integer, Journey> journeys = new ConcurrentHashMap<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService windows = Executors.newFixedThreadPool(WINDOWS);
  private final CountDownLatch left;
  private long startNanos;

  /** How far a visit has come; others may hold a copy of its ticket. */
  private static final class Journey {
    final CompletableFuture<TicketWindow.Held> held = new CompletableFuture<>();
    final CompletableFuture<Long> presentedNanos = new CompletableFuture<>();
    final CompletableFuture<Served> over = new CompletableFuture<>();
  }

  /**
   * @param speed how much faster the crowd's time runs than the clock
   * @param attendant looks at those who must be looked at; closed with the crowd
   * @param sameCodeMillis for how long a gate takes a code for the same presentation
   */
  CrowdRun(
      List<Visit> visits,
      double speed,
      int sameCodeMillis,
      List<GateHouse> gates,
      TicketWindow window,
      CentreClient viewer,
      Attendant attendant,
      Tally tally) {
    this.visits = visits;
    this.speed = speed;
    this.sameCodeMillis = sameCodeMillis;
    this.window = window;
    this.viewer = viewer;
    this.attendant = attendant;
    this.tally = tally;
    knowledge = new GateKnowledge(viewer);
    left = new CountDownLatch(visits.size());
    visits.forEach(visit -> journeys.put(visit.number(), new Journey()));
    gates.forEach(
        gate -> turnstiles.put(gate.code(), new Turnstile(gate, this::presented, this::served)));
  }

  /** Lets the day begin. */
  void start() {
    startNanos = System.nanoTime();
    for (Visit visit : visits) {
      long buyMillis = Math.max(0, arrivalMillis(visit) - BOUGHT_BEFORE.toMillis());
      clock.schedule(() -> setOut(visit), buyMillis, TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Waits until everybody has been served.
   *
   * @return whether that was within the limit
   */
  boolean await(Duration limit) throws InterruptedException {
    return left.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    clock.shutdownNow();
    windows.shutdownNow();
    turnstiles.values().forEach(Turnstile::close);
    knowledge.close();
    attendant.close();
  }

  private void setOut(Visit visit) {
    Journey journey = journeys.get(visit.number());
    CompletableFuture<TicketWindow.Held> outfitted =
        visit.copyOf().isPresent()
            ? copied(visits.get(visit.copyOf().getAsInt() - 1))
            : atWindow(() -> window.outfit(visit));
    outfitted
        .thenApply(
            held -> {
              journey.held.complete(held);
              return held;
            })
        .thenCompose(held -> knowledge.upToDate(visit.gate()).thenApply(done -> held))
        .whenComplete(
            (held, failure) -> {
              if (failure == null) {
                arriveWith(visit, held);
              } else {
                String trouble =
                    "did not get as far as the gate: "
                        + (failure.getCause() == null ? failure : failure.getCause());
                served(Served.troubled(visit, trouble));
              }
            });
  }

  /** A ticket that its owner has gone in or out with, once the centre knows of that. */
  private CompletableFuture<TicketWindow.Held> copied(Visit owner) {
    Journey original = journeys.get(owner.number());
    return original
        .over
        .thenCombine(original.presentedNanos, (over, nanos) -> nanos)
        .thenCompose(this::afterSameCodeTime)
        .thenCombine(original.held, (past, held) -> held)
        .thenCompose(
            held ->
                atWindow(
                    () -> {
                      awaitUse(owner, held.ticket());
                      return held;
                    }));
  }

  private CompletableFuture<Void> afterSameCodeTime(long presentedNanos) {
    var past = new CompletableFuture<Void>();
    long waitedMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - presentedNanos);
    clock.schedule(
        () -> past.complete(null),
        (long) SHOWN_AGAIN_SAME_CODE_TIMES * sameCodeMillis - waitedMillis,
        TimeUnit.MILLISECONDS);
    return past;
  }

  private void awaitUse(Visit owner, String ticket) {
    if (owner.isLeaving()) {
      turnstiles.get(owner.gate()).awaitReported(USE_LIMIT);
      return;
    }
    Await.until(
        "the use of ticket " + ticket + " to reach the centre",
        USE_LIMIT,
        () -> viewer.get("/tickets/" + CentreClient.escaped(ticket)).getInteger("used") > 0);
  }

  private void arriveWith(Visit visit, TicketWindow.Held held) {
    long inMillis =
        arrivalMillis(visit) - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    clock.schedule(
        () -> {
          tally.arrived(visit.people());
          turnstiles.get(visit.gate()).join(new Turnstile.Party(visit, held.shown()));
        },
        Math.max(0, inMillis),
        TimeUnit.MILLISECONDS);
  }

  private void presented(Turnstile.Party party) {
    journeys.get(party.visit().number()).presentedNanos.complete(System.nanoTime());
  }

  private void served(Served one) {
    tally.add(one);
    Journey journey = journeys.get(one.visit().number());
    if (one.trouble().isPresent()) {
      var failure = new IllegalStateException(one.trouble().get());
      journey.held.completeExceptionally(failure);
      journey.presentedNanos.completeExceptionally(failure);
      journey.over.completeExceptionally(failure);
    } else {
      journey.over.complete(one);
    }
    left.countDown();
  }

  private <T> CompletableFuture<T> atWindow(Supplier<T> business) {
    return CompletableFuture.supplyAsync(business, windows);
  }

  private long arrivalMillis(Visit visit) {
    return Math.round(visit.arrival().toMillis() / speed);
  }
}
