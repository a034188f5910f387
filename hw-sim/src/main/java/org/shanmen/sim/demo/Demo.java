package org.shanmen.sim.demo;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.shanmen.sim.SimulatorLog;
import org.shanmen.sim.control.ControlServer;
import org.shanmen.sim.crowd.Footfall;
import org.shanmen.sim.crowd.FootfallMistake;
import org.shanmen.sim.crowd.Holding;
import org.shanmen.sim.crowd.HourlyProfile;
import org.shanmen.sim.crowd.Shown;
import org.shanmen.sim.park.Ports;

/**
 * {@code ./shanmen demo}: the whole park on this machine.
 *
 * <p>Exit codes: 0 the books balance and all went as planned; 1 they do not; 2 the command line is
 * wrong or the park could not be started.
 */
public final class Demo {
  /** Of the lanes' control API, if it is free. */
  private static final int CONTROL_PORT = 9200;

  private static final int PEOPLE_ONCE = 400;

  /** A smaller crowd is too soon gone. */
  private static final int LEAST_WITH_INTERLUDES = 60;

  private static final int PEOPLE_A_DAY = 1_200;

  /** What one party needs at a gate on a small machine, with some air. */
  private static final double SECONDS_A_PERSON = 1.0;

  private static final double LEAST_DAY_SECONDS = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final DemoOptions options;
  private final HourlyProfile profile;
  private final PrintStream out;
  private volatile boolean stopping;

  private Demo(DemoOptions options, HourlyProfile profile, PrintStream out) {
    this.options = options;
    this.profile = profile;
    this.out = out;
  }

  public static void main(String[] arguments) {
    SimulatorLog.start();
    // Chinese names must come out right whatever the terminal's locale is.
    var out = utf8(FileDescriptor.out);
    var err = utf8(FileDescriptor.err);
    System.exit(run(arguments, out, err));
  }

  private static int run(String[] arguments, PrintStream out, PrintStream err) {
    try {
      DemoOptions options = DemoOptions.parse(arguments);
      HourlyProfile profile = profile(options);
      boolean reportOnOut = options.once() && options.report().isEmpty();
      return new Demo(options, profile, reportOnOut ? err : out).run(out, err);
    } catch (DemoOptions.Mistake | FootfallMistake e) {
      err.println("shanmen: " + e.getMessage());
      return 2;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 2;
    }
  }

  private static HourlyProfile profile(DemoOptions options) throws FootfallMistake {
    if (options.footfall().isEmpty()) {
      return HourlyProfile.ordinaryDay();
    }
    DemoOptions.RealDay day = options.footfall().get();
    return Footfall.read(day.file(), day.place(), day.date());
  }

  private int run(PrintStream reportOut, PrintStream err) throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stopping = true, "demo-stopping"));
    try (var stage = Stage.set(options, text -> out.println(text))) {
      announce(stage);
      if (options.once()) {
        return once(stage, reportOut, err);
      }
      dayAfterDay(stage);
      return 0;
    } catch (RuntimeException | IOException e) {
      if (stopping) {
        Thread.currentThread()
            .join(); // the machine is going down; whatever failed now failed of that
      }
      err.println("shanmen: " + e.getMessage());
      return 2;
    }
  }

  private int once(Stage stage, PrintStream reportOut, PrintStream err)
      throws InterruptedException, IOException {
    long startNanos = System.nanoTime();
    var tally = new Tally();
    List<String> objections = new ArrayList<>();
    boolean allServed =
        people() < LEAST_WITH_INTERLUDES
            ? day(stage, tally, 0, people())
            : dayWithInterludes(stage, tally, objections);
    Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
    Closing.Result result = Closing.close(stage, tally, took);
    objections.addAll(result.objections());
    String json = result.report().json().encodePrettily() + "\n";
    if (options.report().isPresent()) {
      Files.writeString(options.report().get(), json);
      out.println("report: " + options.report().get());
    }
    reportOut.print(json);
    reportOut.flush();
    if (allServed && objections.isEmpty()) {
      out.println("the books balance, and every refusal was the planned one / 账目相符,每次拒绝均符合预期");
      return 0;
    }
    if (!allServed) {
      err.println("not everybody was served in time");
    }
    err.println("the books do not balance / 账目不平:");
    objections.forEach(objection -> err.println("  - " + objection));
    err.println("logs: " + stage.directory().resolve("logs"));
    return 1;
  }

  /** The acts' guests are among the people. */
  private boolean dayWithInterludes(Stage stage, Tally tally, List<String> objections)
      throws InterruptedException {
    try (var interludes = stage.interludes(people(), options.seed(), tally)) {
      interludes.start();
      boolean allServed =
          day(stage, tally, 0, people() - Interludes.GUESTS) && interludes.await(PATIENCE);
      tell(tally, interludes.shown());
      interludes.trouble().ifPresent(objections::add);
      return allServed;
    }
  }

  private void dayAfterDay(Stage stage) throws InterruptedException, IOException {
    try (var control =
        ControlServer.start(
            stage.park().simulation(),
            new InetSocketAddress("127.0.0.1", Ports.freeOr(CONTROL_PORT)))) {
      out.println("lanes by hand / 手动操作通道: " + control.address() + "/lanes (docs/SIMULATION.md)");
      out.println("Ctrl-C ends it / 按 Ctrl-C 结束");
      var tally = new Tally();
      for (int day = 0; !stopping; day++) {
        day(stage, tally, day, people());
        tell(tally, List.of());
      }
    }
  }

  private boolean day(Stage stage, Tally tally, int day, int people) throws InterruptedException {
    double speed = options.speed().orElse(speedFor(people));
    boolean terminal = System.console() != null;
    try (var crowd = stage.crowd(profile, people, speed, options.seed() + day, tally);
        var progress = new ProgressLine(stage.park(), tally, out, terminal, () -> stopping)) {
      crowd.start();
      Duration length = Duration.ofMillis(Math.round(profile.span().toMillis() / speed));
      return crowd.await(length.plus(PATIENCE).plus(length));
    }
  }

  private int people() {
    return options.people().orElse(options.once() ? PEOPLE_ONCE : PEOPLE_A_DAY);
  }

  /** What of a park's life was played. */
  private void tell(Tally tally, List<String> interludes) {
    Map<Shown, Long> ways =
        tally.served().stream()
            .collect(
                Collectors.groupingBy(
                    one -> one.visit().shown(),
                    () -> new EnumMap<>(Shown.class),
                    Collectors.counting()));
    Set<Holding> holdings = EnumSet.noneOf(Holding.class);
    tally.served().forEach(one -> holdings.add(one.visit().holding()));
    var refused = tally.counts().refused();
    out.println(
        "shown / 已演示: %d kinds of tickets and their holders, by %s"
            .formatted(holdings.size(), list(ways)));
    out.println("  %d reasons for a refusal: %s".formatted(refused.size(), list(refused)));
    interludes.forEach(act -> out.println("  " + ModelPark.TOWER_LANE.code() + ": " + act));
  }

  private static String list(Map<?, ?> counts) {
    return counts.entrySet().stream()
        .map(each -> each.getKey() + " " + each.getValue())
        .collect(Collectors.joining(", "));
  }

  /** So fast that the gates can just follow. */
  private double speedFor(int people) {
    double seconds = Math.max(LEAST_DAY_SECONDS, people * SECONDS_A_PERSON / options.gates());
    return profile.span().toSeconds() / seconds;
  }

  private void announce(Stage stage) {
    out.println();
    out.println("console / 控制台: " + stage.park().centre().root());
    out.println("  log in with one of these names and its password / 用以下用户名和密码登录:");
    for (Map.Entry<String, String> person : stage.passwords().entrySet()) {
      out.println("  %-8s %s".formatted(person.getKey(), person.getValue()));
    }
    List<String> gates =
        stage.park().gates().stream()
            .map(gate -> gate.code() + " " + gate.ops().root() + "/health")
            .toList();
    out.println("gates / 检票机: " + String.join("  ", gates));
    stage
        .park()
        .sandbox()
        .ifPresent(house -> out.println("payment by code / 模拟扫码支付: " + house.root()));
    out.println("logs / 日志: " + stage.directory().resolve("logs"));
    out.println();
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** Where the demonstration keeps its data unless told otherwise. */
  static Path usualDirectory(Path home) {
    return home.resolve("demo-data");
  }
}
