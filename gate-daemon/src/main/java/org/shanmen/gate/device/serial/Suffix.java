package org.shanmen.gate.device.serial;

/** What a scanner sends behind each code. */
public enum Suffix {
  CR,
  LF,
  CRLF,
  /** Nothing: the code ends when the line falls silent, which costs a tenth of a second. */
  NONE
}
