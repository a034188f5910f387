package org.shanmen.gate.whitelist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.mapdb.DataInput2;
import org.mapdb.DataOutput2;

/** What MapDB's own serializer wrote is found without unpacking all of it. */
class BytesSerializerTest {
  private static final byte[][] KEYS = {key("b"), key("bb"), key("d"), key("f")};

  private final BytesSerializer serializer = new BytesSerializer();

  @Test
  void eachEntryIsReadByItsPosition() throws IOException {
    for (int i = 0; i < KEYS.length; i++) {
      assertThat(serializer.valueArrayBinaryGet(written(), KEYS.length, i)).isEqualTo(KEYS[i]);
    }
  }

  @Test
  void eachKeyIsFoundWhereItIs() throws IOException {
    for (int i = 0; i < KEYS.length; i++) {
      assertThat(search(KEYS[i])).isEqualTo(i);
    }
  }

  /** As {@code Arrays.binarySearch} tells it: -(insertion point) - 1. */
  @Test
  void aKeyThatIsNotThereIsToldBetweenItsNeighbours() throws IOException {
    assertThat(search(key("a"))).isEqualTo(-1);
    assertThat(search(key("ba"))).isEqualTo(-2);
    assertThat(search(key("c"))).isEqualTo(-3);
    assertThat(search(key("g"))).isEqualTo(-5);
  }

  private int search(byte[] wanted) throws IOException {
    return serializer.valueArrayBinarySearch(wanted, written(), KEYS.length, Keys.ORDER);
  }

  private DataInput2 written() throws IOException {
    var out = new DataOutput2();
    serializer.valueArraySerialize(out, KEYS);
    return new DataInput2.ByteArray(out.copyBytes());
  }

  private static byte[] key(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
