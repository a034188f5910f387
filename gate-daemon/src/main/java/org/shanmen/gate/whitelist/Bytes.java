package org.shanmen.gate.whitelist;

import java.util.Arrays;

/** Bytes that are put together, and numbers within bytes. One thread. */
final class Bytes {
  private byte[] bytes;
  private int length;

  Bytes(int capacity) {
    bytes = new byte[Math.max(capacity, Long.BYTES)];
  }

  void clear() {
    length = 0;
  }

  int length() {
    return length;
  }

  void put(byte one) {
    room(1);
    bytes[length++] = one;
  }

  void put(byte[] from, int at, int count) {
    room(count);
    System.arraycopy(from, at, bytes, length, count);
    length += count;
  }

  void put(byte[] all) {
    put(all, 0, all.length);
  }

  void put(Bytes other) {
    put(other.bytes, 0, other.length);
  }

  /** The low {@code width} bytes of a number, big-endian. */
  void bigEndian(long number, int width) {
    for (int i = width - 1; i >= 0; i--) {
      put((byte) (number >>> Byte.SIZE * i));
    }
  }

  /** Seven bits a byte, the low ones first, as protobuf has them. */
  void varint(long number) {
    long left = number;
    while ((left & ~0x7FL) != 0) {
      put((byte) (left | 0x80));
      left >>>= 7;
    }
    put((byte) left);
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }

  byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }

  static long bigEndian(byte[] from, int at, int width) {
    long number = 0;
    for (int i = at; i < at + width; i++) {
      number = number << Byte.SIZE | from[i] & 0xFF;
    }
    return number;
  }

  static long littleEndian(byte[] from, int at) {
    long number = 0;
    for (int i = at + Long.BYTES - 1; i >= at; i--) {
      number = number << Byte.SIZE | from[i] & 0xFF;
    }
    return number;
  }

  static void littleEndian(byte[] to, int at, long number) {
    for (int i = 0; i < Long.BYTES; i++) {
      to[at + i] = (byte) (number >>> Byte.SIZE * i);
    }
  }

  static long varint(byte[] from, int at) {
    long number = 0;
    for (int i = 0; ; i++) {
      number |= (from[at + i] & 0x7FL) << 7 * i;
      if (from[at + i] >= 0) {
        return number;
      }
    }
  }

  static int varintLength(long number) {
    return number == 0 ? 1 : (Long.SIZE - Long.numberOfLeadingZeros(number) + 6) / 7;
  }
}
