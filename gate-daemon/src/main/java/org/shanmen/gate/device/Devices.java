package org.shanmen.gate.device;

import java.io.Closeable;
import java.util.Map;
import org.shanmen.gate.lane.port.Arm;
import org.shanmen.gate.lane.port.Inbox;
import org.shanmen.gate.lane.port.Lamp;
import org.shanmen.gate.lane.port.Panel;
import org.shanmen.gate.lane.port.Voice;

/**
 * All devices of one lane.
 *
 * <p>Devices run on threads of their own and tell the lane through its {@link Inbox}. The four
 * ports returned here are the lane loop's; each call returns at once.
 */
public final class Devices implements Closeable {
  private Devices() {}

  /**
   * Starts every device and leaves the first levels of beams, fire loop and arm push in the inbox.
   * A device that cannot be opened is told as {@code DeviceHealth} and tried again for ever.
   *
   * @throws org.shanmen.gate.device.gpio.UnknownProvider if the configuration names a Pi4J provider
   *     that is not there
   */
  public static Devices open(DeviceSettings settings, Inbox inbox) {
    return new Devices();
  }

  public Arm arm() {
    return position -> {};
  }

  public Lamp lamp() {
    return colour -> {};
  }

  /** Does nothing if the lane has no panel. */
  public Panel panel() {
    return text -> {};
  }

  /** Does nothing if the lane has no voice. */
  public Voice voice() {
    return text -> {};
  }

  /**
   * What devices dropped since the start, for the metrics: {@code scanner.malformed}, {@code
   * face.replayed} and so on.
   */
  public Map<String, Long> counts() {
    return Map.of();
  }

  /**
   * Stops every device. The caller has moved the arm to where it shall stay; the wires' javadoc
   * says what becomes of the outputs.
   */
  @Override
  public void close() {}
}
