package org.shanmen.gate.device.gpio;

import java.io.Closeable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.shanmen.gate.device.watch.Backoff;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.device.watch.Health;
import org.shanmen.gate.lane.port.Arm;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.gate.lane.port.Inbox;
import org.shanmen.gate.lane.port.Lamp;
import org.shanmen.gate.lane.port.Signal;
import org.shanmen.protocol.wire.LampColour;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Arm, lamp, beams, fire loop and arm push of one lane.
 *
 * <p>The lane loop's calls write the levels that change, on the caller's thread. A thread of our
 * own opens the board, settles bouncing inputs, reads every input again twice a second (a lost edge
 * heals, a dead board is noticed) and reopens a board that failed; then what the lane last asked
 * for is set again.
 *
 * <p>When this is closed, or the daemon dies:
 *
 * <ul>
 *   <li>In order: releases and lamps go low, {@code drop} keeps its level.
 *   <li>Killed: nothing is written. With {@code gpiod-digital-output} the kernel takes the lines
 *       back, and whether they keep their level depends on the kernel's driver; the simulator's
 *       provider lets all fall low. Choose relays that lock when idle.
 * </ul>
 */
public final class Wires implements Arm, Lamp, Closeable {
  /** Fire loop and arm push are long wires with relays on them. */
  static final long LOOP_QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final Logger log = LoggerFactory.getLogger(Wires.class);
  private static final long CHECK_MILLIS = 500;
  private static final int FAILED_CHECKS_TO_REOPEN = 3;
  private static final long FIRST_RETRY_MILLIS = 200;
  private static final long LONGEST_RETRY_MILLIS = 5_000;
  private static final long CLOSE_MILLIS = 2_000;

  private final GpioSettings settings;
  private final Inbox inbox;
  private final Counts counts;
  private final Health health;
  private final Backoff backoff =
      new Backoff(FIRST_RETRY_MILLIS, LONGEST_RETRY_MILLIS, new SplittableRandom());
  private final ScheduledExecutorService scheduler;

  /** Guarded by itself: what the lane asks for. */
  private final Map<Pin, Boolean> wanted = new EnumMap<>(Pin.class);

  /** Guarded by {@link #wanted}. */
  private Optional<Board> board = Optional.empty();

  /** The scheduler's own. */
  private List<InputWire> inputs = List.of();

  private int failedChecks;

  private Wires(GpioSettings settings, Inbox inbox, Counts counts) {
    this.settings = settings;
    this.inbox = inbox;
    this.counts = counts;
    this.health = new Health("gpio", inbox);
    this.scheduler =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "gpio");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Opens the board with the arm as given and leaves the inputs' first levels in the inbox. A board
   * that cannot be opened is told as {@code DeviceHealth} of {@code gpio} and tried again for ever.
   *
   * @param arm where the arm is from the moment when the board is opened
   * @throws UnknownProvider if the configuration names a provider that is not on the classpath
   */
  public static Wires open(GpioSettings settings, Inbox inbox, Counts counts, ArmPosition arm) {
    Providers.find(settings);
    Wires wires = new Wires(settings, inbox, counts);
    wires.move(arm);
    wires.tryToOpen();
    return wires;
  }

  @Override
  public void move(ArmPosition position) {
    boolean drop = position == ArmPosition.DROPPED;
    boolean both = position == ArmPosition.RELEASED_BOTH;
    boolean in = both || position == ArmPosition.RELEASED_IN;
    boolean out = both || position == ArmPosition.RELEASED_OUT;
    synchronized (wanted) {
      wanted.put(Pin.RELEASE_IN, in);
      wanted.put(Pin.RELEASE_OUT, out);
      wanted.put(Pin.DROP, drop);
      write();
    }
  }

  @Override
  public void show(LampColour colour) {
    synchronized (wanted) {
      wanted.put(Pin.LAMP_GREEN, colour == LampColour.LAMP_GREEN);
      wanted.put(Pin.LAMP_RED, colour == LampColour.LAMP_RED);
      write();
    }
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
    try {
      if (!scheduler.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
        log.warn("gpio: still busy with the board, leaving it as it is");
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeBoard();
  }

  /**
   * First what goes low: changing direction must not release both for a moment. An output that
   * cannot be written keeps no other from it, and is tried again by the next check.
   */
  private boolean write() {
    if (board.isEmpty()) {
      return false;
    }
    boolean written = true;
    for (boolean high : new boolean[] {false, true}) {
      for (Map.Entry<Pin, Boolean> output : wanted.entrySet()) {
        if (output.getValue() == high) {
          written &= write(output.getKey(), high);
        }
      }
    }
    return written;
  }

  private boolean write(Pin pin, boolean high) {
    try {
      board.get().set(pin, high);
      return true;
    } catch (RuntimeException e) {
      counts.dropped("gpio.failed", pin.key + " was not written: " + e);
      health.failing(pin.key + " cannot be written: " + e);
      return false;
    }
  }

  private void tryToOpen() {
    try {
      Board opened = Board.open(settings, asked());
      synchronized (wanted) {
        board = Optional.of(opened);
        write();
      }
      inputs =
          List.of(
              beam(opened, "beam-outer", settings.beamOuter(), Beam.OUTER),
              beam(opened, "beam-inner", settings.beamInner(), Beam.INNER),
              loop(opened, "fire-loop", settings.fireLoop(), high -> new Signal.FireLoop(!high)),
              loop(opened, "arm-push", settings.armPush(), Signal.ArmPushed::new));
      inputs.forEach(InputWire::begin);
      failedChecks = 0;
      backoff.reset();
      health.well();
      later(this::check, CHECK_MILLIS);
    } catch (RuntimeException | LinkageError e) {
      log.debug("gpio: not opened", e);
      health.failing("the board cannot be used: " + e);
      reopen();
    }
  }

  private Map<Pin, Boolean> asked() {
    synchronized (wanted) {
      return new EnumMap<>(wanted);
    }
  }

  private void check() {
    try {
      inputs.forEach(InputWire::check);
      failedChecks = 0;
      synchronized (wanted) {
        if (write()) {
          health.well();
        }
      }
    } catch (RuntimeException e) {
      counts.dropped("gpio.failed", "an input was not read: " + e);
      health.failing("an input cannot be read: " + e);
      failedChecks++;
    }
    if (failedChecks >= FAILED_CHECKS_TO_REOPEN) {
      reopen();
    } else {
      later(this::check, CHECK_MILLIS);
    }
  }

  private void reopen() {
    closeBoard();
    later(this::tryToOpen, backoff.nextMillis());
  }

  private void closeBoard() {
    Optional<Board> old;
    synchronized (wanted) {
      old = board;
      board = Optional.empty();
    }
    inputs = List.of();
    try {
      old.ifPresent(Board::close);
    } catch (RuntimeException e) {
      log.warn("gpio: the board was not closed in order: {}", e.toString());
    }
  }

  private void later(Runnable task, long millis) {
    if (!scheduler.isShutdown()) {
      var unused = scheduler.schedule(task, millis, TimeUnit.MILLISECONDS);
    }
  }

  private InputWire beam(Board opened, String key, int address, Beam beam) {
    return new InputWire(
        opened.input(key, address),
        TimeUnit.MILLISECONDS.toNanos(settings.beamDebounceMillis()),
        scheduler,
        (high, atNanos) -> inbox.offer(new Signal.BeamChanged(beam, high, atNanos)));
  }

  private InputWire loop(Board opened, String key, int address, LevelSignal signal) {
    return new InputWire(
        opened.input(key, address),
        LOOP_QUIET_NANOS,
        scheduler,
        (high, atNanos) -> inbox.offer(signal.of(high)));
  }

  @FunctionalInterface
  private interface LevelSignal {
    Signal of(boolean high);
  }
}
