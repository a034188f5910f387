package org.shanmen.gate.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * Writes {@code 2026-11-22T11:39:22.044Z WARN [main] o.s.g.link.Secrets what happened}, and a
 * thrown exception's stack below. Thread-safe; a line is written at once and whole.
 */
final class ConsoleLogger extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1;
  private static final int USUAL_LENGTH = 160;
  private static final int LONGEST_LEVEL = 5;

  private final transient Optional<Level> threshold;
  private final transient Consumer<byte[]> out;
  private final String shortName;

  /**
   * @param threshold below which nothing is written; empty: nothing ever is
   */
  ConsoleLogger(String name, Optional<Level> threshold, Consumer<byte[]> out) {
    this.name = name;
    this.threshold = threshold;
    this.out = out;
    this.shortName = shortened(name);
  }

  /** Packages by their first letter, but for the last one. */
  private static String shortened(String name) {
    var parts = name.split("\\.");
    var shortened = new StringBuilder();
    for (int i = 0; i < parts.length; i++) {
      boolean whole = i >= parts.length - 2;
      shortened.append(i == 0 ? "" : ".").append(whole ? parts[i] : parts[i].substring(0, 1));
    }
    return shortened.toString();
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level, Marker marker, String message, Object[] arguments, Throwable thrown) {
    var line = new StringBuilder(USUAL_LENGTH);
    appendTime(line, OffsetDateTime.now());
    line.append(' ').append(level.name());
    line.append(" ".repeat(LONGEST_LEVEL - level.name().length()));
    line.append(" [").append(Thread.currentThread().getName()).append("] ").append(shortName);
    line.append(' ').append(MessageFormatter.basicArrayFormat(message, arguments));
    line.append(System.lineSeparator());
    if (thrown != null) {
      var stack = new StringWriter();
      thrown.printStackTrace(new PrintWriter(stack));
      line.append(stack);
    }
    out.accept(line.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** ISO 8601, in the machine's zone, to the millisecond: by hand, as formatters load slowly. */
  private static void appendTime(StringBuilder line, OffsetDateTime time) {
    digits(line, time.getYear(), 4).append('-');
    digits(line, time.getMonthValue(), 2).append('-');
    digits(line, time.getDayOfMonth(), 2).append('T');
    digits(line, time.getHour(), 2).append(':');
    digits(line, time.getMinute(), 2).append(':');
    digits(line, time.getSecond(), 2).append('.');
    digits(line, time.getNano() / 1_000_000, 3).append(time.getOffset().getId());
  }

  private static StringBuilder digits(StringBuilder line, int number, int width) {
    String digits = Integer.toString(number);
    return line.append("0".repeat(Math.max(0, width - digits.length()))).append(digits);
  }

  @Override
  protected String getFullyQualifiedCallerName() {
    return ConsoleLogger.class.getName();
  }

  private boolean isHeard(Level level) {
    return threshold.filter(least -> level.toInt() >= least.toInt()).isPresent();
  }

  @Override
  public boolean isTraceEnabled() {
    return isHeard(Level.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return isHeard(Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return isHeard(Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return isHeard(Level.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return isHeard(Level.ERROR);
  }
}
