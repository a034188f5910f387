package org.shanmen.gate.whitelist;

import java.io.IOException;
import java.util.Comparator;
import org.mapdb.DataInput2;
import org.mapdb.serializer.SerializerByteArray;

/**
 * Keys and values in a {@link Table} as MapDB's own serializer writes them: how many there are,
 * then one behind the other, each behind its length; but a look-up reads no more of a node than it
 * needs. MapDB's own unpacks the whole node at each step of its search, which was most of what a
 * look-up took.
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
    byte[] bytes = new byte[in.unpackInt()];
    in.readFully(bytes);
    return bytes;
  }
}
