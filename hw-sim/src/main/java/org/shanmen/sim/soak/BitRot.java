package org.shanmen.sim.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import org.shanmen.gate.journal.PowerPolicy;

/** One bit flips in a file of a gate that is switched off; then it is started. */
final class BitRot implements Campaign {
  private static final int STEPS = 40;

  @Override
  public String name() {
    return "bit-rot";
  }

  @Override
  public String promise() {
    return "a flipped bit anywhere in journal, list, memory or tally: whatever is served is true,"
        + " and what is not there any more is reported";
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
    var story = new GateStory(seed, lending, PowerPolicy.OVERLAPPED, new SoakClock());
    story.start();
    for (int step = 0; step < STEPS; step++) {
      story.step();
    }
    story.gate.letFsyncsEnd();
    story.observe();
    story.kill();
    String file = flip(story);
    story.startDamaged(file);
    story.drain();
    return story.played;
  }

  /** Every file is as likely as any other, and so is each byte of it that was ever written. */
  private static String flip(GateStory story) throws IOException {
    var files = story.disk.files();
    files.values().removeIf(bytes -> bytes.length == 0);
    var names = new ArrayList<>(files.keySet());
    String file = names.get(story.random.nextInt(names.size()));
    byte[] bytes = files.get(file);
    int end = bytes.length;
    while (end > 1 && bytes[end - 1] == 0) {
      end--;
    }
    int at = story.random.nextInt(story.random.nextInt(4) == 0 ? bytes.length : end);
    int bit = story.random.nextInt(8);
    story.disk.flipBit(file, at, bit);
    story.played.note("bit " + bit + " of byte " + at + " flips in " + file);
    String kind = file.replaceAll("[0-9a-f]{9,16}", "*");
    story.played.count("flipped in " + kind, 1);
    return file;
  }
}
