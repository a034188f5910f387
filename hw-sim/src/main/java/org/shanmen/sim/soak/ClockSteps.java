package org.shanmen.sim.soak;

import java.io.IOException;
import java.nio.file.Path;
import org.shanmen.gate.journal.PowerPolicy;

/** The gate's program dies at any moment, while its clock is set, drifts and forgets. */
final class ClockSteps implements Campaign {
  private static final int STEPS = 60;

  @Override
  public String name() {
    return "clock";
  }

  @Override
  public String promise() {
    return "the clock steps, drifts, starts in 1970, with the link and without, between kills: no number"
        + " twice, no event lost, no used ticket let in, none judged by a wrong clock once the"
        + " centre was heard";
  }

  @Override
  public int fullRounds() {
    return 1_000;
  }

  @Override
  public Rig open(Path directory) {
    return seed -> round(seed, directory.resolve(Long.toString(seed)));
  }

  private static Played round(long seed, Path lending) throws IOException {
    var story = new GateStory(seed, lending, PowerPolicy.OVERLAPPED, new SoakClock());
    story.setClock();
    story.start();
    for (int step = 0; step < STEPS; step++) {
      story.step();
      switch (story.random.nextInt(14)) {
        case 0 -> story.setClock();
        case 1 -> {
          story.kill();
          story.start();
        }
        case 2 -> {
          story.losePower();
          story.start();
        }
        case 3 -> {
          story.losePowerAndTime();
          story.start();
        }
        case 4 -> story.turnLink();
        case 5 -> story.drift();
        case 6 -> story.useUpACard();
        default -> {
          // Nothing goes wrong.
        }
      }
    }
    story.drain();
    return story.played;
  }
}
