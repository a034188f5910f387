package org.shanmen.central.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server whose centre was killed. It is still running on our data directory and {@code
 * postmaster.pid} in there names its process. It is stopped rather than reused, so that every start
 * goes the same way with the same settings.
 *
 * <p>If the server was killed itself, those of its processes that were busy may live on, for as
 * long as their work takes. No new server starts beside them: they are ended. What they had not
 * committed is lost with the server anyway.
 */
final class Orphan {
  private static final Logger LOG = LoggerFactory.getLogger(Orphan.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 20;

  private Orphan() {}

  /**
   * Stops what runs on the data directory, which the caller has claimed. Its committed data is
   * safe: this is PostgreSQL's own fast shutdown, or the server is dead already.
   *
   * @throws IOException if it does not stop within a minute
   */
  static void stop(Path data) throws IOException {
    Path pidFile = data.resolve("postmaster.pid");
    var process = runningOn(data);
    if (process.isEmpty()) {
      endLeftBehind(data);
      // The machine went down, and the number may belong to somebody else by now.
      Files.deleteIfExists(pidFile);
      return;
    }
    long pid = process.get().pid();
    LOG.warn("stopping PostgreSQL (process {}) that a killed centre left behind on {}", pid, data);
    try {
      interrupt(pid);
      long end = System.nanoTime() + TIMEOUT.toNanos();
      // The file goes as its last act; the process itself may linger as a zombie.
      while (Files.exists(pidFile) && process.get().isAlive()) {
        if (System.nanoTime() - end > 0) {
          throw new IOException(
              "PostgreSQL (process %d) still runs on %s: stop it with kill -INT %d and start again"
                  .formatted(pid, data, pid));
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while stopping PostgreSQL (process " + pid + ")", e);
    }
  }

  /**
   * Ends the processes of a server that is dead.
   *
   * @throws IOException if one does not end within a minute
   */
  private static void endLeftBehind(Path data) throws IOException {
    for (var process : ProcessHandle.allProcesses().filter(p -> worksIn(data, p)).toList()) {
      LOG.warn("ending process {} that a killed PostgreSQL left behind on {}", process.pid(), data);
      process.destroyForcibly();
      try {
        process.onExit().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      } catch (TimeoutException | ExecutionException e) {
        throw new IOException(
            "process %d of a killed PostgreSQL still works on %s / 被终止的 PostgreSQL 的进程 %d 仍占用 %s"
                .formatted(process.pid(), data, process.pid(), data),
            e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while ending process " + process.pid(), e);
      }
    }
  }

  /** Every process of a server works in its data directory; the kernel says so of our own ones. */
  private static boolean worksIn(Path data, ProcessHandle process) {
    try {
      var directory = Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"));
      return directory.equals(data) && isPostgres(process);
    } catch (IOException e) {
      // It has gone since, or is somebody else's.
      return false;
    }
  }

  /** The server that says it has the data directory, if it lives. */
  static Optional<ProcessHandle> runningOn(Path data) {
    try {
      List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
      if (lines.isEmpty() || !lines.get(0).strip().matches("\\d{1,9}")) {
        return Optional.empty();
      }
      return ProcessHandle.of(Long.parseLong(lines.get(0).strip())).filter(Orphan::isPostgres);
    } catch (IOException e) {
      // It has gone since.
      return Optional.empty();
    }
  }

  /** Java itself can send TERM (which waits for all clients) and KILL, not INT. */
  private static void interrupt(long pid) throws IOException, InterruptedException {
    int code = new ProcessBuilder("kill", "-INT", Long.toString(pid)).inheritIO().start().waitFor();
    if (code != 0) {
      LOG.warn("kill -INT {} answered {}", pid, code);
    }
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().filter(Orphan::namesPostgres).isPresent();
  }

  /** The kernel says so when the file of a running program has been removed since. */
  static boolean namesPostgres(String command) {
    return command.endsWith("/postgres") || command.endsWith("/postgres (deleted)");
  }
}
