package org.shanmen.gate.device.serial;

/** The text panel. */
public record PanelSettings(SerialPortSettings port, PanelProtocol protocol) {}
