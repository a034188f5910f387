package org.shanmen.sim.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.shanmen.sim.lane.ArmPosition;

/** SIGKILL of a real gate among its visitors, at any instant. */
final class KilledGate implements Campaign {
  private static final int TICKETS = 4;

  /** Longer than so many visitors take, so that some kills find the lane empty. */
  private static final int LATEST_KILL_MILLIS = 4_000;

  @Override
  public String name() {
    return "kill-gate";
  }

  @Override
  public String promise() {
    return "kill -9 of a real gate under load: no event of its journal lost or stored twice, nobody"
        + " in on a used ticket";
  }

  @Override
  public int fullRounds() {
    return 200;
  }

  @Override
  public Rig open(Path directory) {
    var park = SoakPark.open(directory);
    var stored = new StoredEvents(park.gate().code());
    return new Rig() {
      @Override
      public Played play(long seed) throws IOException {
        return round(park, stored, new Random(seed));
      }

      @Override
      public void close() {
        park.close();
      }
    };
  }

  private static Played round(SoakPark park, StoredEvents stored, Random random)
      throws IOException {
    var played = new Played();
    var gate = park.gate();
    var tickets = park.sell(park.as("clerk"), TICKETS);
    park.awaitCurrent();
    long killAfterMillis = random.nextInt(LATEST_KILL_MILLIS);
    played.note("killed after " + killAfterMillis + " ms");

    var visitors = new Visitors(gate);
    var kill =
        CompletableFuture.runAsync(
            gate.program()::kill,
            CompletableFuture.delayedExecutor(killAfterMillis, TimeUnit.MILLISECONDS));
    visitors.come(tickets);
    kill.join();
    played.count("kills", 1);

    gate.program().start();
    gate.awaitAnswer();
    gate.awaitArm(arm -> arm == ArmPosition.LOCKED, SoakPark.PATIENCE);
    visitors.comeAgain(played);
    park.awaitAllStored();

    var viewer = park.as("viewer");
    stored.readOn(viewer, played);
    stored.requireNoGap(played);
    stored.requireAllOf(gate.data().resolve("journal"), played);
    stored.requireCounted(viewer, played);
    visitors.requireAccounted(stored, played);
    return played;
  }
}
