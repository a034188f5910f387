package org.shanmen.central;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.shanmen.central.data.Archive;
import org.shanmen.central.data.Backup;
import org.shanmen.central.data.Restore;
import org.shanmen.central.db.DataDirectory;
import org.shanmen.central.db.KeptPostgres;

/**
 * The verbs {@code backup} and {@code restore} of the centre's program.
 *
 * <p>Exit codes: 0 done, 1 it could not be done or the backup is damaged, 2 a mistake in the
 * command line.
 */
final class Safekeeping {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int MISTAKE = 2;

  private static final String USAGE =
      """
      usage / 用法:
        shanmen backup --config FILE --to FILE.zip
        shanmen backup --verify FILE.zip
        shanmen restore --config FILE --from FILE.zip""";

  /** Reads a configuration; ends the program when there is a mistake in it. */
  @FunctionalInterface
  interface Configurations {
    CentreConfig read(String file);
  }

  private final Configurations configurations;
  private final InstantSource clock;
  private final PrintStream out;
  private final PrintStream err;

  Safekeeping(
      Configurations configurations, InstantSource clock, PrintStream out, PrintStream err) {
    this.configurations = configurations;
    this.clock = clock;
    this.out = out;
    this.err = err;
  }

  /** Whether the first word of a command line is one of its verbs. */
  static boolean knows(String verb) {
    return verb.equals("backup") || verb.equals("restore");
  }

  /** Does what the command line says; the exit code. */
  int run(List<String> arguments) {
    try {
      if (arguments.size() == 3 && startsWith(arguments, "backup", "--verify")) {
        return verify(Path.of(arguments.get(2)));
      }
      if (arguments.size() == 5 && startsWith(arguments, "backup", "--config")) {
        return backup(arguments);
      }
      if (arguments.size() == 5 && startsWith(arguments, "restore", "--config")) {
        return restore(arguments);
      }
      err.println(USAGE);
      return MISTAKE;
    } catch (IOException | RuntimeException e) {
      err.println(e.getMessage() == null ? e.toString() : e.getMessage());
      return FAILED;
    }
  }

  private static boolean startsWith(List<String> arguments, String verb, String option) {
    return arguments.get(0).equals(verb) && arguments.get(1).equals(option);
  }

  private int verify(Path file) throws IOException {
    try (var archive = Archive.open(file)) {
      out.println(archive.summary());
      var findings = archive.verify();
      findings.forEach(err::println);
      out.println(findings.isEmpty() ? "whole / 完整" : "damaged / 已损坏");
      return findings.isEmpty() ? OK : FAILED;
    }
  }

  private int backup(List<String> arguments) throws IOException {
    if (!arguments.get(3).equals("--to")) {
      err.println(USAGE);
      return MISTAKE;
    }
    var config = configurations.read(arguments.get(2));
    var made = backup(config, Path.of(arguments.get(4)));
    out.printf("%s: %d rows, %d bytes%n", made.file(), made.rows(), made.bytes());
    out.println(
        "It holds the park's secrets (CA, keys of codes, visitors' data): keep it where only you can read it.");
    out.println("其中含有园区的全部机密(CA、票码密钥、游客信息):请妥善保管,勿让他人读取。");
    return OK;
  }

  private Backup.Made backup(CentreConfig config, Path to) throws IOException {
    var running =
        config.database().isPresent() ? config.database() : KeptPostgres.running(config.data());
    if (running.isPresent()) {
      return Backup.make(running.get(), config.data(), to, clock.instant());
    }
    if (!Files.isDirectory(config.data())) {
      throw new IOException(
          "%1$s: there is no centre's data / %1$s 不是中心的数据目录".formatted(config.data()));
    }
    try (var directory = DataDirectory.claim(config.data());
        var kept = KeptPostgres.start(directory)) {
      return Backup.make(kept.settings(), directory.path(), to, clock.instant());
    }
  }

  private int restore(List<String> arguments) throws IOException {
    if (!arguments.get(3).equals("--from")) {
      err.println(USAGE);
      return MISTAKE;
    }
    var config = configurations.read(arguments.get(2));
    try (var archive = Archive.open(Path.of(arguments.get(4)))) {
      out.println(archive.summary());
      Restore.run(archive, config.data(), config.database(), clock);
    }
    out.println("restored; each gate gets the whole list once when the centre starts");
    out.println("已恢复;中心启动后各闸机将重新获取完整白名单一次");
    return OK;
  }
}
