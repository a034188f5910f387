package org.shanmen.gate.device.serial;

import java.util.List;
import java.util.Optional;

/** The devices on serial lines; each may be missing. */
public record SerialSettings(
    List<ReaderSettings> readers,
    Optional<SerialPortSettings> panel,
    Optional<SerialPortSettings> voice) {
  public static final SerialSettings NONE =
      new SerialSettings(List.of(), Optional.empty(), Optional.empty());
}
