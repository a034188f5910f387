package org.shanmen.gate.whitelist;

import java.io.IOException;
import java.util.Comparator;
import org.mapdb.DataInput2;
import org.mapdb.serializer.SerializerByteArray;

/**
 * Keys and values in a {@link Table} as MapDB's own serializer writes them: how many there are,
 * then one behind the other, each behind its length; but a look-up reads no more of a node than it
 * needs, and a length that a damaged disk tells allocates no memory.
 */
final class BytesSerializer extends SerializerByteArray {
  @Override
  public byte[] valueArrayBinaryGet(DataInput2 in, int entries, int position) throws IOException {
    in.unpackInt();
    for (int i = 0; i < position; i++) {
      in.skipBytes(in.unpackInt());
    }
    return next(in);
  }

  @Override
  public byte[][] valueArrayDeserialize(DataInput2 in, int entries) throws IOException {
    if (in.unpackInt() != entries || entries < 0 || entries > Table.PAGE_BYTES) {
      throw new IOException("a node of " + entries + " entries, or of others");
    }
    byte[][] values = new byte[entries][];
    for (int i = 0; i < entries; i++) {
      values[i] = next(in);
    }
    return values;
  }

  @Override
  @SuppressWarnings("rawtypes") // As MapDB declares it.
  public int valueArrayBinarySearch(byte[] wanted, DataInput2 in, int keys, Comparator comparator)
      throws IOException {
    in.unpackInt();
    for (int i = 0; i < keys; i++) {
      int order = Keys.ORDER.compare(wanted, next(in));
      if (order == 0) {
        return i;
      }
      if (order < 0) {
        return -(i + 1);
      }
    }
    return -(keys + 1);
  }

  private static byte[] next(DataInput2 in) throws IOException {
    int length = in.unpackInt();
    if (length < 0 || length > Table.PAGE_BYTES) {
      throw new IOException(length + " bytes in a page of " + Table.PAGE_BYTES);
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }
}
