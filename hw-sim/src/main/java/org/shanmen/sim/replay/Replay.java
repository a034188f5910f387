package org.shanmen.sim.replay;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.shanmen.sim.SimulatorLog;
import org.shanmen.sim.crowd.Footfall;
import org.shanmen.sim.crowd.FootfallMistake;
import org.shanmen.sim.lane.Gait;
import org.shanmen.sim.park.CentreClient;
import org.shanmen.sim.park.LaneTimes;
import org.shanmen.sim.park.Park;
import org.shanmen.sim.park.Programs;
import org.shanmen.sim.park.RawGate;

/**
 * {@code ./shanmen replay FILE.csv --zone ZONE [--report OUT.json]}: starts a centre of its own in
 * that zone, gives it a gate for each place of the file, lets each gate report its hours as passes
 * over TLS, and holds the centre's report by place, month, weekday and local hour against the file.
 *
 * <p>Exit codes: 0 equal; 1 different, or it could not be played; 2 a mistake in the command line
 * or the file.
 */
public final class Replay {
  private static final int DIFFERENT = 1;
  private static final int MISTAKE = 2;
  private static final int SHOWN = 20;
  private static final LaneTimes NO_LANES = new LaneTimes(3000, 100, 20_000);

  private final ReplayOptions options;
  private final List<Footfall.Row> rows;
  private final PrintStream out;

  /** By place, in the order of the file. */
  private final Map<String, String> checkPoints = new LinkedHashMap<>();

  private Replay(ReplayOptions options, List<Footfall.Row> rows, PrintStream out) {
    this.options = options;
    this.rows = rows;
    this.out = out;
    for (var row : rows) {
      checkPoints.computeIfAbsent(row.place(), place -> "P" + (checkPoints.size() + 1));
    }
  }

  public static void main(String[] arguments) {
    SimulatorLog.start();
    System.exit(run(arguments, new PrintStream(System.out, true, StandardCharsets.UTF_8)));
  }

  static int run(String[] arguments, PrintStream out) {
    try {
      var options = ReplayOptions.parse(arguments);
      var rows = rows(options);
      var directory = Programs.installed().home().resolve("target/replay");
      return new Replay(options, rows, out).play(directory) ? 0 : DIFFERENT;
    } catch (ReplayOptions.Mistake | FootfallMistake e) {
      out.println(e.getMessage());
      return MISTAKE;
    } catch (IOException | RuntimeException e) {
      out.println("it could not be replayed: " + e);
      return DIFFERENT;
    }
  }

  /**
   * @throws FootfallMistake if the file is wrong, or its hours are not of the zone
   */
  static List<Footfall.Row> rows(ReplayOptions options) throws FootfallMistake {
    var rows = Footfall.rows(options.file());
    var zone = options.zone().getRules();
    for (var row : rows) {
      var start = row.hourStart();
      if (!zone.getValidOffsets(start.toLocalDateTime()).contains(start.getOffset())) {
        throw new FootfallMistake(
            "%s:%d: %s is no time of %s: give the zone in which it was counted"
                .formatted(options.file(), row.line(), start, options.zone()));
      }
    }
    if (rows.stream().allMatch(row -> row.count() == 0)) {
      throw new FootfallMistake(options.file() + ": nobody was counted");
    }
    return rows;
  }

  private boolean play(Path directory) throws IOException {
    Files.createDirectories(directory);
    try (var park =
        Park.open(Programs.installed(), directory, 0, NO_LANES, Gait.WALKING, options.zone())) {
      var administrator = park.centre().administrator();
      administrator.post("/areas", named("ALL", "All", "全部"));
      for (var place : checkPoints.entrySet()) {
        report(park, administrator, place.getKey(), place.getValue());
      }
      return compared(administrator);
    }
  }

  private void report(Park park, CentreClient administrator, String place, String code)
      throws IOException {
    var named = named(code, place, place);
    administrator.post("/check-points", named.copy().put("area", "ALL"));
    administrator.post("/gates", named.copy().put("check_point", code).put("kind", "ENTRY"));
    String secret = Park.enrolmentCode(administrator, code).split("\\.")[1];
    int port = park.centre().gatelinkPort();
    var identity =
        RawGate.enrol(port, code, secret)
            .orElseThrow(() -> new IOException("gate " + code + " was not enrolled"));
    var own =
        rows.stream()
            .filter(row -> row.place().equals(place))
            .sorted(Comparator.comparing(Footfall.Row::hourStart))
            .toList();
    try (var gate = new CountingGate(RawGate.as(identity, port), code)) {
      gate.report(own);
    }
    out.printf("%s: %s, %d hours%n", code, place, own.size());
  }

  private static JsonObject named(String code, String english, String chinese) {
    return new JsonObject().put("code", code).put("name_zh", chinese).put("name_en", english);
  }

  private boolean compared(CentreClient administrator) throws IOException {
    var days =
        rows.stream()
            .map(row -> row.hourStart().atZoneSameInstant(options.zone()).toLocalDate())
            .collect(Collectors.summarizingLong(LocalDate::toEpochDay));
    var report =
        administrator.get(
            "/reports/passes?from=%s&until=%s&by=check_point,month,weekday,hour"
                .formatted(
                    LocalDate.ofEpochDay(days.getMin()), LocalDate.ofEpochDay(days.getMax())));
    if (options.report().isPresent()) {
      Files.writeString(options.report().get(), report.encodePrettily() + System.lineSeparator());
    }
    var counted = HourSums.of(rows, checkPoints, options.zone());
    var differences = counted.differences(HourSums.of(report));
    long people = report.getJsonObject("total").getLong("in");
    differences.stream().limit(SHOWN).forEach(out::println);
    out.printf(
        "%d people in %d hours of %d places in the file, %d in the report; %s%n",
        counted.total(),
        rows.size(),
        checkPoints.size(),
        people,
        differences.isEmpty()
            ? "equal by place, month, weekday and hour"
            : differences.size() + " sums differ");
    return differences.isEmpty() && counted.total() == people;
  }
}
