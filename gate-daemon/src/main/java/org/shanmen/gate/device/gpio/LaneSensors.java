package org.shanmen.gate.device.gpio;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.gate.lane.port.Inbox;
import org.shanmen.gate.lane.port.Signal;
import org.shanmen.protocol.wire.Direction;

/**
 * The inputs of one opening of the board, as signals. Beams, loop, push, bin and the other lane
 * tell how they are and every change; button, count contacts and a taken card tell only when they
 * become active.
 */
final class LaneSensors {
  /** Everything but beams and count contacts hangs on long wires with relays on them. */
  static final long LOOP_QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** Hears what concerns the arm, before the lane does. Called by any thread; must not block. */
  interface Passages {
    void beam(Beam beam, boolean blocked);

    void counted(Direction direction);
  }

  private final GpioSettings settings;
  private final Inbox inbox;
  private final Passages passages;
  private final ScheduledExecutorService scheduler;
  private final List<InputWire> wires = new ArrayList<>();

  LaneSensors(
      GpioSettings settings,
      Inbox inbox,
      Passages passages,
      ScheduledExecutorService scheduler,
      Board board) {
    this.settings = settings;
    this.inbox = inbox;
    this.passages = passages;
    this.scheduler = scheduler;
    for (InputPin pin : InputPin.values()) {
      if (settings.inputs().containsKey(pin)) {
        wires.add(wire(board, pin));
      }
    }
  }

  /** Tells the levels as they are, then every change. */
  void begin() {
    wires.forEach(InputWire::begin);
  }

  /**
   * Reads every input again.
   *
   * @throws RuntimeException of the provider's own, when it cannot
   */
  void check() {
    wires.forEach(InputWire::check);
  }

  private InputWire wire(Board board, InputPin pin) {
    Wire wire = settings.inputs().get(pin);
    boolean quick = pin.isBeam() || pin == InputPin.COUNT_IN || pin == InputPin.COUNT_OUT;
    return new InputWire(
        board.input(pin.key(), wire.pin()),
        wire,
        quick ? TimeUnit.MILLISECONDS.toNanos(settings.beamDebounceMillis()) : LOOP_QUIET_NANOS,
        scheduler,
        sink(pin));
  }

  private InputWire.Sink sink(InputPin pin) {
    return switch (pin) {
      case BEAM_OUTER -> beam(Beam.OUTER);
      case BEAM_INNER -> beam(Beam.INNER);
      case BEAM_UPPER -> (active, atNanos) -> inbox.offer(new Signal.UpperBeam(active));
      case FIRE_LOOP -> (active, atNanos) -> inbox.offer(new Signal.FireLoop(!active));
      case ARM_PUSH -> (active, atNanos) -> inbox.offer(new Signal.ArmPushed(active));
      case BIN_FULL -> (active, atNanos) -> inbox.offer(new Signal.BinFull(active));
      case OTHER_LANE -> (active, atNanos) -> inbox.offer(new Signal.OtherLane(active));
      case COUNT_IN -> count(Direction.IN);
      case COUNT_OUT -> count(Direction.OUT);
      case BUTTON -> new WhenActive(atNanos -> inbox.offer(new Signal.AttendantButton()));
      case CARD_TAKEN -> new WhenActive(atNanos -> inbox.offer(new Signal.CardTaken()));
    };
  }

  private InputWire.Sink beam(Beam beam) {
    return (active, atNanos) -> {
      passages.beam(beam, active);
      inbox.offer(new Signal.BeamChanged(beam, active, atNanos));
    };
  }

  private InputWire.Sink count(Direction direction) {
    return new WhenActive(
        atNanos -> {
          passages.counted(direction);
          inbox.offer(new Signal.Counted(direction, atNanos));
        });
  }

  /** Passes on that a contact became active; that it is so at the start is no event. */
  private static final class WhenActive implements InputWire.Sink {
    private interface Event {
      void at(long nanos);
    }

    private final Event event;
    private boolean begun;

    WhenActive(Event event) {
      this.event = event;
    }

    @Override
    public void level(boolean active, long atNanos) {
      if (active && begun) {
        event.at(atNanos);
      }
      begun = true;
    }
  }
}
