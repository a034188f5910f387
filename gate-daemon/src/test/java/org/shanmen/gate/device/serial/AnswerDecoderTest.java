package org.shanmen.gate.device.serial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.shanmen.protocol.Decoded;

class AnswerDecoderTest {
  private static final byte[] CARD = HexFormat.of().parseHex("020A020600" + "8E6D5DB003");
  private static final byte[] READY = HexFormat.of().parseHex("02064103");

  @Test
  void anAnswerBetweenTwoCodesIsNoCode() {
    var decoder = codes("!");
    assertThat(read(decoder, "!!A1\r!B2\r!")).containsExactly("A1", "B2");
    assertThat(decoder.silent()).isEmpty();
  }

  @Test
  void inACodeTheSameBytesAreTheCodes() {
    assertThat(read(codes("!"), "A!1\r!")).containsExactly("A!1");
  }

  @Test
  void whatOnlyBeginsAsAnAnswerIsACode() {
    assertThat(read(codes("OKAY"), "OKAYOK1\rOKOKAY2\r")).containsExactly("OK1", "OKOKAY2");
  }

  @Test
  void whatFallsSilentInTheMiddleOfAnAnswerIsReadAsItIs() {
    var decoder = new AnswerDecoder<>(READY, new CardDecoder(ByteOrder.AS_SENT));
    assertThat(decoder.received(new byte[] {0x02, 0x06}, 2)).isEmpty();
    assertThat(decoder.silent()).isNotEmpty().allMatch(Decoded.Malformed.class::isInstance);
    assertThat(decoder.isBetween()).isTrue();
    assertThat(decoder.received(CARD, CARD.length)).containsExactly(new Decoded.Ok<>("06008E6D5D"));
  }

  @Property(tries = 200)
  void cardsAreReadAmongAnswersHoweverTheBytesAreCut(
      @ForAll List<Boolean> cards, @ForAll @IntRange(min = 1, max = 20) int cut) {
    var decoder = new AnswerDecoder<>(READY, new CardDecoder(ByteOrder.AS_SENT));
    var bytes = new java.io.ByteArrayOutputStream();
    cards.forEach(card -> bytes.writeBytes(card ? CARD : READY));
    var values = new ArrayList<Decoded<String>>();
    byte[] all = bytes.toByteArray();
    for (int from = 0; from < all.length; from += cut) {
      int length = Math.min(cut, all.length - from);
      values.addAll(
          decoder.received(java.util.Arrays.copyOfRange(all, from, from + length), length));
    }
    assertThat(values)
        .hasSize((int) cards.stream().filter(card -> card).count())
        .allMatch(new Decoded.Ok<>("06008E6D5D")::equals);
  }

  private static AnswerDecoder<String> codes(String answer) {
    return new AnswerDecoder<>(
        answer.getBytes(ISO_8859_1),
        new LineDecoder<>("", Suffix.CR, ScannedCode.MAX_BYTES, ScannedCode::of));
  }

  private static List<String> read(AnswerDecoder<String> decoder, String line) {
    byte[] bytes = line.getBytes(ISO_8859_1);
    return decoder.received(bytes, bytes.length).stream()
        .map(code -> ((Decoded.Ok<String>) code).value())
        .toList();
  }
}
