package org.shanmen.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

class PackedChangesTest {
  private final Random random = new Random(7);

  @Test
  void whatGoesInComesOutByteForByte() {
    var changes = new ArrayList<Change>();
    changes.add(
        Change.newBuilder()
            .setPutTemplate(
                TicketTemplate.newBuilder().setId(1).setNameZh("全票").build().toByteString())
            .build());
    for (int i = 1; i < 3000; i++) {
      changes.add(right(i, random.nextInt(3)));
    }
    for (int i = 1; i < 2000; i++) {
      changes.add(use(i));
    }
    assertThat(unpacked(PackedChanges.pack(changes))).isEqualTo(changes);
  }

  @Test
  void numbersAtTheirEndsComeOutToo() {
    var changes = new ArrayList<Change>();
    for (long id : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, -1, 0, 1, Long.MIN_VALUE}) {
      changes.add(put(Right.newBuilder().setId(id).addFingerprints(id).build()));
      changes.add(
          Change.newBuilder()
              .setAddUse(
                  Use.newBuilder()
                      .setRight(id)
                      .setSequence(-id)
                      .setAtMillis(~id)
                      .build()
                      .toByteString())
              .build());
    }
    assertThat(unpacked(PackedChanges.pack(changes))).isEqualTo(changes);
  }

  @Test
  void bytesThatThisVersionWouldWriteOtherwiseStayAsTheyAre() {
    // Field 200, unknown here, before field 1; then a right spelled with a longer varint.
    var strange = ByteString.copyFrom(new byte[] {(byte) 0xC0, 0x0C, 1, 9, 1, 0, 0, 0, 0, 0, 0, 0});
    var longer = ByteString.copyFrom(new byte[] {0x10, (byte) 0x81, 0});
    var noRight = ByteString.copyFrom(new byte[] {1});
    var changes =
        List.of(
            Change.newBuilder().setPutRight(strange).build(),
            Change.newBuilder().setPutRight(longer).build(),
            Change.newBuilder().setAddUse(noRight).build());
    assertThat(unpacked(PackedChanges.pack(changes))).isEqualTo(changes);
  }

  @Test
  void aRightOfAParkTakesLessThanTenBytes() {
    var changes = new ArrayList<Change>();
    for (int i = 0; i < 6000; i++) {
      changes.add(right(40_000_000 + i * 2L, 1));
    }
    double bytes = PackedChanges.pack(changes).length / 6000.0;
    assertThat(bytes).isLessThan(10);
  }

  @Test
  void whatIsTooLargeIsNotPacked() {
    var large =
        Change.newBuilder()
            .setPutTemplate(ByteString.copyFrom(new byte[PackedChanges.MAX_BODY_BYTES]))
            .build();
    assertThatThrownBy(() -> PackedChanges.pack(List.of(large)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLargeShapeRepeatedForEverIsMalformedBeforeItFillsTheMemory() throws IOException {
    assertThat(PackedChanges.unpack(largeRights(400))).isInstanceOf(Decoded.Ok.class);
    assertThat(PackedChanges.unpack(largeRights(1000)))
        .isEqualTo(new Decoded.Malformed<>("packed changes: more than 524288 bytes of changes"));
  }

  /** One right of a thousand bytes, and others of its shape in two bytes each. */
  private static byte[] largeRights(int count) throws IOException {
    var rows = new ByteArrayOutputStream();
    var out = CodedOutputStream.newInstance(rows);
    out.writeUInt32NoTag(1);
    out.writeBytesNoTag(Right.newBuilder().setUnknownFields(unknown(1000)).build().toByteString());
    out.writeUInt32NoTag(0);
    out.writeSInt64NoTag(1);
    for (int i = 1; i < count; i++) {
      out.writeUInt32NoTag(3);
      out.writeSInt64NoTag(1);
    }
    out.flush();
    var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(rows.toByteArray());
    deflater.finish();
    byte[] deflated = new byte[rows.size()];
    int length = deflater.deflate(deflated);
    deflater.end();
    return ByteBuffer.allocate(4 + length).putInt(length).put(deflated, 0, length).array();
  }

  @Test
  void mutatedBytesAreMalformedOrSomethingElseButNeverAnException() {
    var changes = new ArrayList<Change>();
    for (int i = 1; i < 50; i++) {
      changes.add(right(i, 1));
      changes.add(use(i));
    }
    byte[] packed = PackedChanges.pack(changes);
    int malformed = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] mutated = packed.clone();
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
      }
      var cut = java.util.Arrays.copyOf(mutated, random.nextInt(mutated.length + 1));
      malformed += PackedChanges.unpack(mutated) instanceof Decoded.Malformed ? 1 : 0;
      malformed += PackedChanges.unpack(cut) instanceof Decoded.Malformed ? 1 : 0;
    }
    assertThat(malformed).isGreaterThan(20_000);
  }

  private static com.google.protobuf.UnknownFieldSet unknown(int bytes) {
    return com.google.protobuf.UnknownFieldSet.newBuilder()
        .addField(
            500,
            com.google.protobuf.UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFrom(new byte[bytes]))
                .build())
        .build();
  }

  private Change right(long id, int fingerprints) {
    int kind = random.nextInt(5);
    int day = random.nextInt(30);
    var right =
        Right.newBuilder()
            .setId(id)
            .setTemplate(1 + kind)
            .setState(RightState.ACTIVE)
            .setValidFrom(1_777_564_800L + day * 86_400L)
            .setValidUntil(1_777_564_800L + (day + 1) * 86_400L)
            .setEntries(1)
            .setPeople(1);
    for (int i = 0; i < fingerprints; i++) {
      right.addFingerprints(random.nextLong());
    }
    return put(right.build());
  }

  private static Change put(Right right) {
    return Change.newBuilder().setPutRight(right.toByteString()).build();
  }

  private Change use(long sequence) {
    return Change.newBuilder()
        .setAddUse(
            Use.newBuilder()
                .setRight(random.nextInt(10_000))
                .setGateNumber(1 + random.nextInt(20))
                .setEpoch(1)
                .setSequence(sequence)
                .setPeople(1)
                .setAtMillis(1_777_600_000_000L + sequence * 700)
                .setDirection(Direction.IN)
                .setArea(1)
                .setCheckPoint(1)
                .build()
                .toByteString())
        .build();
  }

  private static List<Change> unpacked(byte[] packed) {
    var decoded = PackedChanges.unpack(packed);
    assertThat(decoded).isInstanceOf(Decoded.Ok.class);
    return ((Decoded.Ok<List<Change>>) decoded).value();
  }
}
