package org.shanmen.sim.rig;

import java.io.Closeable;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.shanmen.sim.lane.Happening;
import org.shanmen.sim.lane.Input;
import org.shanmen.sim.lane.Lane;
import org.shanmen.sim.lane.Output;
import org.shanmen.sim.lane.Walk;
import org.shanmen.sim.lane.WalkOutcome;
import org.shanmen.sim.serial.SerialDevice;
import org.shanmen.sim.wire.InputWires;
import org.shanmen.sim.wire.LaneWires;

/**
 * One lane's hardware, as a daemon finds it on its wires. Thread-safe; no call waits for people or
 * for the daemon.
 *
 * <p>The model is guarded by this object's lock. Whatever touches it (the daemon's wires, a tester,
 * the timer) then tells the changed inputs to the daemon, ends the walks that ended, and sets the
 * timer for what is due next.
 */
public final class SimulatedLane implements Closeable {
  private final LaneSettings settings;
  private final Path directory;
  private final ScheduledExecutorService timer;
  private final Optional<FaceTerminal> face;
  private final SerialPlayers serial;
  private final Readers readers;
  private final LaneWires wires;
  private final LaneClock clock = new LaneClock(System::nanoTime);

  private final Lane lane;
  private final Map<Long, CompletableFuture<WalkOutcome>> walks = new HashMap<>();
  private final Watchers watchers = new Watchers();

  /** Null while no daemon holds the wires. */
  private InputWires daemon;

  private ScheduledFuture<?> timeout;
  private long timeoutMillis = Long.MAX_VALUE;

  private SimulatedLane(
      LaneSettings settings, Path directory, ScheduledExecutorService timer, HttpClient http)
      throws IOException {
    this.settings = settings;
    this.directory = directory;
    this.timer = timer;
    this.face = settings.face().map(listener -> new FaceTerminal(http, listener));
    this.lane = new Lane(settings.gait(), settings.board());
    Files.createDirectories(directory);
    this.serial =
        new SerialPlayers(
            directory,
            settings.serial(),
            settings.gait().speed(),
            timer,
            this::tellWatchers,
            new SerialArm(lane, this::change));
    this.readers = new Readers(settings.serial(), serial);
    this.wires = LaneWires.open(directory.resolve("wires.sock"), new Wiring());
  }

  static SimulatedLane open(
      LaneSettings settings, Path directory, ScheduledExecutorService timer, HttpClient http)
      throws IOException {
    var lane = new SimulatedLane(settings, directory, timer, http);
    try {
      lane.serial.plugAll();
    } catch (IOException e) {
      lane.close();
      throw e;
    }
    return lane;
  }

  public String gate() {
    return settings.gate();
  }

  /** The socket for {@code SHANMEN_SIM_WIRES} in the daemon's environment. */
  public Path wires() {
    return directory.resolve("wires.sock");
  }

  /** The terminal for {@code serial.<device>.device} in gate.conf. */
  public Path device(SerialDevice device) {
    return serial.path(device);
  }

  /**
   * Shows a credential once.
   *
   * @return done when the device has sent it (a face terminal: when the daemon took the event);
   *     fails with an {@link IOException} if the device is unplugged, missing or refused. Bytes
   *     that no daemon listens to are lost without failure
   */
  public CompletableFuture<Void> present(Credential credential) {
    return present(credential, Spot.OUTER);
  }

  /**
   * As {@link #present(Credential)}, at another place: {@code INNER} for what {@code scanner-inner}
   * and {@code card-reader-inner} read, {@code COLLECTOR} for a card in the collector.
   */
  public CompletableFuture<Void> present(Credential credential, Spot spot) {
    try {
      if (credential.kind() == Credential.Kind.FACE) {
        return tellFace(credential.value(), FaceEvent.PASS);
      }
      readers.read(credential, spot);
      return CompletableFuture.completedFuture(null);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Lets the face terminal tell something.
   *
   * @return done when the daemon took it; fails with an {@link IOException} if there is no terminal
   *     or it was refused
   */
  public CompletableFuture<Void> tellFace(String person, FaceEvent event) {
    return face.map(terminal -> terminal.tell(person, event))
        .orElseGet(
            () ->
                CompletableFuture.failedFuture(new IOException(gate() + " has no face terminal")));
  }

  /**
   * Sends people to the arm.
   *
   * @return done when the last of them is through or has given up
   * @throws IllegalStateException if too many people wait already
   */
  public CompletableFuture<WalkOutcome> walk(Walk walk) {
    var ended = new CompletableFuture<WalkOutcome>();
    synchronized (this) {
      walks.put(lane.walk(walk, nowMillis()), ended);
      settle();
    }
    return ended;
  }

  /** Opens (a fire) or closes the fire loop. */
  public void fire(boolean burning) {
    change(now -> lane.fire(burning, now));
  }

  /** Cuts or restores the arm's supply; the controller has its own. */
  public void power(boolean on) {
    change(now -> lane.power(on, now));
  }

  /** Somebody presses the attendant's button. */
  public void press() {
    change(lane::press);
  }

  /** The collector's bin is full, or was emptied. */
  public void binFull(boolean full) {
    change(now -> lane.binFull(full, now));
  }

  /** The other lane of an interlocked pair opens or closes. */
  public void otherLane(boolean open) {
    change(now -> lane.otherLane(open, now));
  }

  /**
   * Somebody puts a card into the collector; its reader reads it with {@link #present}.
   *
   * @throws IllegalStateException if there is one in it already
   */
  public void insertCard() {
    change(lane::insertCard);
  }

  /**
   * Bytes on a serial line as a broken device or a loose plug would send them.
   *
   * @throws IOException if the device is unplugged
   */
  public void garbage(SerialDevice device, byte[] bytes) throws IOException {
    serial.send(device, bytes);
  }

  /**
   * Pulls a serial device's plug: the terminal hangs up and its path is gone. Takes up to 0.1 s.
   */
  public void unplug(SerialDevice device) throws IOException {
    serial.unplug(device);
  }

  /** Plugs it in again: a new terminal under the same path. */
  public void plug(SerialDevice device) throws IOException {
    serial.plug(device);
  }

  public synchronized LaneState state() {
    lane.advance(nowMillis());
    settle();
    var heard = serial.heard();
    return new LaneState(
        gate(),
        lane.arm(),
        lane.lamp(),
        heard.panel(),
        heard.panelTexts(),
        heard.spoken(),
        heard.prompts(),
        lane.level(Input.BEAM_OUTER),
        lane.level(Input.BEAM_INNER),
        lane.sensed(),
        lane.powered(),
        lane.burning(),
        lane.peopleWaiting(),
        daemon != null,
        lane.interlock(),
        lane.cards());
  }

  /**
   * Waits without blocking for the lane to be as wanted.
   *
   * @param wanted is asked under the lane's lock: must be quick and touch nothing
   * @return done with the first such state, at once if it is so now; fails with {@link
   *     java.util.concurrent.TimeoutException} after {@code patience}
   */
  public CompletableFuture<LaneState> when(Predicate<LaneState> wanted, Duration patience) {
    var watcher = new Watchers.Watcher(wanted);
    synchronized (this) {
      watchers.add(watcher);
      tellWatchers();
    }
    var found = watcher.found().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    return found.whenComplete(
        (state, failure) -> {
          synchronized (this) {
            watchers.remove(watcher);
          }
        });
  }

  /** Unplugs everything and removes its files; people still walking never arrive. */
  @Override
  public void close() throws IOException {
    try (serial;
        wires) {
      synchronized (this) {
        if (timeout != null) {
          timeout.cancel(false);
        }
        timeoutMillis = Long.MIN_VALUE;
        walks.values().forEach(walk -> walk.cancel(false));
        walks.clear();
      }
    }
  }

  /** Somebody, or something, does something to the model at a time in milliseconds. */
  private synchronized void change(LongConsumer what) {
    what.accept(nowMillis());
    settle();
  }

  /** Draws the consequences of a change to the model. Called with the lock held. */
  private void settle() {
    boolean changed = false;
    for (Happening happening : lane.drain()) {
      changed = true;
      if (happening instanceof Happening.InputChanged input) {
        tell(input.input(), input.high());
      } else if (happening instanceof Happening.WalkEnded end) {
        var walk = walks.remove(end.walk());
        if (walk != null) {
          walk.completeAsync(end::outcome);
        }
      }
    }
    setTimer();
    if (changed) {
      tellWatchers();
    }
  }

  private void setTimer() {
    long due = lane.nextDueMillis();
    if (due == timeoutMillis || timeoutMillis == Long.MIN_VALUE) {
      return;
    }
    if (timeout != null) {
      timeout.cancel(false);
      timeout = null;
    }
    timeoutMillis = due;
    if (due != Long.MAX_VALUE) {
      timeout = timer.schedule(this::onTimer, clock.nanosUntil(due), TimeUnit.NANOSECONDS);
    }
  }

  private synchronized void onTimer() {
    if (timeoutMillis == Long.MIN_VALUE) {
      return;
    }
    timeoutMillis = Long.MAX_VALUE;
    lane.advance(nowMillis());
    settle();
    // A board that gives up by itself is nothing that happened, and yet another state.
    tellWatchers();
  }

  private synchronized void tellWatchers() {
    if (!watchers.isEmpty()) {
      watchers.tell(state());
    }
  }

  private long nowMillis() {
    return clock.nowMillis(lane.nextDueMillis());
  }

  /** To the daemon, if there is one that reads such a wire. */
  private void tell(Input input, boolean active) {
    Integer pin = settings.pins().inputs().get(input);
    if (daemon != null && pin != null) {
      daemon.level(pin, settings.pins().level(input, active));
    }
  }

  /** The daemon's wires, on the model. */
  private final class Wiring implements LaneWires.Lane {
    /** Those that this daemon has driven; guarded by the lane's lock. */
    private final Set<Output> driven = EnumSet.noneOf(Output.class);

    @Override
    public void attached(InputWires inputs) {
      synchronized (SimulatedLane.this) {
        lane.advance(nowMillis());
        settle();
        daemon = inputs;
        driven.clear();
        for (Input input : Input.values()) {
          tell(input, lane.level(input));
        }
        inputs.ready();
        tellWatchers();
      }
    }

    @Override
    public void output(int pin, boolean high) {
      var output = settings.pins().output(pin);
      if (output.isEmpty()) {
        return;
      }
      synchronized (SimulatedLane.this) {
        driven.add(output.get());
        lane.output(output.get(), settings.pins().isActive(output.get(), high), nowMillis());
        settle();
        tellWatchers();
      }
    }

    @Override
    public void detached() {
      synchronized (SimulatedLane.this) {
        daemon = null;
        for (Output output : driven) {
          lane.output(output, settings.pins().isActiveUndriven(output), nowMillis());
        }
        settle();
        tellWatchers();
      }
    }
  }
}
