package org.shanmen.sim.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.shanmen.sim.park.Programs;
import org.shanmen.sim.soak.disk.Ext4Image;

/**
 * Power cuts of a real ext4 file system under a gate's books: a process of its own works on them
 * and says what is safe; the kernel is told that the disk is gone; the file system is mounted again
 * and the next process says what it found.
 */
final class Ext4Cuts implements Campaign {
  private static final int LIVES = 4;
  private static final int LONGEST_LIFE_LINES = 400;

  @Override
  public String name() {
    return "ext4";
  }

  @Override
  public String promise() {
    return "power cuts of a real ext4 image under journal and list: nothing that was power-safe is"
        + " lost or changed, the list is one that was applied";
  }

  @Override
  public int fullRounds() {
    return 50;
  }

  @Override
  public Rig open(Path directory) throws IOException {
    var image = Ext4Image.in(directory);
    return new Rig() {
      @Override
      public Played play(long seed) throws IOException {
        return round(image, seed);
      }

      @Override
      public void close() throws IOException {
        image.close();
      }
    };
  }

  private static Played round(Ext4Image image, long seed) throws IOException {
    var played = new Played();
    var random = new Random(seed);
    var oracle = new Ext4Oracle(played);
    Path data = image.root().resolve("gate");
    for (int life = 0; life < LIVES; life++) {
      live(image, data, seed, random, oracle);
      image.powerUp();
      played.count("power cuts", 1);
    }
    live(image, data, seed, random, oracle);
    image.powerUp();
    delete(data);
    return played;
  }

  private static void live(Ext4Image image, Path data, long seed, Random random, Ext4Oracle oracle)
      throws IOException {
    var command =
        Programs.installed()
            .simulator(
                Ext4Books.class.getName(),
                List.of(data.toString(), Long.toString(seed), Long.toString(random.nextLong())));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (var said =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      hearUntilItsTimeIsOver(said, random.nextInt(LONGEST_LIFE_LINES), oracle);
      image.cutPower();
      process.toHandle().destroyForcibly(); // what it said can still be read
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        oracle.hearOfTheDying(line);
      }
    } finally {
      process.destroyForcibly().onExit().join();
    }
    oracle.powerIsGone();
  }

  /**
   * What was found is always heard out; then the time is over at any line, and behind all that was
   * said until then: the process does not wait for its listener.
   */
  private static void hearUntilItsTimeIsOver(BufferedReader said, int lines, Ext4Oracle oracle)
      throws IOException {
    int left = lines;
    boolean found = false;
    while (!found || left > 0 || said.ready()) {
      String line = said.readLine();
      if (line == null) {
        oracle.endedByItself();
        return;
      }
      oracle.hear(line);
      left -= found ? 1 : 0;
      found |= line.equals(Ext4Books.FOUND_ALL);
    }
  }

  private static void delete(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
