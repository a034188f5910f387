package org.shanmen.central.data;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.shanmen.central.db.DatabaseSettings;
import org.shanmen.central.web.MetricsText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a backup every day at a time of the park's, and removes the oldest of its own. What was
 * missed while the centre was down is made up for when it runs again; what failed is tried again
 * after an hour.
 *
 * <p>Belongs to one event loop; backups are made on a worker.
 */
public final class NightlyBackup implements AutoCloseable, MetricsText.Source {
  /**
   * What centre.conf says of it.
   *
   * @param at in the park's zone
   * @param keep how many stay, at least 1
   */
  public record Settings(Path directory, LocalTime at, int keep) {}

  /** Where what is saved comes from. */
  public record Source(DatabaseSettings database, Path dataDirectory) {}

  private static final Logger LOG = LoggerFactory.getLogger(NightlyBackup.class);
  private static final long LOOK_MILLIS = 60_000;
  private static final Duration TRY_AGAIN = Duration.ofHours(1);
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("'shanmen-'uuuu-MM-dd'T'HHmmss'Z.zip'");

  private final Settings settings;
  private final Source source;
  private final ZoneId zone;
  private final InstantSource clock;
  private final Vertx vertx;
  private long timer;
  private boolean underWay;
  private Instant notBefore = Instant.MIN;
  private volatile Optional<Instant> newest = Optional.empty();

  NightlyBackup(Vertx vertx, Settings settings, Source source, ZoneId zone, InstantSource clock) {
    this.vertx = vertx;
    this.settings = settings;
    this.source = source;
    this.zone = zone;
    this.clock = clock;
  }

  /** One that has not begun. */
  public static NightlyBackup of(
      Vertx vertx, Settings settings, Source source, ZoneId zone, InstantSource clock) {
    return new NightlyBackup(vertx, settings, source, zone, clock);
  }

  /** Looks now, and then once a minute, whether one is due. */
  public NightlyBackup start() {
    timer = vertx.setPeriodic(0, LOOK_MILLIS, tick -> look());
    return this;
  }

  private void look() {
    if (underWay || clock.instant().isBefore(notBefore)) {
      return;
    }
    underWay = true;
    vertx
        .executeBlocking(this::makeIfDue, false)
        .onComplete(
            done -> {
              underWay = false;
              if (done.failed()) {
                notBefore = clock.instant().plus(TRY_AGAIN);
                LOG.error("the nightly backup failed, next try in an hour / 夜间备份失败", done.cause());
              }
            });
  }

  /** Makes one if it is due, and removes what is too many. Blocks. */
  Optional<Path> makeIfDue() throws IOException {
    var kept = kept(settings.directory());
    newest = kept.stream().findFirst().map(NightlyBackup::madeAt);
    Instant now = clock.instant();
    if (newest.filter(made -> !made.isBefore(lastDue(now))).isPresent()) {
      return Optional.empty();
    }
    var to = settings.directory().resolve(NAME.format(now.atOffset(ZoneOffset.UTC)));
    var made = Backup.make(source.database(), source.dataDirectory(), to, now);
    newest = Optional.of(now);
    LOG.info("backup {}: {} rows, {} bytes", made.file(), made.rows(), made.bytes());
    for (var old : kept.stream().skip(settings.keep() - 1L).toList()) {
      Files.delete(old);
    }
    return Optional.of(to);
  }

  /** The last moment at which one should have been made. */
  private Instant lastDue(Instant now) {
    var today = now.atZone(zone).toLocalDate();
    var due = today.atTime(settings.at()).atZone(zone).toInstant();
    return due.isAfter(now)
        ? today.minusDays(1).atTime(settings.at()).atZone(zone).toInstant()
        : due;
  }

  /** Its own files, the newest first. */
  private static List<Path> kept(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var files = Files.list(directory)) {
      return files
          .filter(file -> instant(file).isPresent())
          .sorted(Comparator.comparing(NightlyBackup::madeAt).reversed())
          .toList();
    }
  }

  private static Instant madeAt(Path file) {
    return instant(file).orElseThrow();
  }

  private static Optional<Instant> instant(Path file) {
    try {
      var name = file.getFileName().toString();
      return Optional.of(LocalDateTime.parse(name, NAME).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  @Override
  public void write(MetricsText out) {
    newest.ifPresent(
        made ->
            out.metric("shanmen_backup_age_seconds", "gauge", "Since the newest nightly backup.")
                .sample(
                    "shanmen_backup_age_seconds",
                    Duration.between(made, clock.instant()).toSeconds()));
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
  }
}
