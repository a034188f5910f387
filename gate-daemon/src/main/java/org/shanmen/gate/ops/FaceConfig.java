package org.shanmen.gate.ops;

import java.util.Optional;
import org.shanmen.gate.device.face.FaceSettings;
import org.shanmen.protocol.conf.ConfigReader;

/** The block {@code face} of the configuration. */
record FaceConfig(ConfigReader from) {
  Optional<FaceSettings> read() {
    return from.has("face")
        ? Optional.of(new FaceSettings(Addresses.read(from, "face.listen", "127.0.0.1:8090")))
        : Optional.empty();
  }
}
