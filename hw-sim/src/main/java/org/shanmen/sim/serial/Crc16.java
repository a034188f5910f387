package org.shanmen.sim.serial;

/** CRC-16 with the polynomial 8005 reflected. */
final class Crc16 {
  private Crc16() {}

  /** CRC-16/MODBUS: start FFFF. "123456789" gives 4B37. */
  static int modbus(byte[] bytes, int length) {
    return crc(0xFFFF, bytes, length);
  }

  /** CRC-16/ARC: start 0. "123456789" gives BB3D. */
  static int arc(byte[] bytes, int length) {
    return crc(0, bytes, length);
  }

  private static int crc(int start, byte[] bytes, int length) {
    int crc = start;
    for (int i = 0; i < length; i++) {
      crc ^= bytes[i] & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ 0xA001;
      }
    }
    return crc;
  }
}
