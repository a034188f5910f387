package org.shanmen.central.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A server of the distribution's own PostgreSQL, with a cluster of its own below the directory for
 * temporary files and on a free port, beside whatever service runs on the machine. As root it runs
 * as the user postgres, who comes with the package.
 */
public final class DebianPostgres implements AutoCloseable {
  private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
  private static final String ROLE = "shanmen";
  private static final String PASSWORD = "no superuser";

  private final Path bin;
  private final Path home;
  private final int port;

  private DebianPostgres(Path bin, Path home, int port) {
    this.bin = bin;
    this.home = home;
    this.port = port;
  }

  /** Where the newest one is installed; empty if none is. */
  public static Optional<Path> installed() {
    if (!Files.isDirectory(PACKAGES)) {
      return Optional.empty();
    }
    try (var versions = Files.list(PACKAGES)) {
      return versions
          .filter(version -> version.getFileName().toString().matches("\\d+"))
          .filter(version -> Files.isExecutable(version.resolve("bin/initdb")))
          .max(Comparator.comparingInt(v -> Integer.parseInt(v.getFileName().toString())))
          .map(version -> version.resolve("bin"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Starts it, with a role that may do nothing but own databases. */
  public static DebianPostgres start(Path bin) throws IOException, SQLException {
    Path home = Files.createTempDirectory("shanmen-debian-");
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    if (isRoot()) {
      run(List.of("chown", "postgres", home.toString()));
    }
    var server = new DebianPostgres(bin, home, port);
    server.call(
        "initdb",
        "-D",
        server.data(),
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "-A",
        "trust",
        "-U",
        "postgres");
    server.call(
        "pg_ctl",
        "-D",
        server.data(),
        "-w",
        "-l",
        home.resolve("log").toString(),
        "-o",
        "-p %d -c listen_addresses=127.0.0.1 -k %s".formatted(port, home),
        "start");
    server.execute("create role %s login password '%s'".formatted(ROLE, PASSWORD));
    return server;
  }

  /** A new, empty database of that role. */
  public DatabaseSettings database(String name) throws SQLException {
    execute("create database %s owner %s".formatted(name, ROLE));
    return new DatabaseSettings(url(name), ROLE, PASSWORD);
  }

  private void execute(String sql) throws SQLException {
    try (var connection = new DatabaseSettings(url("postgres"), "postgres", "").connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String url(String name) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, name);
  }

  private String data() {
    return home.resolve("data").toString();
  }

  private void call(String program, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    if (isRoot()) {
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.add(bin.resolve(program).toString());
    command.addAll(Arrays.asList(arguments));
    run(command);
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /** Not by a pipe: the server would keep its end for ever. */
  private static void run(List<String> command) throws IOException {
    Path output = Files.createTempFile("shanmen-debian-", ".out");
    try {
      var process =
          new ProcessBuilder(command)
              .directory(Path.of("/").toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
      assertThat(process.exitValue()).as("%s: %s", command, Files.readString(output)).isZero();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      Files.delete(output);
    }
  }

  @Override
  public void close() throws IOException {
    call("pg_ctl", "-D", data(), "-w", "-m", "fast", "stop");
    try (var files = Files.walk(home)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
