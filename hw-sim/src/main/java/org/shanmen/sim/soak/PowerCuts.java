package org.shanmen.sim.soak;

import java.io.IOException;
import java.nio.file.Path;
import org.shanmen.gate.journal.PowerPolicy;
import org.shanmen.sim.soak.disk.Trouble;
import org.shanmen.sim.soak.disk.Trouble.Fate;

/**
 * The power goes during any operation of a gate's disk, again and again, at the start too: unsynced
 * sectors are dropped, kept in any order, torn.
 */
final class PowerCuts implements Campaign {
  private static final int STEPS = 60;
  private static final int LONGEST_LIFE = 150;

  @Override
  public String name() {
    return "power-cut";
  }

  @Override
  public String promise() {
    return "power cuts at any write, fsync and rename of journal, list and memory: nothing that was"
        + " power-safe is lost or numbered twice, the list is one that the centre had";
  }

  @Override
  public int fullRounds() {
    return 2_000;
  }

  @Override
  public Rig open(Path directory) {
    return seed -> round(seed, directory.resolve(Long.toString(seed)));
  }

  private static Played round(long seed, Path lending) throws IOException {
    var policy = seed % 2 == 0 ? PowerPolicy.OVERLAPPED : PowerPolicy.BEFORE_RELEASE;
    var story = new GateStory(seed, lending, policy, new SoakClock());
    cutSoon(story);
    for (int step = 0; step < STEPS; step++) {
      boolean lives =
          story.survives(
              () -> {
                if (!story.gate.isOn() && !story.start()) {
                  story.played.violated("a whole disk, and the gate does not start");
                } else {
                  story.step();
                }
              });
      if (!lives) {
        story.losePower();
        cutSoon(story);
      }
    }
    story.disk.trouble(Trouble.NONE);
    story.losePower();
    if (story.start()) {
      story.drain();
    }
    return story.played;
  }

  private static void cutSoon(GateStory story) {
    long at = story.disk.operations() + 1 + story.random.nextInt(LONGEST_LIFE);
    story.disk.trouble((number, operation, file) -> number >= at ? Fate.POWER_GOES : Fate.DONE);
  }
}
