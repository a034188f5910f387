package org.shanmen.sim.park;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the packaged programs are and how they are started: what {@code ./shanmen gate} and {@code
 * ./shanmen central} do, without the build.
 *
 * @param home the checkout, or an installed distribution with its jars in lib/
 */
public record Programs(Path home) {
  private static final String HOME_PROPERTY = "shanmen.home";

  /** Classes in place of the programs' own, for faults on purpose. */
  public static final String PATCH_PROPERTY = "shanmen.patch";

  private static final String HOME_VARIABLE = "SHANMEN_HOME";

  /** Small heaps, quick starts: half a dozen of these share one machine. */
  private static final List<String> JVM_OPTIONS =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss512k", "-Dfile.encoding=UTF-8");

  /**
   * A gate's heap, as its service unit sizes it: small from the start, and with the JDK's own
   * classes mapped where their archive wants them, so that the pages stay the file's.
   */
  private static final List<String> GATE_HEAP =
      List.of(
          "-Xms10m",
          "-Xmn4m",
          "-Xmx96m",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:ArchiveRelocationMode=0");

  /**
   * The programs of this installation, from the system property {@value #HOME_PROPERTY} or the
   * environment variable {@value #HOME_VARIABLE}.
   *
   * @throws IllegalStateException when neither says where they are
   */
  public static Programs installed() {
    String home = System.getProperty(HOME_PROPERTY, System.getenv(HOME_VARIABLE));
    if (home == null) {
      throw new IllegalStateException(
          "set "
              + HOME_VARIABLE
              + " to the checkout or the installed distribution,"
              + " or start through ./shanmen / 请设置 "
              + HOME_VARIABLE
              + ",或通过 ./shanmen 启动");
    }
    return new Programs(Path.of(home).toAbsolutePath().normalize());
  }

  /** Arguments of the process that runs the centre. */
  public List<String> centre(Path configuration) {
    return command(
        "central", List.of(), List.of("-Xmx384m"), "org.shanmen.central.Central", configuration);
  }

  /** Arguments of the process that is a payment provider to try things out with. */
  public List<String> sandboxPay(int port, Path keys) {
    List<String> command = new ArrayList<>(java());
    command.addAll(List.of("-Xmx96m", "-cp", classpath("central", List.of())));
    command.add("org.shanmen.central.sandboxpay.SandboxPay");
    command.addAll(List.of("--port", String.valueOf(port), "--keys", keys.toString()));
    return command;
  }

  /** Arguments of the process that runs one gate, with the simulator's wires on its classpath. */
  public List<String> gate(Path configuration) {
    return command(
        "gate-daemon",
        List.of(jar("hw-sim").toString()),
        GATE_HEAP,
        "org.shanmen.gate.GateDaemon",
        configuration);
  }

  /** Arguments of the process that runs a class of the simulator. */
  public List<String> simulator(String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>(java());
    command.addAll(List.of("-Xmx256m", "-cp", classpath("hw-sim", List.of()), mainClass));
    command.addAll(arguments);
    return command;
  }

  private List<String> command(
      String module, List<String> more, List<String> heap, String mainClass, Path configuration) {
    List<String> command = new ArrayList<>(java());
    command.addAll(heap);
    command.addAll(
        List.of("-cp", classpath(module, more), mainClass, "--config", configuration.toString()));
    return command;
  }

  private static List<String> java() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_OPTIONS);
    return command;
  }

  private String classpath(String module, List<String> more) {
    List<String> entries = new ArrayList<>();
    Optional.ofNullable(System.getProperty(PATCH_PROPERTY)).ifPresent(entries::add);
    if (isCheckout()) {
      entries.add(jar(module).toString());
      entries.add(home.resolve(module).resolve("target/lib") + "/*");
    } else {
      entries.add(home.resolve("lib") + "/*");
    }
    entries.addAll(more);
    return String.join(File.pathSeparator, entries);
  }

  private boolean isCheckout() {
    return Files.exists(home.resolve("pom.xml"));
  }

  private Path jar(String module) {
    Path directory = isCheckout() ? home.resolve(module).resolve("target") : home.resolve("lib");
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> isProgram(file.getFileName().toString(), module))
          .min(Path::compareTo)
          .orElseThrow(() -> notBuilt(module, directory));
    } catch (IOException e) {
      throw new UncheckedIOException(notBuilt(module, directory).getMessage(), e);
    }
  }

  private static boolean isProgram(String file, String module) {
    return file.startsWith(module + "-")
        && file.endsWith(".jar")
        && !file.contains("-tests")
        && !file.contains("-sources");
  }

  private static IllegalStateException notBuilt(String module, Path directory) {
    return new IllegalStateException(
        "no " + module + "-*.jar in " + directory + ": run ./shanmen build / 请先运行 ./shanmen build");
  }
}
