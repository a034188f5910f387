package org.shanmen.gate.device.serial;

import java.util.Optional;

/** The devices on serial lines; each may be missing. */
public record SerialSettings(
    Optional<ScannerSettings> scanner,
    Optional<CardReaderSettings> cardReader,
    Optional<SerialPortSettings> panel,
    Optional<SerialPortSettings> voice) {
  public static final SerialSettings NONE =
      new SerialSettings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
