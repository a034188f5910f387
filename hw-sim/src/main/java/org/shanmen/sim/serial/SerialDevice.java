package org.shanmen.sim.serial;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The serial devices of a lane. */
public enum SerialDevice {
  SCANNER,
  CARD_READER,
  PANEL,
  VOICE,
  SCANNER_INNER,
  CARD_READER_INNER,
  COLLECTOR_READER,
  ID_READER,
  /** The arm's board, where it is on RS-232. */
  BOARD;

  /** Those that every lane has. */
  public static final Set<SerialDevice> USUAL = Set.of(SCANNER, CARD_READER, PANEL, VOICE);

  /** As in file names, gate.conf and the control API: {@code card-reader}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The device with that label. */
  public static Optional<SerialDevice> of(String label) {
    return Arrays.stream(values()).filter(device -> device.label().equals(label)).findFirst();
  }

  /** All labels, for error messages. */
  public static String labels() {
    return Arrays.stream(values()).map(SerialDevice::label).collect(Collectors.joining(", "));
  }
}
