package org.shanmen.gate.device.serial;

/** What a reader reads, and how it says so. */
public sealed interface ReaderProtocol {
  /** A QR scanner. */
  record Codes(Suffix suffix) implements ReaderProtocol {}

  /** An IC card reader. */
  record Cards(CardProtocol protocol, ByteOrder byteOrder) implements ReaderProtocol {}

  /** A reader of national ID cards that sends lines. */
  record IdCards(Suffix suffix) implements ReaderProtocol {}
}
