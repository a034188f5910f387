package org.shanmen.central.db;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL server that the centre starts and keeps itself: binaries unpacked once, data kept
 * across restarts, a free port of the loopback address, a password of its own.
 *
 * <p>The server outlives a killed centre. The next one finds that orphan and stops it first; see
 * {@link Orphan}. A server that ends although nobody stopped it (killed for want of memory, say) is
 * started again on the same port, as often as need be: it recovers what was committed by itself.
 */
public final class KeptPostgres implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(KeptPostgres.class);
  private static final String USER = "postgres";
  private static final int SECRET_LENGTH = 48;
  private static final String ACCESS =
      "# Written by the centre: its own password, from this machine only.\n"
          + "host all all 127.0.0.1/32 scram-sha-256\n"
          + "host all all ::1/128 scram-sha-256\n";
  private static final String LOCK_OF_THE_LIBRARY = "epg-lock";
  private static final int ANY_PORT = 0;

  /** Of postmaster.pid: process, data directory, start, port. */
  private static final int PORT_LINE = 4;

  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  private static final long WATCH_MILLIS = 1_000;

  private final DataDirectory directory;
  private final DatabaseSettings settings;
  private final Duration startTimeout;

  /** The following are guarded by this object's monitor. */
  private EmbeddedPostgres server;

  private boolean closed;

  private KeptPostgres(
      DataDirectory directory,
      EmbeddedPostgres server,
      DatabaseSettings settings,
      Duration startTimeout) {
    this.directory = directory;
    this.server = server;
    this.settings = settings;
    this.startTimeout = startTimeout;
  }

  /**
   * Starts the server and waits until it answers. Blocks for 0.4 s on kept data, for some seconds
   * on the first start.
   *
   * @throws IOException if it does not start; the message names the server's log
   */
  public static KeptPostgres start(DataDirectory directory) throws IOException {
    return start(directory, START_TIMEOUT);
  }

  /**
   * The same.
   *
   * @param startTimeout after which a server that does not answer counts as not started
   */
  static KeptPostgres start(DataDirectory directory, Duration startTimeout) throws IOException {
    Path secretFile = directory.path().resolve("postgres.secret");
    var kept = readSecret(secretFile);
    var server = launch(directory, kept, ANY_PORT, startTimeout);
    try {
      String secret = kept.isPresent() ? kept.get() : drawSecret(secretFile);
      lock(server, data(directory), secret);
      String url = "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
      LOG.info(
          "PostgreSQL keeps {} and listens on 127.0.0.1:{}", data(directory), server.getPort());
      var postgres =
          new KeptPostgres(
              directory, server, new DatabaseSettings(url, USER, secret), startTimeout);
      postgres.watch();
      return postgres;
    } catch (IOException | SQLException e) {
      server.close();
      throw new IOException("PostgreSQL's password could not be set", e);
    }
  }

  /**
   * How to connect to the server that runs on a data directory now, be it of a centre that runs or
   * of one that was killed.
   *
   * @param directory the centre's
   * @return empty if none runs
   * @throws IOException if the files that tell cannot be read
   */
  public static Optional<DatabaseSettings> running(Path directory) throws IOException {
    Path data = directory.resolve("postgres");
    if (Orphan.runningOn(data).isEmpty()) {
      return Optional.empty();
    }
    var lines = Files.readAllLines(data.resolve("postmaster.pid"));
    String port = lines.size() < PORT_LINE ? "" : lines.get(PORT_LINE - 1).strip();
    var secret = readSecret(directory.resolve("postgres.secret"));
    return port.matches("\\d{1,5}") && secret.isPresent()
        ? Optional.of(
            new DatabaseSettings(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, secret.get()))
        : Optional.empty();
  }

  private static Path data(DataDirectory directory) {
    return directory.path().resolve("postgres");
  }

  private static EmbeddedPostgres launch(
      DataDirectory directory, Optional<String> secret, int port, Duration startTimeout)
      throws IOException {
    Path log = directory.path().resolve("postgres.log");
    Orphan.stop(data(directory));
    // A start that failed leaves its lock behind in this process. Ours is that of DataDirectory.
    Files.deleteIfExists(data(directory).resolve(LOCK_OF_THE_LIBRARY));
    var builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data(directory))
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setOverrideWorkingDirectory(directory.path().resolve("postgres-binaries").toFile())
            .setPGStartupWait(startTimeout)
            .setErrorRedirector(Redirect.appendTo(log.toFile()))
            .setOutputRedirector(Redirect.appendTo(log.toFile()))
            // The library passes -F (no fsync); a later option wins. Database.open checks.
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("unix_socket_directories", "''")
            .setServerConfig("timezone", "UTC");
    if (port != ANY_PORT) {
      builder.setPort(port);
    }
    secret.ifPresent(password -> builder.setConnectConfig("password", password));
    try {
      return builder.start();
    } catch (IOException | RuntimeException e) {
      throw new IOException("PostgreSQL did not start; " + log + " tells why", e);
    }
  }

  /**
   * Looks every second whether the server runs: it is no child of ours, so nobody tells. A server
   * whose process cannot be seen from here is not taken for one that has ended.
   */
  private void watch() {
    if (Orphan.runningOn(data(directory)).isPresent()) {
      lookLater();
    } else {
      LOG.warn("the process of PostgreSQL cannot be seen: nobody starts it again if it ends");
    }
  }

  private void lookLater() {
    CompletableFuture.delayedExecutor(WATCH_MILLIS, TimeUnit.MILLISECONDS).execute(this::look);
  }

  private synchronized void look() {
    if (closed) {
      return;
    }
    if (Orphan.runningOn(data(directory)).isEmpty()) {
      startAgain();
    }
    lookLater();
  }

  private void startAgain() {
    LOG.error("PostgreSQL has ended though nobody stopped it; it is started again");
    try {
      int port = server.getPort();
      server.close();
      server = launch(directory, Optional.of(settings.password()), port, startTimeout);
      LOG.info("PostgreSQL is back");
    } catch (IOException | RuntimeException e) {
      LOG.error("PostgreSQL could not be started again; the next try follows", e);
    }
  }

  /** How to connect to it. */
  public DatabaseSettings settings() {
    return settings;
  }

  /** Stops the server, ending what connections it still has. Idempotent. */
  @Override
  public synchronized void close() throws IOException {
    closed = true;
    server.close();
  }

  /** Empty before the first start, and if a crash came while it was written. */
  private static Optional<String> readSecret(Path file) throws IOException {
    return Files.exists(file)
        ? Optional.of(Files.readString(file)).filter(text -> text.length() == SECRET_LENGTH)
        : Optional.empty();
  }

  private static String drawSecret(Path file) throws IOException {
    byte[] random = new byte[SECRET_LENGTH / 2];
    new SecureRandom().nextBytes(random);
    String secret = HexFormat.of().formatHex(random);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, secret, StandardOpenOption.WRITE);
    return secret;
  }

  /**
   * The library initialises the server to trust every local user. Gives it a password and demands
   * it from then on; does nothing if it is demanded already. The secret is in its file by now: a
   * crash on the way leaves a server that still trusts and accepts any password, and the next start
   * goes through with it.
   */
  private static void lock(EmbeddedPostgres server, Path data, String secret)
      throws IOException, SQLException {
    Path access = data.resolve("pg_hba.conf");
    if (Files.readString(access).equals(ACCESS)) {
      return;
    }
    try (var connection = server.getPostgresDatabase(Map.of("password", secret)).getConnection();
        var statement = connection.createStatement()) {
      statement.execute("alter user " + USER + " password '" + secret + "'");
      Path fresh = data.resolve("pg_hba.conf.new");
      Files.writeString(fresh, ACCESS);
      Files.move(fresh, access, StandardCopyOption.ATOMIC_MOVE);
      statement.execute("select pg_reload_conf()");
    }
  }
}
