package org.shanmen.sim;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.shanmen.protocol.conf.ConfigReader;
import org.shanmen.sim.rig.SerialSettings;
import org.shanmen.sim.rig.SerialSettings.CardProtocol;
import org.shanmen.sim.rig.SerialSettings.PanelProtocol;
import org.shanmen.sim.rig.SerialSettings.VoiceProtocol;
import org.shanmen.sim.serial.CodeFrame;
import org.shanmen.sim.serial.SerialDevice;

/**
 * The block {@code serial} of a lane in sim.conf: devices beside the usual, and their protocols.
 */
final class SerialBlock {
  private final ConfigReader conf;
  private final String block;
  private final Set<SerialDevice> devices = EnumSet.copyOf(SerialDevice.USUAL);
  private final Map<SerialDevice, CodeFrame.Suffix> suffixes = new EnumMap<>(SerialDevice.class);
  private final Set<SerialDevice> eci = EnumSet.noneOf(SerialDevice.class);
  private final Map<SerialDevice, CardProtocol> cards = new EnumMap<>(SerialDevice.class);
  private final Set<SerialDevice> reversed = EnumSet.noneOf(SerialDevice.class);

  /**
   * @param lane the lane's block
   */
  SerialBlock(ConfigReader conf, String lane) {
    this.conf = conf;
    this.block = lane + ".serial";
  }

  SerialSettings read() {
    for (String name : conf.names(block)) {
      SerialDevice.of(name)
          .ifPresentOrElse(
              this::device,
              () ->
                  conf.mistake(block, "expected only " + SerialDevice.labels() + ", not " + name));
    }
    return new SerialSettings(
        devices,
        suffixes,
        eci,
        cards,
        reversed,
        conf.choice(key(SerialDevice.PANEL, "protocol"), PanelProtocol.class, PanelProtocol.DA),
        conf.choice(
            key(SerialDevice.VOICE, "protocol"), VoiceProtocol.class, VoiceProtocol.SYN6288));
  }

  private void device(SerialDevice device) {
    conf.names(block + "." + device.label());
    devices.add(device);
    switch (device) {
      case SCANNER, SCANNER_INNER, ID_READER -> {
        suffixes.put(
            device,
            conf.choice(key(device, "suffix"), CodeFrame.Suffix.class, CodeFrame.Suffix.CR));
        if (device != SerialDevice.ID_READER && conf.flag(key(device, "eci"), false)) {
          eci.add(device);
        }
      }
      case CARD_READER, CARD_READER_INNER, COLLECTOR_READER -> {
        cards.put(
            device, conf.choice(key(device, "protocol"), CardProtocol.class, CardProtocol.STX_LEN));
        if (conf.flag(key(device, "reversed"), false)) {
          reversed.add(device);
        }
      }
      case PANEL, VOICE -> {
        // Their protocol is read for every lane.
      }
      case BOARD -> {
        // It has no keys.
      }
    }
  }

  private String key(SerialDevice device, String name) {
    return block + "." + device.label() + "." + name;
  }
}
