package org.shanmen.gate.device;

import java.nio.file.Path;
import java.util.Optional;
import org.shanmen.gate.device.board.BoardSettings;
import org.shanmen.gate.device.camera.CameraSettings;
import org.shanmen.gate.device.face.FaceSettings;
import org.shanmen.gate.device.gpio.GpioSettings;
import org.shanmen.gate.device.serial.SerialSettings;
import org.shanmen.gate.device.sound.SoundSettings;

/**
 * What hangs on this lane. A device that is left out is no fault: a lane without a panel is silent.
 *
 * @param nativeDirectory private to this daemon; native code of the serial library is put here, so
 *     that nobody else on the machine can swap it
 * @param board the turnstile's, if it is told its modes over a serial line
 */
public record DeviceSettings(
    Path nativeDirectory,
    SerialSettings serial,
    GpioSettings gpio,
    Optional<FaceSettings> face,
    Optional<CameraSettings> camera,
    Optional<BoardSettings> board,
    Optional<SoundSettings> sound) {}
