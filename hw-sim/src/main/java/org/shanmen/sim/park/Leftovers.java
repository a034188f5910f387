package org.shanmen.sim.park;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Processes that a park started, kept in a file, so that those of a run which was itself killed do
 * not live on for ever. Thread-safe.
 *
 * <p>One line a process: its number and when it began, in milliseconds; both must agree before
 * anything is ended, since numbers are used again.
 */
final class Leftovers {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path file;
  private boolean over;

  Leftovers(Path file) {
    this.file = file;
  }

  synchronized void remember(ProcessHandle process) {
    if (over) {
      end(process);
      return;
    }
    Optional<Instant> began = process.info().startInstant();
    if (began.isEmpty()) {
      return; // gone already
    }
    try {
      Files.writeString(
          file,
          process.pid() + " " + began.get().toEpochMilli() + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", e);
    }
  }

  /** Ends all that still run, and from now on whatever is started although the park is closed. */
  synchronized void endForGood() {
    over = true;
    end();
  }

  /** Ends all that still run and forgets them. */
  synchronized void end() {
    if (!Files.exists(file)) {
      return;
    }
    try {
      for (String line : Files.readAllLines(file)) {
        remembered(line).ifPresent(Leftovers::end);
      }
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read or deleted", e);
    }
  }

  /**
   * Ends PostgreSQL servers whose data lie below a directory and that nobody cares for any more.
   *
   * @return how many there were
   */
  static int endPostgres(Path directory) {
    if (!Files.isDirectory(directory)) {
      return 0;
    }
    List<Path> found;
    try (Stream<Path> files = Files.walk(directory, 4)) {
      found = files.filter(file -> file.endsWith("postmaster.pid")).toList();
    } catch (IOException | UncheckedIOException e) {
      return 0; // a server that is just stopping takes its files away while we look
    }
    int ended = 0;
    for (Path file : found) {
      Optional<ProcessHandle> server = postgresOf(file);
      server.ifPresent(Leftovers::end);
      ended += server.isPresent() ? 1 : 0;
    }
    return ended;
  }

  private static Optional<ProcessHandle> postgresOf(Path postmasterPid) {
    try {
      List<String> lines = Files.readAllLines(postmasterPid);
      return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
          .filter(ProcessHandle::isAlive)
          .filter(process -> process.info().command().orElse("").contains("postgres"));
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static Optional<ProcessHandle> remembered(String line) {
    String[] fields = line.split(" ", -1);
    try {
      Instant began = Instant.ofEpochMilli(Long.parseLong(fields[1]));
      return ProcessHandle.of(Long.parseLong(fields[0]))
          .filter(process -> process.info().startInstant().equals(Optional.of(began)));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      return Optional.empty(); // a line that a crash cut short
    }
  }

  private static void end(ProcessHandle process) {
    process.destroy();
    try {
      process.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
