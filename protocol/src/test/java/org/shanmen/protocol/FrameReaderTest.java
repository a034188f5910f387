package org.shanmen.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Refusal;

class FrameReaderTest {
  @Property
  void anyCutOfTheStreamYieldsTheSameEnvelopes(
      @ForAll @Size(max = 8) List<@IntRange(max = 3000) Integer> textLengths,
      @ForAll @IntRange(min = 1, max = 997) int step) {
    var writer = new FrameWriter();
    var stream = new ByteArrayOutputStream();
    var sent = new ArrayList<String>();
    for (int length : textLengths) {
      sent.add("x".repeat(length));
      stream.writeBytes(writer.frame(refusal("x".repeat(length))));
    }
    var reader = new FrameReader();
    var received = new ArrayList<String>();
    byte[] bytes = stream.toByteArray();
    for (int at = 0; at < bytes.length; at += step) {
      for (var decoded :
          reader.feed(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + step)))) {
        received.add(((Decoded.Ok<Envelope>) decoded).value().getRefusal().getText());
      }
    }
    assertThat(received).isEqualTo(sent);
  }

  @Property
  void garbageIsNeverAnExceptionAndAtMostTheLastResultIsMalformed(
      @ForAll @Size(max = 40) List<byte @Size(max = 200) []> pieces) {
    var reader = new FrameReader();
    for (byte[] piece : pieces) {
      var results = reader.feed(piece);
      for (int i = 0; i + 1 < results.size(); i++) {
        assertThat(results.get(i)).isInstanceOf(Decoded.Ok.class);
      }
    }
  }

  @Test
  void anOversizedLengthIsMalformedBeforeItsBytesCome() {
    var results = new FrameReader().feed(new byte[] {0, 0x10, 0, 1});
    assertThat(results)
        .containsExactly(new Decoded.Malformed<>("frame length 1048577: expected 1 to 1048576"));
  }

  @Test
  void anEmptyFrameIsMalformed() {
    assertThat(new FrameReader().feed(new byte[4]))
        .containsExactly(new Decoded.Malformed<>("frame length 0: expected 1 to 1048576"));
  }

  @Test
  void aRepeatedNumberIsOutOfOrderAndEverythingBehindItIsMalformedToo() {
    byte[] first = new FrameWriter().frame(refusal("a"));
    var reader = new FrameReader();
    assertThat(reader.feed(first)).hasSize(1).first().isInstanceOf(Decoded.Ok.class);
    assertThat(reader.feed(first))
        .containsExactly(new Decoded.Malformed<>("envelope number 1: expected 2"));
    assertThat(reader.feed(new byte[0]))
        .containsExactly(new Decoded.Malformed<>("envelope number 1: expected 2"));
  }

  @Test
  void theLargestEnvelopeFitsAndOneByteMoreDoesNot() {
    int overhead = Frames.of(refusal("").setNumber(1).build()).length - Frames.LENGTH_BYTES;
    int longest = Frames.MAX_BYTES - overhead - 16;
    byte[] frame = new FrameWriter().frame(refusal("x".repeat(longest)));
    assertThat(new FrameReader().feed(frame)).first().isInstanceOf(Decoded.Ok.class);
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> new FrameWriter().frame(refusal("x".repeat(Frames.MAX_BYTES))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 1048576");
  }

  private static Envelope.Builder refusal(String text) {
    return Envelope.newBuilder().setRefusal(Refusal.newBuilder().setText(text));
  }
}
