package org.shanmen.gate.whitelist;

import java.util.function.BiConsumer;

/** Packs sorted entries into {@link Block}s. Used once, one thread. */
final class BlockWriter {
  /** A block ends behind the row with which it reaches this size. */
  private static final int FULL_BYTES = 1 << 10;

  private static final byte[] NOTHING = {};

  private final long stamp;
  private final BiConsumer<byte[], byte[]> to;
  private final Shapes shapes = new Shapes();

  private final Bytes rows = new Bytes(2 * FULL_BYTES);

  /** Of the block that is being filled; null: nothing is in it yet. */
  private byte[] firstKey;

  private byte kind;
  private long lastId;

  /** Rights of the fingerprints so far, at most as many as fit a block, and the largest. */
  private final long[] rights = new long[FULL_BYTES / Long.BYTES + 1];

  private final long[] fingerprints = new long[rights.length];
  private int count;
  private long largest;

  /**
   * @param to takes each block by its first key
   */
  BlockWriter(long stamp, BiConsumer<byte[], byte[]> to) {
    this.stamp = stamp;
    this.to = to;
  }

  /** Takes the next entry. */
  void put(Entry entry) {
    byte[] key = entry.key();
    byte itsKind = kind(key);
    if (firstKey != null && (itsKind != kind || isFull())) {
      end(key);
    }
    if (firstKey == null) {
      firstKey = key;
      kind = itsKind;
    }
    if (kind == Block.FINGERPRINTS) {
      fingerprints[count] = Keys.fingerprintOf(key);
      rights[count] = Keys.rightOf(key);
      largest |= rights[count];
      count++;
    } else {
      entry(entry);
    }
  }

  private static byte kind(byte[] key) {
    return switch (key[0]) {
      case Keys.FINGERPRINT -> Block.FINGERPRINTS;
      case Keys.SHAPE -> Block.SHAPES;
      default -> Block.ENTRIES;
    };
  }

  private boolean isFull() {
    int bytes = kind == Block.FINGERPRINTS ? count * (Long.BYTES + width()) : rows.length();
    return bytes >= FULL_BYTES || count == rights.length;
  }

  /** Of the largest right, in bytes. */
  private int width() {
    return (Long.SIZE - Long.numberOfLeadingZeros(largest | 1) + Byte.SIZE - 1) / Byte.SIZE;
  }

  private void entry(Entry entry) {
    byte[] value = entry.value();
    if (Keys.isRight(entry.key())) {
      long id = Keys.idOf(entry.key());
      var cut = RightBody.cut(value, id);
      int shape = cut.map(body -> shapes.number(body.shape())).orElse(-1);
      if (shape >= 0) {
        rows.varint(Block.FIRST_SHAPE + shape);
        rows.varint(id - lastId);
        rows.put(value, cut.get().fingerprintsAt(), cut.get().fingerprints() * Long.BYTES);
        lastId = id;
        return;
      }
    }
    rows.varint(Block.AS_IT_STANDS);
    rows.varint(entry.key().length);
    rows.put(entry.key());
    rows.varint(value.length);
    rows.put(value);
  }

  private void end(byte[] next) {
    var block = new Bytes(2 * FULL_BYTES);
    block.bigEndian(0, Integer.BYTES);
    block.put(kind);
    block.put((byte) next.length);
    block.put(next);
    if (kind == Block.FINGERPRINTS) {
      int width = width();
      block.put((byte) width);
      for (int i = 0; i < count; i++) {
        block.bigEndian(fingerprints[i], Long.BYTES);
        block.bigEndian(rights[i], width);
      }
    } else {
      block.put(rows);
    }
    byte[] bytes = block.copy();
    int crc = Block.crc(bytes, stamp);
    for (int i = 0; i < Integer.BYTES; i++) {
      bytes[i] = (byte) (crc >>> Byte.SIZE * (Integer.BYTES - 1 - i));
    }
    to.accept(firstKey, bytes);
    firstKey = null;
    rows.clear();
    lastId = 0;
    count = 0;
    largest = 0;
  }

  /** Behind the last entry. */
  void end() {
    for (int shape = 0; shape < shapes.size(); shape++) {
      put(new Entry(Keys.shape(shape), shapes.get(shape)));
    }
    if (firstKey != null) {
      end(NOTHING);
    }
  }
}
