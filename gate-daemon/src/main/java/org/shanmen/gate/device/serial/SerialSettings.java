package org.shanmen.gate.device.serial;

import java.util.List;
import java.util.Optional;

/** The devices on serial lines; each may be missing. */
public record SerialSettings(
    List<ReaderSettings> readers, Optional<PanelSettings> panel, Optional<VoiceSettings> voice) {
  public static final SerialSettings NONE =
      new SerialSettings(List.of(), Optional.empty(), Optional.empty());
}
