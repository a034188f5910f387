package org.shanmen.sim.soak;

import java.io.IOException;
import java.util.Random;
import org.shanmen.sim.park.CableState;
import org.shanmen.sim.park.GateHealth;

/**
 * Each fault of a gate's cable meets each thing that travels through it: sales, refunds, commands,
 * events, the whole list. Meanwhile people come to this gate and to one whose cable is good.
 */
final class BrokenLinks extends ParkCampaign {
  /** What is on its way when the cable fails. */
  enum Traffic {
    SALE,
    REFUND,
    COMMAND,
    UPLOAD,
    SNAPSHOT
  }

  private static final int COMBINATIONS = CableState.values().length * Traffic.values().length;

  /** Kernels keep some of it; what our programs have ready for one connection is much less. */
  private static final long LATE_BYTES = 1 << 20;

  BrokenLinks() {
    super(
        "link",
        "the cable is cut, half open, one-way, slow or flaps during sales, refunds, commands,"
            + " uploads and snapshots: all converge, nothing lost, duplicates few and reported",
        4 * COMBINATIONS);
  }

  @Override
  void round(SoakPark park, long seed, Random random, Played played) throws IOException {
    int combination = (int) Math.floorMod(seed - 1, (long) COMBINATIONS);
    var state = CableState.values()[combination % CableState.values().length];
    var traffic = Traffic.values()[combination / CableState.values().length];
    boolean untilNoticed = Math.floorMod((seed - 1) / COMBINATIONS, 2L) == 1;
    played.note(
        state + " during " + traffic + (untilNoticed ? ", until it is noticed" : ", for a moment"));
    played.count(state.name().toLowerCase(java.util.Locale.ROOT), 1);

    var story = new LinkStory(park, traffic, random, played);
    story.prepare();
    park.cable().become(state);
    try {
      // A gate that is to take a snapshot has not been started yet, and cannot notice anything.
      if (untilNoticed && breaksLinks(state) && traffic != Traffic.SNAPSHOT) {
        park.gate()
            .awaitHealth("to miss the centre", SoakPark.PATIENCE, health -> !health.isLinked());
      }
      story.happen(state);
    } finally {
      park.cable().mend();
    }
    converge(park, played);
    story.requireTrue(state);
    played.require(
        park.cable().mostLateBytes() <= LATE_BYTES,
        park.cable().mostLateBytes() + " bytes were queued for one connection");
  }

  private static boolean breaksLinks(CableState state) {
    return switch (state) {
      case CUT, HALF_OPEN, TO_CENTRE_ONLY, TO_GATE_ONLY -> true;
      case WHOLE, SLOW, FLAPPING -> false;
    };
  }

  /** Everything that waited arrives; then both gates have the same list. */
  private static void converge(SoakPark park, Played played) {
    park.awaitAllStored();
    park.awaitCurrent();
    GateHealth one = park.gate().ops().health();
    GateHealth other =
        park.otherGate()
            .awaitHealth(
                "to have the same list",
                SoakPark.PATIENCE,
                health -> health.whitelistVersion() == one.whitelistVersion());
    played.require(
        one.whitelistHash().equals(other.whitelistHash()),
        "at version %d the gates' lists hash to %s and %s"
            .formatted(one.whitelistVersion(), one.whitelistHash(), other.whitelistHash()));
  }
}
