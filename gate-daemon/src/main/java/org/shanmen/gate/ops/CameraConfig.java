package org.shanmen.gate.ops;

import java.util.List;
import java.util.Optional;
import org.shanmen.gate.Limits;
import org.shanmen.gate.device.camera.CameraSettings;
import org.shanmen.gate.device.camera.FrameFormat;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.protocol.conf.ConfigReader;

/** The block {@code camera} of the configuration. */
record CameraConfig(ConfigReader from) {
  Optional<CameraSettings> read() {
    if (!from.has("camera")) {
      return Optional.empty();
    }
    List<String> command = from.strings("camera.command");
    int width = from.integer("camera.width", 32, Limits.CAMERA_SIDE_PIXELS, 640);
    Spot spot = from.choice("camera.spot", Spot.class, Spot.OUTER);
    if (spot == Spot.COLLECTOR) {
      from.mistake("camera.spot", "expected OUTER or INNER: a camera collects no cards");
    }
    return Optional.of(
        new CameraSettings(
            command,
            width,
            from.integer("camera.height", 32, Limits.CAMERA_SIDE_PIXELS, 480),
            from.integer("camera.stride", width, 2 * Limits.CAMERA_SIDE_PIXELS, width),
            from.choice("camera.format", FrameFormat.class, FrameFormat.YUV420),
            spot,
            from.integer("camera.budget-millis", 10, 1_000, 40)));
  }
}
