package org.shanmen.sim.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.shanmen.gate.journal.JournalFailed;
import org.shanmen.gate.journal.PowerPolicy;
import org.shanmen.gate.whitelist.WhitelistFailed;
import org.shanmen.sim.soak.disk.Operation;
import org.shanmen.sim.soak.disk.Trouble;
import org.shanmen.sim.soak.disk.Trouble.Fate;

/**
 * Writes, fsyncs, renames and deletions of a gate's disk fail, once or from then on, or the disk is
 * full; then the gate is started again, after a power cut or without, on a disk that works.
 */
final class DiskFaults implements Campaign {
  private static final int STEPS = 80;
  private static final int LATEST_FAULT = 300;
  private static final int STEPS_IN_TROUBLE = 12;

  @Override
  public String name() {
    return "disk-fault";
  }

  @Override
  public String promise() {
    return "each write, fsync and rename fails at each call site, or the disk is full: nobody is"
        + " admitted unrecorded, nothing promised is lost";
  }

  @Override
  public int fullRounds() {
    return 1_000;
  }

  @Override
  public Rig open(Path directory) {
    return seed -> new Round(seed, directory.resolve(Long.toString(seed))).play();
  }

  /** One round. */
  private static final class Round {
    private final GateStory story;
    private boolean inTrouble;
    private int stepsInTrouble;

    Round(long seed, Path lending) {
      var policy = seed % 2 == 0 ? PowerPolicy.OVERLAPPED : PowerPolicy.BEFORE_RELEASE;
      story = new GateStory(seed, lending, policy, new SoakClock());
    }

    Played play() throws IOException {
      plant();
      for (int step = 0; step < STEPS; step++) {
        if (!story.gate.isOn() && !story.start()) {
          story.played.require(inTrouble, "a whole disk, and the gate does not start");
          mend();
          plant();
        } else {
          step();
        }
        if (inTrouble && ++stepsInTrouble > STEPS_IN_TROUBLE) {
          mend();
          plant();
        }
      }
      mend();
      if (story.start()) {
        story.drain();
      }
      return story.played;
    }

    private void step() throws IOException {
      try {
        story.step();
      } catch (JournalFailed | WhitelistFailed | UncheckedIOException e) {
        // What the link's thread would log; the lane goes on.
        story.played.note("the link is told: " + e.getMessage());
        story.played.require(inTrouble, "a whole disk, and " + e);
      }
    }

    /** Some operation from now on fails, or finds the disk full. */
    private void plant() {
      long first = story.disk.operations() + 1 + story.random.nextInt(LATEST_FAULT);
      int manner = story.random.nextInt(3);
      if (manner == 0) {
        story.disk.fill(story.disk.capacity() - story.random.nextInt(64 << 10));
        inTrouble = true;
        story.played.note("the disk fills up");
        story.played.count("full disks", 1);
        return;
      }
      boolean lasting = manner == 1;
      story.disk.trouble(
          (number, operation, file) -> {
            boolean now = lasting ? number >= first : number == first;
            if (now) {
              inTrouble = true;
              failed(operation, file);
            }
            return now ? Fate.FAILS : Fate.DONE;
          });
    }

    private void failed(Operation operation, String file) {
      story.played.note(operation + " of " + file + " fails");
      story.played.count(operation + " at " + CallSite.here(), 1);
    }

    /** Somebody puts in a disk that works, with what was on the old one, and starts the gate. */
    private void mend() throws IOException {
      story.disk.trouble(Trouble.NONE);
      story.disk.fill(0);
      if (story.random.nextBoolean()) {
        story.losePower();
      } else {
        story.killOnFailingDisk();
      }
      inTrouble = false;
      stepsInTrouble = 0;
    }
  }
}
