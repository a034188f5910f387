package org.shanmen.gate.device.serial;

/** Readers disagree about the order of a card's UID bytes. */
public enum ByteOrder {
  /** The value shows the bytes as the reader sent them. */
  AS_SENT,
  /** The value shows the last byte first. */
  REVERSED
}
