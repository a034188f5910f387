package org.shanmen.gate.device.serial;

/** The QR scanner. */
public record ScannerSettings(SerialPortSettings port, Suffix suffix) {}
