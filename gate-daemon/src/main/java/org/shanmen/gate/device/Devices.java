package org.shanmen.gate.device;

import java.io.Closeable;
import java.util.Map;
import java.util.Optional;
import org.shanmen.gate.device.board.BoardSettings;
import org.shanmen.gate.device.board.SerialBoard;
import org.shanmen.gate.device.camera.Camera;
import org.shanmen.gate.device.face.FaceTerminal;
import org.shanmen.gate.device.gpio.Wires;
import org.shanmen.gate.device.serial.NativeLibrary;
import org.shanmen.gate.device.serial.SerialDevices;
import org.shanmen.gate.device.sound.SoundCard;
import org.shanmen.gate.device.sound.SoundState;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.lane.port.Arm;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.gate.lane.port.CardCollector;
import org.shanmen.gate.lane.port.Inbox;
import org.shanmen.gate.lane.port.Interlock;
import org.shanmen.gate.lane.port.Lamp;
import org.shanmen.gate.lane.port.Panel;
import org.shanmen.gate.lane.port.Voice;
import org.shanmen.protocol.wire.Direction;

/**
 * All devices of one lane.
 *
 * <p>Devices run on threads of their own and tell the lane through its {@link Inbox}. The four
 * ports returned here are the lane loop's; each call returns at once. In signals devices are named
 * as in the configuration: {@code scanner}, {@code card-reader-inner}, {@code panel}, {@code
 * voice}, {@code gpio}, {@code face} and so on.
 */
public final class Devices implements Closeable {
  private final Counts counts;
  private final Wires wires;
  private final Arm arm;
  private final SerialDevices serial;
  private final Panel panel;
  private final Voice voice;
  private final Optional<FaceTerminal> face;
  private final Optional<Camera> camera;
  private final Optional<SoundCard> sound;

  private Devices(
      Counts counts,
      Wires wires,
      Arm arm,
      SerialDevices serial,
      Panel panel,
      Voice voice,
      Optional<FaceTerminal> face,
      Optional<Camera> camera,
      Optional<SoundCard> sound) {
    this.counts = counts;
    this.wires = wires;
    this.arm = arm;
    this.serial = serial;
    this.panel = panel;
    this.voice = voice;
    this.face = face;
    this.camera = camera;
    this.sound = sound;
  }

  /**
   * Starts every device and leaves the first levels of beams, fire loop and arm push in the inbox.
   * A device that cannot be opened is told as {@code DeviceHealth} and tried again for ever.
   *
   * @param arm where the arm is until the lane moves it
   * @throws org.shanmen.gate.device.gpio.UnknownProvider if the configuration names a Pi4J provider
   *     that is not there
   */
  public static Devices open(DeviceSettings settings, Inbox inbox, ArmPosition arm) {
    Counts counts = new Counts();
    // The wires first: their provider may be unknown, and then nothing else is open yet.
    Wires wires = Wires.open(settings.gpio(), inbox, counts, arm);
    NativeLibrary.placeIn(settings.nativeDirectory());
    SerialDevices serial = new SerialDevices(inbox, counts);
    Arm board =
        settings
            .board()
            .map(kind -> armOf(kind, SerialBoard.open(kind, serial, inbox, counts, arm), wires))
            .orElse(wires);
    settings.serial().readers().forEach(serial::reader);
    Panel panel = settings.serial().panel().map(serial::panel).orElse(text -> {});
    Optional<SoundCard> sound = settings.sound().map(card -> SoundCard.open(card, counts));
    Voice silence = text -> {};
    Voice voice =
        settings
            .serial()
            .voice()
            .map(serial::voice)
            .orElseGet(() -> sound.map(card -> (Voice) card).orElse(silence));
    Optional<FaceTerminal> face =
        settings.face().map(listen -> FaceTerminal.open(listen, inbox, counts));
    Optional<Camera> camera = settings.camera().map(program -> Camera.open(program, inbox, counts));
    return new Devices(counts, wires, board, serial, panel, voice, face, camera, sound);
  }

  private static Arm armOf(BoardSettings kind, Arm board, Arm wires) {
    if (kind.release() == BoardSettings.Release.MODE) {
      return board;
    }
    return new Arm() {
      @Override
      public void move(ArmPosition position) {
        move(position, ArmPosition.LOCKED);
      }

      @Override
      public void move(ArmPosition position, ArmPosition standing) {
        wires.move(position, standing);
        board.move(position);
      }

      @Override
      public void next(Direction direction) {
        wires.next(direction);
      }
    };
  }

  public Arm arm() {
    return arm;
  }

  public Lamp lamp() {
    return wires;
  }

  /** Does nothing if the lane has no card collector. */
  public CardCollector collector() {
    return wires;
  }

  /** Does nothing if the lane is not interlocked with another one. */
  public Interlock interlock() {
    return wires;
  }

  /** Does nothing if the lane has no panel. */
  public Panel panel() {
    return panel;
  }

  /** Does nothing if the lane has no voice. */
  public Voice voice() {
    return voice;
  }

  /**
   * What devices dropped since the start, for the metrics: {@code scanner.malformed}, {@code
   * face.replayed} and so on.
   */
  public Map<String, Long> counts() {
    return counts.snapshot();
  }

  /** Of the sound card; empty for a lane without one in its configuration. */
  public Optional<SoundState> sound() {
    return sound.map(SoundCard::state);
  }

  /**
   * Runs something when the process ends, while the devices still work: the serial library closes
   * its ports in a shutdown hook of its own, and hooks of the JVM run in no order.
   */
  public void atProcessEnd(Runnable last) {
    serial.atProcessEnd(new Thread(last, "shutdown"));
  }

  /**
   * Stops every device, the wires last. The caller has moved the arm to where it shall stay; {@link
   * Wires} says what becomes of its levels.
   */
  @Override
  public void close() {
    camera.ifPresent(Camera::close);
    sound.ifPresent(SoundCard::close);
    face.ifPresent(FaceTerminal::close);
    serial.close();
    wires.close();
  }
}
