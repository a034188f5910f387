package org.shanmen.sim.serial;

/** CRC-16/MODBUS: polynomial 8005 reflected, start FFFF. "123456789" gives 4B37. */
final class Crc16 {
  private Crc16() {}

  static int modbus(byte[] bytes, int length) {
    int crc = 0xFFFF;
    for (int i = 0; i < length; i++) {
      crc ^= bytes[i] & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ 0xA001;
      }
    }
    return crc;
  }
}
