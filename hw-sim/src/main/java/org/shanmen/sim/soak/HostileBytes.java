package org.shanmen.sim.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/**
 * What nobody honest says: frames, lists and codes that are mutated, replayed, reordered, forged.
 * On virtual time; what must be honest arrives among it.
 */
final class HostileBytes implements Campaign {
  @Override
  public String name() {
    return "hostile";
  }

  @Override
  public String promise() {
    return "mutated and replayed frames, lists and codes, forged and foreign tickets: each a value,"
        + " none of any effect; guessing raises an alarm and bars nobody";
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
    var played = new Played();
    var random = new Random(seed);
    new HostileFrames(random, played).play();
    new HostileVisitors(random, lending, played).play();
    return played;
  }
}
