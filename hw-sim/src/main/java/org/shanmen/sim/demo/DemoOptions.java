package org.shanmen.sim.demo;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What the command line asks for.
 *
 * @param once one crowd and a report, instead of day after day
 * @param people how many come in a day; empty: 400 once, 1,200 a day otherwise
 * @param report where the report goes; empty: to the standard output
 * @param speed how many seconds of the day pass in one; empty: what the gates can follow
 * @param seed decides who comes when with what
 * @param footfall the hours of a real day; empty: an ordinary day
 * @param data the demonstration's own directory; empty: demo-data in the checkout
 * @param gates how many
 */
public record DemoOptions(
    boolean once,
    OptionalInt people,
    Optional<Path> report,
    OptionalDouble speed,
    long seed,
    Optional<RealDay> footfall,
    Optional<Path> data,
    int gates) {
  /** The most gates that one machine can play. */
  public static final int MAX_GATES = 32;

  private static final int MAX_PEOPLE = 1_000_000;
  private static final double MAX_SPEED = 100_000;

  /** One place's day in a footfall file. */
  public record RealDay(Path file, String place, LocalDate date) {}

  /** The command line is wrong; the message says where and what was expected. */
  public static final class Mistake extends Exception {
    private static final long serialVersionUID = 1L;

    Mistake(String message) {
      super(message);
    }
  }

  /**
   * Reads the command line.
   *
   * @throws Mistake when it is wrong
   */
  public static DemoOptions parse(String... arguments) throws Mistake {
    var reading = new Reading();
    for (int i = 0; i < arguments.length; i++) {
      String option = arguments[i];
      if (option.equals("--once")) {
        reading.once = true;
        continue;
      }
      if (!Reading.TAKE_VALUE.contains(option)) {
        throw new Mistake("unknown option " + option + "\n" + usage());
      }
      if (i + 1 == arguments.length) {
        throw new Mistake(option + " needs a value\n" + usage());
      }
      reading.take(option, arguments[++i]);
    }
    return reading.options();
  }

  /** What may be given. */
  public static String usage() {
    return """
        Usage: ./shanmen demo [--once] [--people N] [--report FILE] [--speed X] [--seed N]
                              [--footfall FILE --place NAME --date YYYY-MM-DD]
                              [--gates N] [--data DIR]""";
  }

  /** A command line half read. */
  private static final class Reading {
    static final java.util.Set<String> TAKE_VALUE =
        java.util.Set.of(
            "--people",
            "--report",
            "--speed",
            "--seed",
            "--footfall",
            "--place",
            "--date",
            "--gates",
            "--data");

    private boolean once;
    private OptionalInt people = OptionalInt.empty();
    private Optional<Path> report = Optional.empty();
    private OptionalDouble speed = OptionalDouble.empty();
    private long seed = 1;
    private Path footfall;
    private String place;
    private LocalDate date;
    private Optional<Path> data = Optional.empty();
    private int gates = 4;

    void take(String option, String value) throws Mistake {
      switch (option) {
        case "--people" -> people = OptionalInt.of(whole(option, value, 1, MAX_PEOPLE));
        case "--report" -> report = Optional.of(Path.of(value));
        case "--speed" -> speed = OptionalDouble.of(speed(value));
        case "--seed" -> seed = seed(value);
        case "--footfall" -> footfall = Path.of(value);
        case "--place" -> place = value;
        case "--date" -> date = date(value);
        case "--gates" -> gates = whole(option, value, 1, MAX_GATES);
        case "--data" -> data = Optional.of(Path.of(value));
        default -> throw new IllegalStateException(option);
      }
    }

    DemoOptions options() throws Mistake {
      boolean any = footfall != null || place != null || date != null;
      if (any && (footfall == null || place == null || date == null)) {
        throw new Mistake("--footfall, --place and --date belong together\n" + usage());
      }
      return new DemoOptions(
          once,
          people,
          report,
          speed,
          seed,
          any ? Optional.of(new RealDay(footfall, place, date)) : Optional.empty(),
          data,
          gates);
    }

    private static int whole(String option, String value, int from, int to) throws Mistake {
      try {
        int number = Integer.parseInt(value);
        if (number >= from && number <= to) {
          return number;
        }
      } catch (NumberFormatException e) {
        // told below, together with numbers out of range
      }
      throw new Mistake(
          option + " " + value + ": expected a whole number from " + from + " to " + to);
    }

    private static double speed(String value) throws Mistake {
      try {
        double speed = Double.parseDouble(value);
        if (speed > 0 && speed <= MAX_SPEED) {
          return speed;
        }
      } catch (NumberFormatException e) {
        // told below, together with numbers out of range
      }
      throw new Mistake("--speed " + value + ": expected a number above 0, at most " + MAX_SPEED);
    }

    private static long seed(String value) throws Mistake {
      try {
        return Long.parseLong(value);
      } catch (NumberFormatException e) {
        throw new Mistake("--seed " + value + ": expected a whole number");
      }
    }

    private static LocalDate date(String value) throws Mistake {
      try {
        return LocalDate.parse(value);
      } catch (DateTimeException e) {
        throw new Mistake("--date " + value + ": expected a day such as 2015-01-01");
      }
    }
  }
}
