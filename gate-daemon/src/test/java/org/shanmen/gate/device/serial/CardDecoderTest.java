package org.shanmen.gate.device.serial;

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
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.shanmen.protocol.Decoded;

class CardDecoderTest {
  private static final byte[] MANUAL = hex("02 0A 02 06 00 8E 6D 5D B0 03");

  private final CardDecoder decoder = new CardDecoder(ByteOrder.AS_SENT);

  @Test
  void theManualsFrameIsItsSerialNumber() {
    assertThat(feed(MANUAL)).containsExactly(new Decoded.Ok<>("06008E6D5D"));
  }

  @Test
  void readersThatSendTheLastByteFirstAreTurnedRound() {
    CardDecoder reversed = new CardDecoder(ByteOrder.REVERSED);
    assertThat(reversed.received(MANUAL, MANUAL.length))
        .containsExactly(new Decoded.Ok<>("5D6D8E0006"));
  }

  @Test
  void aFrameBehindGarbageIsFound() {
    assertThat(feed(hex("FF 02 77 00 02 0A 02 06 00 8E 6D 5D B0 03")))
        .contains(new Decoded.Ok<>("06008E6D5D"));
  }

  @Test
  void aFrameBehindAFalseBeginningIsFoundWhenTheLineFallsSilent() {
    assertThat(feed(hex("02 0F 02 0A 02 06 00 8E 6D 5D B0 03"))).isEmpty();
    assertThat(decoder.silent()).contains(new Decoded.Ok<>("06008E6D5D"));
  }

  @Test
  void aWrongSumIsNoCardAndSaysWhy() {
    assertThat(feed(hex("02 0A 02 06 00 8E 6D 5D B1 03")))
        .containsExactly(new Decoded.Malformed<>("xor B1: expected B0"));
    assertThat(decoder.silent()).isEmpty();
  }

  @Test
  void aFrameCutOffIsToldAndForgotten() {
    feed(hex("02 0A 02 06"));
    assertThat(decoder.silent())
        .containsExactly(new Decoded.Malformed<>("frame cut off after 4 bytes"));
    assertThat(feed(MANUAL)).containsExactly(new Decoded.Ok<>("06008E6D5D"));
  }

  @Property
  void everyCardComesThroughByteByByte(
      @ForAll @Size(min = CardDecoder.MIN_SERIAL, max = CardDecoder.MAX_SERIAL) byte[] serial) {
    byte[] frame = frame(serial);
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    for (byte b : frame) {
      decoder
          .received(new byte[] {b, (byte) 0x99}, 1)
          .forEach(card -> seen.writeBytes(hex(((Decoded.Ok<String>) card).value())));
    }
    assertThat(seen.toByteArray()).isEqualTo(serial);
  }

  @Property
  void whereverTheLineIsCutItSaysTheSame(@ForAll("almostFrames") List<byte[]> parts) {
    var whole = new ByteArrayOutputStream();
    parts.forEach(whole::writeBytes);
    List<Decoded<String>> said = new ArrayList<>();
    for (byte[] part : parts) {
      said.addAll(feed(part));
    }
    var atOnce = new CardDecoder(ByteOrder.AS_SENT);
    assertThat(said).isEqualTo(atOnce.received(whole.toByteArray(), whole.size()));
    assertThat(decoder.silent()).isEqualTo(atOnce.silent());
  }

  @Provide
  Arbitrary<List<byte[]>> almostFrames() {
    var telling = Arbitraries.of(2, 3, 9, 0x0A, 0x0F).map(Integer::byteValue);
    return Arbitraries.oneOf(
            telling.array(byte[].class).ofMaxSize(30),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(30),
            Arbitraries.just(MANUAL))
        .list()
        .ofMaxSize(6);
  }

  @Property
  void garbageIsSurvivedAndTheCardBehindItIsRead(@ForAll byte[] garbage) {
    feed(garbage);
    decoder.silent();
    assertThat(feed(MANUAL)).containsExactly(new Decoded.Ok<>("06008E6D5D"));
  }

  private List<Decoded<String>> feed(byte[] bytes) {
    return decoder.received(bytes, bytes.length);
  }

  private static byte[] frame(byte[] serial) {
    byte[] frame = new byte[serial.length + 5];
    frame[0] = 0x02;
    frame[1] = (byte) frame.length;
    frame[2] = 0x02;
    System.arraycopy(serial, 0, frame, 3, serial.length);
    for (int i = 1; i < frame.length - 2; i++) {
      frame[frame.length - 2] ^= frame[i];
    }
    frame[frame.length - 1] = 0x03;
    return frame;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
