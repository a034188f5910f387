package org.shanmen.sim.park;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program of the park as a process: what it writes goes to a log file.
 *
 * <p>Thread-safe. It runs in a session of its own where the system allows, so that a Ctrl-C meant
 * for us does not reach it before we have told it to stop.
 */
public final class Program implements AutoCloseable {
  /** How long a program may take to stop cleanly. */
  public static final Duration STOP_LIMIT = Duration.ofSeconds(15);

  private static final int LOG_LINES_SHOWN = 25;
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private final String name;
  private final List<String> command;
  private final Map<String, String> environment;
  private final Path log;
  private final Leftovers leftovers;
  private Process process;

  /**
   * @param name for messages, such as "gate N1"
   * @param log appended to
   * @param leftovers told of the process, so that the next run can end what this one could not
   */
  Program(
      String name,
      List<String> command,
      Map<String, String> environment,
      Path log,
      Leftovers leftovers) {
    this.name = name;
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
    this.log = log;
    this.leftovers = leftovers;
  }

  /** Starts it, once more after it was ended. */
  public synchronized void start() {
    if (isAlive()) {
      throw new IllegalStateException(name + " is running already");
    }
    List<String> line = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      line.add(SETSID.toString());
    }
    line.addAll(command);
    var builder =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    try {
      process = builder.start();
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " could not be started: " + e.getMessage(), e);
    }
    leftovers.remember(process.toHandle());
  }

  public String name() {
    return name;
  }

  public Path log() {
    return log;
  }

  /** Of the process that was started last. */
  synchronized long pid() {
    return process.pid();
  }

  public synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Ends it as a power cut would: SIGKILL. Returns when it is gone. */
  public synchronized void kill() {
    if (process != null) {
      process.destroyForcibly();
      awaitExit(STOP_LIMIT);
    }
  }

  /** Asks it to stop (SIGTERM) without waiting. */
  public synchronized void askToStop() {
    if (process != null) {
      process.destroy();
    }
  }

  /**
   * Stops it cleanly, or by force when it does not stop within {@link #STOP_LIMIT}.
   *
   * @return whether it stopped by itself
   */
  public synchronized boolean stop() {
    if (!isAlive()) {
      return true;
    }
    process.destroy();
    if (awaitExit(STOP_LIMIT)) {
      return true;
    }
    kill();
    return false;
  }

  /** The exit code; meaningful once it has ended. */
  public synchronized int exitCode() {
    return process.exitValue();
  }

  /**
   * Waits for its end.
   *
   * @return whether it ended within the limit
   */
  public boolean awaitExit(Duration limit) {
    Process awaited;
    synchronized (this) {
      awaited = process;
    }
    try {
      return awaited.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The last lines that it wrote, for messages about what went wrong. */
  public String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
    } catch (IOException e) {
      return "(" + log + " cannot be read: " + e.getMessage() + ")";
    }
  }

  @Override
  public void close() {
    stop();
  }
}
