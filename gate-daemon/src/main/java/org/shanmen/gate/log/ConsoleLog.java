package org.shanmen.gate.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * SLF4J's other end in a gate's programs. A logging library that reads its own configuration took a
 * quarter of the time from the start of a gate to its first visitor, and all that was asked of it
 * was these lines.
 *
 * <p>Chosen by name, see {@link #start}, and not by lying on the classpath: simulator and tests
 * have these classes there too, and a log of their own. Thread-safe.
 */
public final class ConsoleLog implements SLF4JServiceProvider, ILoggerFactory {
  private static final String CHOSEN = "slf4j.provider";
  private static final String SLF4J_SAYS = "slf4j.internal.verbosity";

  /** Of SLF4J's interface; what a provider must have been compiled against. */
  private static final String API = "2.0.99";

  /**
   * From which level on others are heard, the first that fits; empty: never. Pi4J calls every
   * machine that is not a Raspberry Pi an error, and its gpiod library repeats itself at each
   * attempt to open the board, which the device's health says once.
   */
  private static final Map<String, Optional<Level>> PI4J =
      Map.of(
          "com.pi4j.boardinfo", Optional.empty(),
          "com.pi4j.library.gpiod", Optional.of(Level.ERROR));

  private static final String ALL_OF_PI4J = "com.pi4j";

  private final Map<String, Logger> loggers = new ConcurrentHashMap<>();
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter context = new NOPMDCAdapter();
  private final Consumer<byte[]> out;

  /** For SLF4J, which makes the one that {@link #start} chose. */
  public ConsoleLog() {
    var console = new PrintStream(new FileOutputStream(FileDescriptor.out), true);
    this.out = line -> console.write(line, 0, line.length);
  }

  /**
   * @param out takes whole lines, UTF-8, with their ends; of any thread
   */
  ConsoleLog(Consumer<byte[]> out) {
    this.out = out;
  }

  /** Makes this the log of the program. Must be called before the first logger is made. */
  public static void start() {
    if (System.getProperty(CHOSEN) == null) {
      System.setProperty(CHOSEN, ConsoleLog.class.getName());
      // Or it tells, at each start, that it does as it was told.
      System.setProperty(SLF4J_SAYS, Level.WARN.name());
    }
  }

  @Override
  public Logger getLogger(String name) {
    return loggers.computeIfAbsent(name, each -> new ConsoleLogger(each, threshold(each), out));
  }

  private static Optional<Level> threshold(String name) {
    for (var quieter : PI4J.entrySet()) {
      if (isOf(quieter.getKey(), name)) {
        return quieter.getValue();
      }
    }
    return Optional.of(isOf(ALL_OF_PI4J, name) ? Level.WARN : Level.INFO);
  }

  private static boolean isOf(String room, String name) {
    return name.equals(room) || name.startsWith(room + ".");
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return this;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return context;
  }

  @Override
  public String getRequestedApiVersion() {
    return API;
  }

  @Override
  public void initialize() {
    // There is nothing to read.
  }
}
