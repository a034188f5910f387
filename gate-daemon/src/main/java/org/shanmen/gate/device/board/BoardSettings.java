package org.shanmen.gate.device.board;

import java.util.OptionalInt;
import org.shanmen.gate.device.serial.SerialPortSettings;

/**
 * A board on a serial line.
 *
 * @param address 0 to 255, on RS-485; empty on RS-232
 */
public record BoardSettings(SerialPortSettings port, OptionalInt address, Release release) {
  /** How people are let through one by one. */
  public enum Release {
    /**
     * By the release contacts, as on any board; the line tells modes and counters only. A computer
     * that dies leaves the board locked.
     */
    CONTACTS,
    /**
     * By setting a direction free until its people are through. The board keeps that mode when the
     * computer dies in this moment, until a daemon is there again.
     */
    MODE
  }
}
