package org.shanmen.gate.device.serial;

/** The voice module. */
public record VoiceSettings(SerialPortSettings port, VoiceProtocol protocol) {}
