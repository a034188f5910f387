package org.shanmen.gate.ops;

import java.util.Optional;
import org.shanmen.gate.device.serial.ByteOrder;
import org.shanmen.gate.device.serial.CardReaderSettings;
import org.shanmen.gate.device.serial.ScannerSettings;
import org.shanmen.gate.device.serial.SerialPortSettings;
import org.shanmen.gate.device.serial.SerialSettings;
import org.shanmen.gate.device.serial.Suffix;
import org.shanmen.protocol.conf.ConfigReader;

/** The block {@code serial} of the configuration. */
record SerialConfig(ConfigReader from) {
  SerialSettings read() {
    return new SerialSettings(
        port("serial.scanner")
            .map(
                port ->
                    new ScannerSettings(
                        port, from.choice("serial.scanner.suffix", Suffix.class, Suffix.CR))),
        port("serial.card-reader")
            .map(
                port ->
                    new CardReaderSettings(
                        port,
                        from.choice(
                            "serial.card-reader.byte-order", ByteOrder.class, ByteOrder.AS_SENT))),
        port("serial.panel"),
        port("serial.voice"));
  }

  private Optional<SerialPortSettings> port(String block) {
    if (!from.has(block)) {
      return Optional.empty();
    }
    int[] bauds = SerialPortSettings.BAUDS.stream().mapToInt(Integer::intValue).toArray();
    return Optional.of(
        new SerialPortSettings(
            from.string(block + ".device"), from.oneOf(block + ".baud", bauds, 9600)));
  }
}
