package org.shanmen.gate.device.gpio;

import java.io.Closeable;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.shanmen.gate.device.watch.Backoff;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.device.watch.Health;
import org.shanmen.gate.lane.port.Arm;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.gate.lane.port.CardCollector;
import org.shanmen.gate.lane.port.Inbox;
import org.shanmen.gate.lane.port.Interlock;
import org.shanmen.gate.lane.port.Lamp;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.LampColour;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Arm, lamp, sensors, card collector and interlock of one lane, as far as they hang on pins.
 *
 * <p>The lane loop's calls write the levels that change, on the caller's thread. A thread of our
 * own opens the board, settles bouncing inputs, reads every input again twice a second (a lost edge
 * heals, a dead board is noticed) and reopens a board that failed; then what the lane last asked
 * for is set again. Another thread does nothing but end and begin pulses, so that a board that is
 * being opened holds up none.
 *
 * <p>When this is closed, or the daemon dies:
 *
 * <ul>
 *   <li>In order: everything goes idle, {@code drop} keeps its level.
 *   <li>Killed: nothing is written. With {@code gpiod-digital-output} the kernel takes the lines
 *       back, and whether they keep their level depends on the kernel's driver; the simulator's
 *       provider lets all fall to what the pins are pulled to. Choose relays that lock when idle.
 * </ul>
 */
public final class Wires
    implements Arm, Lamp, CardCollector, Interlock, LaneSensors.Passages, Closeable {
  private static final Logger log = LoggerFactory.getLogger(Wires.class);
  private static final long CHECK_MILLIS = 500;
  private static final int FAILED_CHECKS_TO_REOPEN = 3;
  private static final long FIRST_RETRY_MILLIS = 200;
  private static final long LONGEST_RETRY_MILLIS = 5_000;
  private static final long CLOSE_MILLIS = 2_000;

  /** An output that cannot be written is tried again so soon: it may be a release that must end. */
  private static final long WRITE_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final GpioSettings settings;
  private final Inbox inbox;
  private final Counts counts;
  private final Health health;
  private final Backoff backoff =
      new Backoff(FIRST_RETRY_MILLIS, LONGEST_RETRY_MILLIS, new SplittableRandom());
  private final ScheduledExecutorService scheduler = thread("gpio");
  private final ScheduledExecutorService pulses = thread("gpio-pulses");

  /** Guarded by itself: what the lane asks for. */
  private final LaneContacts contacts;

  /** Guarded by {@link #contacts}. */
  private Optional<Board> board = Optional.empty();

  /** Guarded by {@link #contacts}: when the contacts change by themselves. */
  private Future<?> nextChange = CompletableFuture.completedFuture(null);

  /** The scheduler's own. */
  private Optional<LaneSensors> sensors = Optional.empty();

  private int failedChecks;

  private Wires(GpioSettings settings, Inbox inbox, Counts counts, ArmPosition arm) {
    this.settings = settings;
    this.inbox = inbox;
    this.counts = counts;
    this.health = new Health("gpio", inbox);
    this.contacts = new LaneContacts(settings, arm, System.nanoTime());
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
    Wires wires = new Wires(settings, inbox, counts, arm);
    wires.tryToOpen();
    return wires;
  }

  @Override
  public void move(ArmPosition position) {
    move(position, ArmPosition.LOCKED);
  }

  @Override
  public void move(ArmPosition position, ArmPosition standing) {
    change(now -> contacts.arm.ask(position, standing, now));
  }

  @Override
  public void next(Direction direction) {
    change(now -> contacts.arm.next(direction, now));
  }

  @Override
  public void show(LampColour colour) {
    change(now -> contacts.lamp(colour));
  }

  @Override
  public void show(boolean open) {
    change(now -> contacts.interlock(open));
  }

  @Override
  public void swallow() {
    change(contacts::swallow);
  }

  @Override
  public void handBack() {
    change(contacts::handBack);
  }

  @Override
  public void beam(Beam beam, boolean blocked) {
    change(now -> contacts.arm.beam(beam, blocked, now));
  }

  @Override
  public void counted(Direction direction) {
    change(now -> contacts.arm.counted(direction, now));
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
    pulses.shutdownNow();
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

  private void change(LongConsumer what) {
    synchronized (contacts) {
      what.accept(System.nanoTime());
      letHappen();
    }
  }

  /** Sets what is to be set now and comes back when that changes by itself. */
  private boolean letHappen() {
    synchronized (contacts) {
      contacts.advance(System.nanoTime());
      boolean written = write();
      nextChange.cancel(false);
      OptionalLong nanos = contacts.waitNanos(System.nanoTime());
      if (!written && board.isPresent()) {
        nanos = OptionalLong.of(Math.min(nanos.orElse(WRITE_AGAIN_NANOS), WRITE_AGAIN_NANOS));
      }
      if (nanos.isPresent() && board.isPresent() && !pulses.isShutdown()) {
        nextChange = pulses.schedule(this::letHappen, nanos.getAsLong(), TimeUnit.NANOSECONDS);
      }
      return written;
    }
  }

  /**
   * First what goes idle: changing direction must not release both for a moment. An output that
   * cannot be written keeps no other from it, and is tried again.
   */
  private boolean write() {
    if (board.isEmpty()) {
      return false;
    }
    Set<OutputPin> active = contacts.active();
    boolean written = true;
    for (boolean turn : new boolean[] {false, true}) {
      for (OutputPin pin : OutputPin.values()) {
        if (settings.has(pin) && active.contains(pin) == turn) {
          written &= write(pin, turn);
        }
      }
    }
    return written;
  }

  private boolean write(OutputPin pin, boolean active) {
    try {
      board.get().set(pin, active);
      return true;
    } catch (RuntimeException e) {
      counts.dropped("gpio.failed", pin.key() + " was not written: " + e);
      health.failing(pin.key() + " cannot be written: " + e);
      return false;
    }
  }

  private void tryToOpen() {
    try {
      Set<OutputPin> active;
      synchronized (contacts) {
        active = contacts.activeAtOpening();
      }
      Board opened = Board.open(settings, active);
      synchronized (contacts) {
        board = Optional.of(opened);
        contacts.arm.opened(System.nanoTime());
        letHappen();
      }
      LaneSensors open = new LaneSensors(settings, inbox, this, scheduler, opened);
      sensors = Optional.of(open);
      open.begin();
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

  private void check() {
    try {
      sensors.ifPresent(LaneSensors::check);
      failedChecks = 0;
      if (letHappen()) {
        health.well();
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
    synchronized (contacts) {
      old = board;
      board = Optional.empty();
      contacts.arm.lost();
      nextChange.cancel(false);
    }
    sensors = Optional.empty();
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

  private static ScheduledExecutorService thread(String name) {
    var executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }
}
