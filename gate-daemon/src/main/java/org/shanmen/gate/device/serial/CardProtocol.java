package org.shanmen.gate.device.serial;

/** How an IC card reader tells a card's number. */
public enum CardProtocol {
  /** Frames with a length byte and an xor, see {@link CardDecoder}. */
  STX_LEN,
  /** Frames of hexadecimal digits with an LRC, as an RFK101 sends them, see {@link HexDecoder}. */
  RFK101,
  /** A Wiegand reader behind a serial converter, see {@link WiegandCard}. */
  WIEGAND
}
