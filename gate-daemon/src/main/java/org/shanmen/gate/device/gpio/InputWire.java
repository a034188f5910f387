package org.shanmen.gate.device.gpio;

import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalState;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One debounced input. Edges come on the provider's threads, everything else happens on the
 * scheduler; both under one short lock.
 */
final class InputWire {
  /** Takes believed levels, in order. Must not block. */
  @FunctionalInterface
  interface Sink {
    void level(boolean active, long atNanos);
  }

  private final DigitalInput input;
  private final Wire wire;
  private final long quietNanos;
  private final ScheduledExecutorService scheduler;
  private final Sink sink;
  private Debounce debounce;
  private boolean asked;

  InputWire(
      DigitalInput input,
      Wire wire,
      long quietNanos,
      ScheduledExecutorService scheduler,
      Sink sink) {
    this.input = input;
    this.wire = wire;
    this.quietNanos = quietNanos;
    this.scheduler = scheduler;
    this.sink = sink;
  }

  /** Tells the level as it is, then every change. */
  synchronized void begin() {
    // First: an edge between reading and listening would be lost. It waits for the lock.
    input.addListener(event -> seen(isActive(event.state())));
    boolean level = isActive(input.state());
    debounce = new Debounce(quietNanos, level);
    sink.level(level, System.nanoTime());
  }

  /**
   * Reads the level again, in case the provider lost an edge.
   *
   * @throws com.pi4j.io.exception.IOException or whatever else the provider throws when it cannot
   */
  void check() {
    seen(isActive(input.state()));
  }

  private synchronized void seen(boolean level) {
    long now = System.nanoTime();
    // On a busy machine the scheduler may not have asked yet; the level that goes now was quiet.
    believe(now);
    debounce.seen(level, now);
    askLater();
  }

  private synchronized void settle() {
    asked = false;
    long now = System.nanoTime();
    if (!debounce.isUnsettled() || now - debounce.dueNanos() < quietNanos) {
      debounce.seen(isActive(input.state()), now);
    }
    believe(now);
    debounce.seen(isActive(input.state()), now);
    askLater();
  }

  private void believe(long now) {
    Optional<Debounce.Settled> settled = debounce.settled(now);
    settled.ifPresent(s -> sink.level(s.level(), s.atNanos()));
  }

  /** One task at most, however much the level bounces. */
  private void askLater() {
    if (debounce.isUnsettled() && !asked && !scheduler.isShutdown()) {
      asked = true;
      long nanos = Math.max(0, debounce.dueNanos() - System.nanoTime());
      var unused = scheduler.schedule(this::settle, nanos, TimeUnit.NANOSECONDS);
    }
  }

  private boolean isActive(DigitalState state) {
    return wire.isActive(state == DigitalState.HIGH);
  }
}
