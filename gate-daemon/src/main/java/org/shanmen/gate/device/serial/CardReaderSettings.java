package org.shanmen.gate.device.serial;

/** The IC card reader. */
public record CardReaderSettings(SerialPortSettings port, ByteOrder byteOrder) {}
