package org.shanmen.sim.soak;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.shanmen.sim.lane.ArmPosition;
import org.shanmen.sim.park.Await;
import org.shanmen.sim.park.CentreClient;
import org.shanmen.sim.park.RequestRefused;

/**
 * SIGKILL of the centre, of PostgreSQL under it, or of both, while a clerk sells and people go in.
 */
final class KilledCentre extends ParkCampaign {
  private static final int TICKETS = 3;
  private static final int LATEST_KILL_MILLIS = 3_000;

  private enum Victim {
    CENTRE,
    POSTGRES,
    BOTH
  }

  KilledCentre() {
    super(
        "kill-centre",
        "kill -9 of the centre, of PostgreSQL, of both: no acknowledged sale or event lost, none"
            + " counted twice, the gate goes on meanwhile",
        50);
  }

  @Override
  void round(SoakPark park, long seed, Random random, Played played) throws IOException {
    var clerk = park.as("clerk");
    var tickets = park.sell(clerk, TICKETS);
    park.awaitCurrent();
    var victim = Victim.values()[random.nextInt(Victim.values().length)];
    long killAfterMillis = random.nextInt(LATEST_KILL_MILLIS);
    played.note(victim + " killed after " + killAfterMillis + " ms");
    played.count("kills of " + victim.name().toLowerCase(java.util.Locale.ROOT), 1);

    Queue<SoakPark.Ticket> sold = new ConcurrentLinkedQueue<>();
    var kill =
        CompletableFuture.runAsync(
            () -> kill(park, victim),
            CompletableFuture.delayedExecutor(killAfterMillis, TimeUnit.MILLISECONDS));
    var selling = CompletableFuture.runAsync(() -> sellUntilItFails(park, clerk, sold));
    var visitors = Visitors.of(park.gate());
    visitors.come(tickets);
    kill.join();
    selling.join();
    visitors.requireAllLetIn(played);

    if (victim != Victim.POSTGRES) {
      park.park().centre().start();
    }
    awaitCentre(park);
    park.gate().awaitArm(arm -> arm == ArmPosition.LOCKED, SoakPark.PATIENCE);
    visitors.comeAgain(played);
    park.awaitAllStored();
    park.awaitCurrent();

    requireSold(park.as("viewer"), List.copyOf(sold), played);
    visitors.requireAccounted(park.requireBooksAgree(park.gate(), played), played);
  }

  /** One sale after the other, until one is not answered as it should be. */
  private static void sellUntilItFails(
      SoakPark park, CentreClient clerk, Queue<SoakPark.Ticket> sold) {
    try {
      while (true) {
        sold.addAll(park.sell(clerk, 1));
      }
    } catch (RequestRefused | UncheckedIOException e) {
      // What was not acknowledged may be sold or not: nobody holds that ticket.
    }
  }

  private static void kill(SoakPark park, Victim victim) {
    if (victim != Victim.CENTRE) {
      postmaster(park).destroyForcibly();
    }
    if (victim != Victim.POSTGRES) {
      park.park().centre().program().kill();
    }
  }

  private static ProcessHandle postmaster(SoakPark park) {
    Path file = park.park().centre().data().resolve("postgres/postmaster.pid");
    try {
      long process = Long.parseLong(Files.readAllLines(file).get(0).strip());
      return ProcessHandle.of(process).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The centre must come back by itself, or have ended so that its service unit starts it. */
  private static void awaitCentre(SoakPark park) {
    var centre = park.park().centre();
    Await.until(
        "the centre to work again (log: " + centre.program().log() + ")",
        SoakPark.PATIENCE,
        () -> {
          if (!centre.program().isAlive()) {
            centre.start();
          }
          return !park.as("viewer").get("/board").isEmpty();
        });
  }

  private static void requireSold(CentreClient viewer, List<SoakPark.Ticket> sold, Played played) {
    for (SoakPark.Ticket ticket : sold) {
      played.count("acknowledged sales", 1);
      try {
        JsonObject kept = viewer.get("/tickets/" + ticket.number());
        played.require(
            kept.getString("state").equals("ACTIVE") && kept.getInteger("used") == 0,
            "ticket " + ticket.number() + " was sold and is now " + kept.encode());
      } catch (RequestRefused lost) {
        played.violated("ticket " + ticket.number() + " was sold and is lost: " + lost);
      }
    }
  }
}
