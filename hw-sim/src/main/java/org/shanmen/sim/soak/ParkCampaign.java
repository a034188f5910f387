package org.shanmen.sim.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;

/** A campaign among real programs: a centre and gates with their lanes, as a park has them. */
abstract class ParkCampaign implements Campaign {
  private final String name;
  private final String promise;
  private final int fullRounds;

  ParkCampaign(String name, String promise, int fullRounds) {
    this.name = name;
    this.promise = promise;
    this.fullRounds = fullRounds;
  }

  /** Plays one round and leaves the park as it should be found by the next one. */
  abstract void round(SoakPark park, long seed, Random random, Played played) throws IOException;

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String promise() {
    return promise;
  }

  @Override
  public final int fullRounds() {
    return fullRounds;
  }

  @Override
  public final Rig open(Path directory) {
    var park = SoakPark.open(directory);
    return new Rig() {
      @Override
      public Played play(long seed) {
        return ParkCampaign.this.play(park, seed);
      }

      @Override
      public Optional<String> summary() {
        return ParkCampaign.this.summary();
      }

      @Override
      public void close() {
        park.close();
      }
    };
  }

  /** See {@link Campaign.Rig#summary}. */
  Optional<String> summary() {
    return Optional.empty();
  }

  /** Plays one round in a park that stands already. */
  final Played play(SoakPark park, long seed) {
    var played = new Played();
    try {
      // Neighbouring seeds would begin alike.
      round(park, seed, new Random(seed * 0x9E3779B97F4A7C15L), played);
    } catch (IOException | RuntimeException e) {
      played.broke(e); // and what was found before that is told, too
    }
    return played;
  }
}
