package org.shanmen.sim.park;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;

/**
 * The centre as a process, with its configuration and its first administrator.
 *
 * <p>Its ports stay the same over restarts, so that gates find it again. Thread-safe as far as
 * {@link Program} is.
 */
public final class CentreHouse implements AutoCloseable {
  /** A first start makes a database; on a busy machine that takes its time. */
  public static final Duration START_LIMIT = Duration.ofSeconds(90);

  public static final String ADMINISTRATOR = "admin";

  /** It holds a password, perhaps secrets of a payment provider too. */
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Program program;
  private final Path data;
  private final Path configuration;
  private final ZoneId zone;
  private final int httpPort;
  private final URI root;
  private final int gatelinkPort;
  private final String password;

  CentreHouse(Programs programs, ParkDirectory directory, int wantedHttpPort, ZoneId zone) {
    data = directory.centreData();
    password = Passwords.random();
    httpPort = Ports.freeOr(wantedHttpPort);
    this.zone = zone;
    gatelinkPort = Ports.free();
    root = URI.create("http://127.0.0.1:" + httpPort);
    configuration = directory.centreConfiguration();
    program =
        new Program(
            "centre",
            programs.centre(configuration),
            Map.of(),
            directory.log("centre"),
            directory.leftovers());
  }

  /**
   * Writes the configuration.
   *
   * @param more lines, such as a block of a payment provider
   */
  void configure(String more) {
    try {
      Files.deleteIfExists(configuration);
      Files.createFile(configuration, OWNER_ONLY);
      Files.writeString(
          configuration,
          """
          data = "%s"
          http { host = "127.0.0.1", port = %d }
          gatelink { host = "127.0.0.1", port = %d }
          park { name-zh = "山门示范园", name-en = "Shanmen Model Park", zone = "%s" }
          first-administrator { password = "%s" }
          %s"""
              .formatted(data, httpPort, gatelinkPort, zone, password, more));
    } catch (IOException e) {
      throw new UncheckedIOException(configuration + " cannot be written", e);
    }
  }

  /** Starts it and waits until it answers. */
  public void start() {
    program.start();
    awaitReady();
  }

  /** Waits until it answers; for a start that was given by {@code program().start()}. */
  public void awaitReady() {
    var client = new CentreClient(root);
    Await.until(
        "the centre to answer at " + root + "/health (log: " + program.log() + ")",
        START_LIMIT,
        () -> {
          if (!program.isAlive()) {
            throw new IllegalStateException("the centre ended:\n" + program.lastWords());
          }
          return !client.plain("/health").isEmpty();
        });
  }

  public Program program() {
    return program;
  }

  /** Such as http://127.0.0.1:8080: the console, and under /api/v1 the interface. */
  public URI root() {
    return root;
  }

  public int gatelinkPort() {
    return gatelinkPort;
  }

  /** Where it keeps its database and its CA. */
  public Path data() {
    return data;
  }

  public String administratorPassword() {
    return password;
  }

  /** A new session of the first administrator. */
  public CentreClient administrator() {
    return CentreClient.loggedIn(root, ADMINISTRATOR, password);
  }

  /** Stops the centre; a PostgreSQL that it left behind is ended too. */
  @Override
  public void close() {
    program.stop();
    Leftovers.endPostgres(data);
  }
}
