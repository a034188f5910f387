package org.shanmen.sim.rig;

import java.util.Map;
import java.util.Set;
import org.shanmen.sim.serial.CodeFrame;
import org.shanmen.sim.serial.SerialDevice;

/**
 * Which serial devices a lane has, and what they speak.
 *
 * @param devices those that are there
 * @param suffixes of scanners and the ID-card reader; CR where nothing is said
 * @param eci scanners that put the ECI marker in front of a code
 * @param cards what card readers speak; STX_LEN where nothing is said
 * @param reversed card readers that send the last byte of a UID first
 */
public record SerialSettings(
    Set<SerialDevice> devices,
    Map<SerialDevice, CodeFrame.Suffix> suffixes,
    Set<SerialDevice> eci,
    Map<SerialDevice, CardProtocol> cards,
    Set<SerialDevice> reversed,
    PanelProtocol panel,
    VoiceProtocol voice) {
  /** How a card reader tells a UID. */
  public enum CardProtocol {
    STX_LEN,
    RFK101,
    WIEGAND26,
    WIEGAND34
  }

  /** What a panel understands. */
  public enum PanelProtocol {
    DA,
    BX5K
  }

  /** What a voice understands. */
  public enum VoiceProtocol {
    SYN6288,
    XFS5152
  }

  /** The usual devices with their usual protocols. */
  public static final SerialSettings USUAL =
      new SerialSettings(
          SerialDevice.USUAL,
          Map.of(),
          Set.of(),
          Map.of(),
          Set.of(),
          PanelProtocol.DA,
          VoiceProtocol.SYN6288);

  public SerialSettings {
    devices = Set.copyOf(devices);
    suffixes = Map.copyOf(suffixes);
    eci = Set.copyOf(eci);
    cards = Map.copyOf(cards);
    reversed = Set.copyOf(reversed);
  }

  /** The same, with these devices in their place. */
  public SerialSettings withDevices(Set<SerialDevice> others) {
    return new SerialSettings(others, suffixes, eci, cards, reversed, panel, voice);
  }
}
