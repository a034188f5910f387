package org.shanmen.gate.device.serial;

/** What a reader sends behind each line. */
public enum Suffix {
  CR,
  LF,
  CRLF,
  /** Nothing: the line ends when the device falls silent, which costs a tenth of a second. */
  NONE
}
