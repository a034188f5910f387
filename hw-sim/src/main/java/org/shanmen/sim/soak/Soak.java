package org.shanmen.sim.soak;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.shanmen.sim.SimulatorLog;
import org.shanmen.sim.park.Programs;
import org.shanmen.sim.soak.park.WholePark;

/**
 * {@code ./shanmen soak NAME... [--seconds N] [--rounds N] [--seed S] [--history]}: plays rounds of
 * each campaign with the seeds S, S+1, ... until one finds something, or its time or its rounds are
 * over.
 *
 * <p>Exit codes: 0 nothing found, 1 something was found, 2 a mistake in the command, 3 a campaign
 * cannot be played on this machine.
 */
public final class Soak {
  private static final int PLANTED_ROUNDS = 300;

  /** Such rounds take seconds; among so many each kind of traffic meets each fault of a cable. */
  private static final int REAL_PLANTED_ROUNDS = 35;

  private static final int FOUND = 1;
  private static final int MISTAKE = 2;
  private static final int IMPOSSIBLE = 3;
  private static final String VIOLATION = "! ";
  private static final String LOG_LEVEL = "SHANMEN_SIM_LOG";

  private final PrintStream out;

  Soak(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) {
    if (System.getenv(LOG_LEVEL) == null) {
      // What a gate logs about faults made on purpose is no finding.
      System.setProperty(LOG_LEVEL, "OFF");
    }
    SimulatorLog.start();
    System.exit(play(new PrintStream(System.out, true, StandardCharsets.UTF_8), arguments));
  }

  /** Does what {@link #main} does, and returns the exit code. */
  public static int play(PrintStream out, String... arguments) {
    return new Soak(out).run(arguments);
  }

  private int run(String... arguments) {
    SoakOptions options;
    try {
      options = SoakOptions.parse(arguments, Campaigns.byName().keySet());
    } catch (IllegalArgumentException e) {
      out.println("shanmen soak: " + e.getMessage());
      return MISTAKE;
    }
    if (options.planted()) {
      return plantAll(options);
    }
    if (options.names().isEmpty()) {
      list();
      return 0;
    }
    int exit = 0;
    for (String name : options.names()) {
      exit = Math.max(exit, soak(Campaigns.byName().get(name), options));
    }
    return exit;
  }

  /** Every campaign must catch the faults that are planted for it. */
  private int plantAll(SoakOptions options) {
    var missed = new ArrayList<String>();
    int planted = 0;
    try {
      Path directory = Files.createTempDirectory("shanmen-planted");
      var planter = new FaultPlanter(Programs.installed().home(), directory);
      for (PlantedFault fault : planted(options)) {
        boolean real = Campaigns.byName().get(fault.campaign()) instanceof ParkCampaign;
        int rounds = options.rounds().orElse(real ? REAL_PLANTED_ROUNDS : PLANTED_ROUNDS);
        var told = new ByteArrayOutputStream();
        boolean caught =
            planter.play(fault, rounds, new PrintStream(told, true, StandardCharsets.UTF_8))
                == FOUND;
        out.println(
            (caught ? "caught by " : "MISSED by ") + fault.campaign() + ": " + fault.name());
        // Whoever reads it sees whether it was the oracle that bit, or something that broke.
        told.toString(StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.startsWith(VIOLATION))
            .limit(1)
            .forEach(line -> out.println("  " + line));
        planted++;
        if (!caught) {
          missed.add(fault.name());
        }
      }
      delete(directory);
    } catch (IOException e) {
      out.println("cannot be planted / 无法植入: " + e.getMessage());
      return IMPOSSIBLE;
    }
    out.println("%d faults planted, %d missed".formatted(planted, missed.size()));
    return missed.isEmpty() ? 0 : FOUND;
  }

  /** Those for the campaigns that are named, all if none is. */
  private static List<PlantedFault> planted(SoakOptions options) {
    if (options.names().isEmpty()) {
      return PlantedFault.all();
    }
    return options.names().stream().flatMap(Soak::plantedFor).toList();
  }

  /** The whole park is played against every fault of a gate, whichever campaign must catch it. */
  private static Stream<PlantedFault> plantedFor(String campaign) {
    var all = PlantedFault.all().stream();
    return campaign.equals(WholePark.NAME)
        ? all.filter(fault -> fault.module() == PlantedFault.Module.GATE)
            .map(fault -> fault.caughtBy(campaign))
            .distinct()
        : all.filter(fault -> fault.campaign().equals(campaign));
  }

  private void list() {
    out.println("./shanmen soak NAME... [--seconds N] [--rounds N] [--seed S] [--history]");
    Campaigns.byName()
        .forEach(
            (name, campaign) ->
                out.printf("  %-12s %s (%d)%n", name, campaign.promise(), campaign.fullRounds()));
  }

  private int soak(Campaign campaign, SoakOptions options) {
    Path directory = null;
    try {
      directory = Files.createTempDirectory("shanmen-soak");
      return rounds(campaign, options, directory);
    } catch (IOException e) {
      out.println(campaign.name() + ": cannot be played here / 无法在本机进行: " + e.getMessage());
      return IMPOSSIBLE;
    } finally {
      delete(directory);
    }
  }

  private int rounds(Campaign campaign, SoakOptions options, Path directory) throws IOException {
    long begunNanos = System.nanoTime();
    Map<String, Long> counts = new TreeMap<>();
    int rounds = options.rounds().orElse(campaign.fullRounds());
    int done = 0;
    try (var rig = campaign.open(directory)) {
      while (done < rounds && !options.isOver(System.nanoTime() - begunNanos)) {
        long seed = options.seed() + done;
        var played = play(rig, seed);
        done++;
        played.counts().forEach((what, more) -> counts.merge(what, more, Long::sum));
        if (options.history()) {
          played.history().forEach(out::println);
        }
        if (rounds == 1) {
          out.println(
              "%s: seed %d told %d lines, sha256 %s"
                  .formatted(campaign.name(), seed, played.history().size(), played.digest()));
        }
        if (!played.violations().isEmpty()) {
          tell(campaign, seed, played, options.history());
          return FOUND;
        }
      }
      rig.summary().ifPresent(what -> out.println(campaign.name() + ": " + what));
    }
    out.println(
        "%s: %d rounds, seeds %d to %d, %d s, nothing found; %s"
            .formatted(
                campaign.name(),
                done,
                options.seed(),
                options.seed() + done - 1,
                (System.nanoTime() - begunNanos) / 1_000_000_000L,
                new LinkedHashMap<>(counts)));
    return 0;
  }

  private static Played play(Campaign.Rig rig, long seed) {
    try {
      return rig.play(seed);
    } catch (IOException | RuntimeException e) {
      var broken = new Played();
      broken.broke(e);
      return broken;
    }
  }

  private void tell(Campaign campaign, long seed, Played played, boolean toldAlready) {
    List<String> history = played.history();
    if (!toldAlready) {
      history.stream()
          .skip(Math.max(0, history.size() - Played.LINES_SHOWN))
          .forEach(line -> out.println("  " + line));
    }
    played.violations().forEach(what -> out.println(VIOLATION + what));
    out.println(
        "%s: seed %d; again: ./shanmen soak %s --rounds 1 --seed %d --history"
            .formatted(campaign.name(), seed, campaign.name(), seed));
  }

  private static void delete(Path directory) {
    if (directory == null) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      // It lies in the system's temporary directory, which is emptied anyway.
      return;
    }
  }
}
