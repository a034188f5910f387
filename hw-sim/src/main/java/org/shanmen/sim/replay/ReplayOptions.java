package org.shanmen.sim.replay;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param file of footfall
 * @param zone of its places, in which the reports count days and hours
 * @param report where the passes by place, month, weekday and hour go; empty: nowhere
 */
record ReplayOptions(Path file, ZoneId zone, Optional<Path> report) {
  static final String USAGE =
      "usage: ./shanmen replay FILE.csv --zone ZONE [--report OUT.json], such as --zone Australia/Melbourne";

  /** The command line is wrong; the message says what was expected. */
  static final class Mistake extends Exception {
    private static final long serialVersionUID = 1L;

    Mistake(String message) {
      super(message);
    }
  }

  static ReplayOptions parse(String... arguments) throws Mistake {
    Path file = null;
    ZoneId zone = null;
    Path report = null;
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      boolean isOption = argument.startsWith("--");
      if (isOption && i + 1 == arguments.length) {
        throw new Mistake(argument + " needs a value\n" + USAGE);
      }
      switch (argument) {
        case "--zone" -> zone = zone(arguments[++i]);
        case "--report" -> report = Path.of(arguments[++i]);
        default -> {
          if (isOption || file != null) {
            throw new Mistake("unexpected: " + argument + '\n' + USAGE);
          }
          file = Path.of(argument);
        }
      }
    }
    if (file == null || zone == null) {
      throw new Mistake((file == null ? "a file is missing\n" : "--zone is missing\n") + USAGE);
    }
    return new ReplayOptions(file, zone, Optional.ofNullable(report));
  }

  private static ZoneId zone(String text) throws Mistake {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new Mistake("--zone " + text + ": expected a name such as Australia/Melbourne");
    }
  }
}
