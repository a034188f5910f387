package org.shanmen.sim.soak;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.shanmen.sim.lane.ArmPosition;

/** SIGKILL of a real gate among its visitors, at any instant. */
final class KilledGate extends ParkCampaign {
  private static final int TICKETS = 4;

  /** Longer than so many visitors take, so that some kills find the lane empty. */
  private static final int LATEST_KILL_MILLIS = 4_000;

  KilledGate() {
    super(
        "kill-gate",
        "kill -9 of a real gate under load: no event of its journal lost or stored twice, nobody"
            + " in on a used ticket",
        200);
  }

  @Override
  void round(SoakPark park, long seed, Random random, Played played) throws IOException {
    var gate = park.gate();
    var tickets = park.sell(park.as("clerk"), TICKETS);
    park.awaitCurrent();
    long killAfterMillis = random.nextInt(LATEST_KILL_MILLIS);
    played.note("killed after " + killAfterMillis + " ms");

    var visitors = Visitors.ofADyingGate(gate);
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

    visitors.requireAccounted(park.requireBooksAgree(gate, played), played);
  }
}
