package org.shanmen.gate.ops;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.shanmen.gate.device.sound.SoundSettings;
import org.shanmen.protocol.conf.ConfigReader;

/** The block {@code sound} of the configuration. */
record SoundConfig(ConfigReader from) {
  private static final List<String> USUAL_PLAYER = List.of("aplay", "-q");

  Optional<SoundSettings> read() {
    if (!from.has("sound")) {
      return Optional.empty();
    }
    if (from.has("serial.voice")) {
      from.mistake("sound", "expected one voice: remove this block, or serial.voice");
    }
    return Optional.of(
        new SoundSettings(
            Path.of(from.string("sound.directory")),
            from.has("sound.player") ? from.strings("sound.player") : USUAL_PLAYER));
  }
}
