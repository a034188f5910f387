package org.shanmen.gate.whitelist;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.shanmen.gate.Limits;

/** The shapes of a table's rights, see {@link RightBody}, numbered from 0. */
final class Shapes {
  private final List<byte[]> shapes = new ArrayList<>();
  private int[] counts = {};
  private final Map<ByteBuffer, Integer> numbers = new HashMap<>();

  /**
   * @throws TableDamaged if there is none of this number
   */
  byte[] get(int number) {
    check(number);
    return shapes.get(number);
  }

  private void check(int number) {
    if (number < 0 || number >= shapes.size()) {
      throw new TableDamaged("shape " + number + " of rights: there are " + shapes.size());
    }
  }

  /**
   * How many fingerprints a right of this shape has.
   *
   * @throws TableDamaged if there is none of this number
   */
  int fingerprints(int number) {
    check(number);
    return counts[number];
  }

  int size() {
    return shapes.size();
  }

  /** Takes the next one in, as it was read. */
  void add(byte[] shape) {
    shapes.add(shape);
    if (counts.length < shapes.size()) {
      counts = Arrays.copyOf(counts, Math.max(16, 2 * counts.length));
    }
    counts[shapes.size() - 1] = RightBody.fingerprints(shape);
  }

  /** The number of a shape, a new one if need be; -1 if there is room for no more. */
  int number(byte[] shape) {
    var key = ByteBuffer.wrap(shape);
    var known = numbers.get(key);
    if (known != null) {
      return known;
    }
    if (shapes.size() == Limits.WHITELIST_SHAPES) {
      return -1;
    }
    numbers.put(key, shapes.size());
    add(shape);
    return shapes.size() - 1;
  }
}
