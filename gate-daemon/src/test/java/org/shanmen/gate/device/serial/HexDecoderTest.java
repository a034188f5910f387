package org.shanmen.gate.device.serial;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.shanmen.protocol.Decoded;

class HexDecoderTest {
  private static final byte[] FRAME = hex("02 37 31 38 36 41 36 31 45 03 0A");

  private final HexDecoder decoder = new HexDecoder(ByteOrder.AS_SENT);

  @Test
  void theDigitsAreTheCard() {
    assertThat(feed(FRAME)).containsExactly(new Decoded.Ok<>("7186A61E"));
  }

  @Test
  void readersThatSendTheLastByteFirstAreTurnedRound() {
    assertThat(new HexDecoder(ByteOrder.REVERSED).received(FRAME, FRAME.length))
        .containsExactly(new Decoded.Ok<>("1EA68671"));
  }

  @Test
  void aUidOfSevenBytesComesWholeAndInUpperCase() {
    assertThat(feed(frame("0487a1b2c3d4e5"))).containsExactly(new Decoded.Ok<>("0487A1B2C3D4E5"));
  }

  @Test
  void aWrongSumIsNoCardAndSaysWhy() {
    byte[] wrong = FRAME.clone();
    wrong[10] = 0x0B;
    assertThat(feed(wrong)).containsExactly(new Decoded.Malformed<>("lrc 0B: expected 0A"));
  }

  @Test
  void theKeypadIsNoCard() {
    assertThat(feed(frame("1234")))
        .containsExactly(new Decoded.Malformed<>("4 digits: expected 8, 14 or 20"));
  }

  @Test
  void aFrameBehindGarbageOrAnotherBeginningIsFound() {
    assertThat(feed(hex("FF 02 37 31 02 37 31 38 36 41 36 31 45 03 0A")))
        .contains(new Decoded.Ok<>("7186A61E"));
    assertThat(feed(("\2" + "A".repeat(30)).getBytes(US_ASCII)))
        .containsExactly(new Decoded.Malformed<>("more than 20 digits"));
    assertThat(feed(FRAME)).containsExactly(new Decoded.Ok<>("7186A61E"));
  }

  @Test
  void aFrameCutOffIsToldAndForgotten() {
    feed(hex("02 37 31"));
    assertThat(decoder.silent())
        .containsExactly(new Decoded.Malformed<>("frame cut off after 3 bytes"));
    assertThat(feed(FRAME)).containsExactly(new Decoded.Ok<>("7186A61E"));
  }

  @Property
  void whereverTheLineIsCutItSaysTheSame(@ForAll("almostFrames") List<byte[]> parts) {
    var whole = new ByteArrayOutputStream();
    parts.forEach(whole::writeBytes);
    var cut = new HexDecoder(ByteOrder.AS_SENT);
    List<Decoded<String>> said = new ArrayList<>();
    for (byte[] part : parts) {
      said.addAll(cut.received(part, part.length));
    }
    var atOnce = new HexDecoder(ByteOrder.AS_SENT);
    assertThat(said).isEqualTo(atOnce.received(whole.toByteArray(), whole.size()));
    assertThat(cut.silent()).isEqualTo(atOnce.silent());
  }

  @Property
  void garbageIsSurvivedAndTheCardBehindItIsRead(@ForAll("almostFrames") List<byte[]> garbage) {
    garbage.forEach(this::feed);
    decoder.silent();
    assertThat(feed(FRAME)).containsExactly(new Decoded.Ok<>("7186A61E"));
  }

  @Provide
  Arbitrary<List<byte[]>> almostFrames() {
    var telling = Arbitraries.of(2, 3, 0x0A, 0x31, 0x37, 0x41, 0x45).map(Integer::byteValue);
    return Arbitraries.oneOf(
            Arbitraries.bytes().array(byte[].class).ofMaxSize(30),
            telling.array(byte[].class).ofMaxSize(30),
            Arbitraries.just(FRAME))
        .list()
        .ofMaxSize(6);
  }

  private List<Decoded<String>> feed(byte[] bytes) {
    return decoder.received(bytes, bytes.length);
  }

  private static byte[] frame(String digits) {
    var frame = new ByteArrayOutputStream();
    frame.write(2);
    frame.writeBytes(digits.getBytes(US_ASCII));
    frame.write(3);
    byte lrc = 0;
    for (byte b : frame.toByteArray()) {
      lrc ^= b;
    }
    frame.write(lrc);
    return frame.toByteArray();
  }

  private static byte[] hex(String text) {
    return HexFormat.ofDelimiter(" ").parseHex(text);
  }
}
