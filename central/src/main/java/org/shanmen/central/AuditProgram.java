package org.shanmen.central;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.shanmen.central.db.DataDirectory;
import org.shanmen.central.db.DatabaseSettings;
import org.shanmen.central.db.KeptPostgres;
import org.shanmen.central.people.AuditHeads;
import org.shanmen.central.people.AuditVerification;
import org.shanmen.protocol.conf.InvalidConfiguration;

/**
 * {@code audit verify --config FILE | --data DIR [--head POSITION:HASH]}: verifies the audit log's
 * chain. Only reads; the centre may be running.
 */
public final class AuditProgram {
  /** The chain is whole. */
  static final int INTACT = 0;

  /** Something was changed, taken away or put in. */
  static final int TAMPERED = 1;

  /** A mistake in the command line, or the log cannot be read. */
  static final int MISTAKE = 2;

  private static final Pattern HEAD = Pattern.compile("([1-9]\\d{0,17}):([0-9a-f]{64})");
  private static final String USAGE =
      "usage: shanmen audit verify (--config FILE | --data DIR) [--head POSITION:HASH]\n"
          + "用法:shanmen audit verify (--config 配置文件 | --data 数据目录) [--head 序号:哈希]";

  private final PrintStream out;
  private final PrintStream errors;

  AuditProgram(PrintStream out, PrintStream errors) {
    this.out = out;
    this.errors = errors;
  }

  public static void main(String[] arguments) {
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
    System.exit(new AuditProgram(System.out, System.err).run(arguments));
  }

  /** Runs the command and returns its exit code. */
  int run(String... arguments) {
    boolean asked =
        (arguments.length == 3 || arguments.length == 5)
            && arguments[0].equals("verify")
            && (arguments[1].equals("--config") || arguments[1].equals("--data"));
    if (!asked || arguments.length == 5 && !arguments[3].equals("--head")) {
      errors.println(USAGE);
      return MISTAKE;
    }
    try {
      var kept = arguments.length == 5 ? head(arguments[4]) : Map.<Long, byte[]>of();
      var path = Path.of(arguments[2]);
      if (arguments[1].equals("--data")) {
        return verifyKept(path, kept);
      }
      var config = CentreConfig.read(path.getFileName().toString(), Files.readString(path));
      return config.database().isPresent()
          ? verify(config.database().get(), config.data(), kept)
          : verifyKept(config.data(), kept);
    } catch (InvalidConfiguration e) {
      e.mistakes().forEach(errors::println);
      return MISTAKE;
    } catch (IOException | SQLException | DataAccessException e) {
      errors.println("the audit log cannot be read / 无法读取审计日志: " + e.getMessage());
      return MISTAKE;
    }
  }

  private Map<Long, byte[]> head(String text) throws IOException {
    var match = HEAD.matcher(text);
    if (!match.matches()) {
      throw new IOException("--head " + text + ": expected POSITION:HASH / 应为 序号:哈希");
    }
    return Map.of(Long.parseLong(match.group(1)), HexFormat.of().parseHex(match.group(2)));
  }

  /**
   * The database that the centre keeps itself: as it runs, or started for as long as this takes.
   */
  private int verifyKept(Path data, Map<Long, byte[]> kept) throws IOException, SQLException {
    if (!Files.isDirectory(data.resolve("postgres"))) {
      throw new IOException(data + " holds no database of a centre / 不是中心的数据目录");
    }
    var running = KeptPostgres.running(data);
    if (running.isPresent()) {
      return verify(running.get(), data, kept);
    }
    try (var directory = DataDirectory.claim(data);
        var server = KeptPostgres.start(directory)) {
      return verify(server.settings(), data, kept);
    }
  }

  private int verify(DatabaseSettings settings, Path data, Map<Long, byte[]> kept)
      throws IOException, SQLException {
    // Before the chain, which is written before it.
    var noted = new HashMap<>(new AuditHeads(data).read());
    noted.putAll(kept);
    try (var connection =
        DriverManager.getConnection(settings.url(), settings.user(), settings.password())) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      connection.setTransactionIsolation(java.sql.Connection.TRANSACTION_REPEATABLE_READ);
      var sql = DSL.using(connection, SQLDialect.POSTGRES, new Settings().withRenderSchema(false));
      return tell(new AuditVerification(noted).run(sql));
    }
  }

  private int tell(AuditVerification.Report report) {
    report.findings().forEach(finding -> out.println("! " + finding.en() + " / " + finding.zh()));
    if (report.count() > report.findings().size()) {
      out.println("! ... " + (report.count() - report.findings().size()) + " more / 更多");
    }
    out.printf(
        "%s: %d entries, %d erased by rule, %d waiting, head %d:%s%n",
        report.count() == 0 ? "intact / 完好" : "tampered / 已被篡改",
        report.entries(),
        report.erased(),
        report.waiting(),
        report.entries(),
        HexFormat.of().formatHex(report.head()));
    return report.count() == 0 ? INTACT : TAMPERED;
  }
}
