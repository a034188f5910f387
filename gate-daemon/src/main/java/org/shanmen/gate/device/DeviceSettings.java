package org.shanmen.gate.device;

import java.nio.file.Path;
import java.util.Optional;
import org.shanmen.gate.device.face.FaceSettings;
import org.shanmen.gate.device.gpio.GpioSettings;
import org.shanmen.gate.device.serial.CardReaderSettings;
import org.shanmen.gate.device.serial.ScannerSettings;
import org.shanmen.gate.device.serial.SerialPortSettings;

/**
 * What hangs on this lane. A device that is left out is no fault: a lane without a panel is silent.
 *
 * @param nativeDirectory private to this daemon; native code of the serial library is put here, so
 *     that nobody else on the machine can swap it
 */
public record DeviceSettings(
    Path nativeDirectory,
    Optional<ScannerSettings> scanner,
    Optional<CardReaderSettings> cardReader,
    Optional<SerialPortSettings> panel,
    Optional<SerialPortSettings> voice,
    GpioSettings gpio,
    Optional<FaceSettings> face) {}
