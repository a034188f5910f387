package org.shanmen.central;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.shanmen.central.data.NightlyBackup;
import org.shanmen.central.db.DatabaseSettings;
import org.shanmen.central.park.Park;
import org.shanmen.central.payment.PaymentConfig;
import org.shanmen.protocol.conf.ConfigReader;
import org.shanmen.protocol.conf.InvalidConfiguration;

/**
 * What centre.conf says; src/main/dist/conf/centre.conf explains each key.
 *
 * @param data directory in which the centre keeps everything
 * @param http where browsers connect
 * @param gatelink where gates connect
 * @param database the park's own server; empty: the centre keeps one itself
 * @param payment through whom visitors pay
 * @param firstPassword of the first administrator; empty: drawn
 * @param backup made each night; empty: none
 */
public record CentreConfig(
    Path data,
    Listen http,
    Listen gatelink,
    Optional<DatabaseSettings> database,
    Park park,
    PaymentConfig payment,
    Optional<String> firstPassword,
    Optional<NightlyBackup.Settings> backup) {
  private static final int PASSWORD_LENGTH = 10;

  /** One that saves nothing by itself, and where nobody pays through a provider. */
  CentreConfig(
      Path data,
      Listen http,
      Listen gatelink,
      Optional<DatabaseSettings> database,
      Park park,
      Optional<String> firstPassword) {
    this(data, http, gatelink, database, park, PaymentConfig.NONE, firstPassword, Optional.empty());
  }

  /**
   * @param port 0: any that is free
   */
  public record Listen(String host, int port) {}

  /**
   * @param file name for messages
   * @throws InvalidConfiguration listing every mistake
   */
  public static CentreConfig read(String file, String text) throws InvalidConfiguration {
    var reader = ConfigReader.parse(file, text);
    var config =
        new CentreConfig(
            Path.of(reader.string("data")),
            new Listen(
                reader.string("http.host", "127.0.0.1"),
                reader.integer("http.port", 0, 65535, 8080)),
            new Listen(
                reader.string("gatelink.host", "0.0.0.0"),
                reader.integer("gatelink.port", 0, 65535, 7443)),
            database(reader),
            new Park(
                reader.string("park.name-zh", "山门"),
                reader.string("park.name-en", "Shanmen"),
                zone(reader)),
            PaymentConfig.read(reader),
            firstPassword(reader),
            backup(reader));
    reader.check();
    return config;
  }

  /** Whether there is something in the file that nobody else should read. */
  boolean holdsSecrets() {
    return firstPassword.isPresent()
        || payment.holdsSecrets()
        || database
            .filter(own -> !own.password().isEmpty() || own.url().contains("password="))
            .isPresent();
  }

  private static Optional<DatabaseSettings> database(ConfigReader reader) {
    if (!reader.has("database")) {
      return Optional.empty();
    }
    String url = reader.string("database.url");
    if (!url.isEmpty() && !url.startsWith("jdbc:postgresql:")) {
      reader.mistake("database.url", "expected jdbc:postgresql://HOST:PORT/NAME");
    }
    return Optional.of(
        new DatabaseSettings(
            url, reader.string("database.user"), reader.string("database.password", "")));
  }

  private static Optional<NightlyBackup.Settings> backup(ConfigReader reader) {
    if (!reader.has("backup")) {
      return Optional.empty();
    }
    return Optional.of(
        new NightlyBackup.Settings(
            Path.of(reader.string("backup.directory")),
            time(reader),
            reader.integer("backup.keep", 1, 1000, 14)));
  }

  private static LocalTime time(ConfigReader reader) {
    try {
      return LocalTime.parse(reader.string("backup.at", "03:30"));
    } catch (DateTimeParseException e) {
      reader.mistake("backup.at", "expected a time of the park's day such as 03:30");
      return LocalTime.MIDNIGHT;
    }
  }

  private static ZoneId zone(ConfigReader reader) {
    String name = reader.string("park.zone", "Asia/Shanghai");
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      reader.mistake("park.zone", "expected an IANA time zone such as Asia/Shanghai");
      return ZoneId.of("Asia/Shanghai");
    }
  }

  private static Optional<String> firstPassword(ConfigReader reader) {
    var password = reader.optionalString("first-administrator.password");
    if (password.isPresent() && password.get().length() < PASSWORD_LENGTH) {
      reader.mistake(
          "first-administrator.password", "expected at least " + PASSWORD_LENGTH + " characters");
    }
    return password;
  }
}
