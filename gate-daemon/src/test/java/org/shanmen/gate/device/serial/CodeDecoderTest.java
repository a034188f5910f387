package org.shanmen.gate.device.serial;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.shanmen.protocol.Decoded;

class CodeDecoderTest {
  private final CodeDecoder decoder = new CodeDecoder(Suffix.CRLF);

  @Test
  void aCodeEndsWithItsSuffixWhicheverItIs() {
    assertThat(values(feed(decoder, "A\rB\nC\r\nD"))).containsExactly("A", "B", "C");
  }

  @Test
  void whatTheScannerCouldNotReadIsDroppedSilently() {
    assertThat(feed(decoder, "%%NoRead\r\nA\r\n")).containsExactly(new Decoded.Ok<>("A"));
  }

  @Test
  void theEciMarkerIsNoPartOfTheCode() {
    assertThat(values(feed(decoder, "\\000026A1\r\n\\00026B\r\n")))
        .containsExactly("A1", "\\00026B");
  }

  @Test
  void silenceEndsACodeOfAScannerWithoutSuffix() {
    CodeDecoder bare = new CodeDecoder(Suffix.NONE);
    assertThat(feed(bare, "A1")).isEmpty();
    assertThat(bare.silent()).containsExactly(new Decoded.Ok<>("A1"));
    assertThat(bare.silent()).isEmpty();
  }

  @Test
  void aCodeThatLostItsSuffixDoesNotSpoilTheNext() {
    feed(decoder, "A1");
    assertThat(why(decoder.silent()))
        .containsExactly(
            "expected CRLF behind 2 characters, then the line fell silent: set serial.scanner.suffix to"
                + " what the scanner sends");
    assertThat(values(feed(decoder, "B2\r"))).containsExactly("B2");
  }

  @Test
  void whatIsTooLongIsDroppedOnceAndWhole() {
    String longest = "X".repeat(CodeDecoder.MAX_CODE);
    assertThat(values(feed(decoder, longest + "\r"))).containsExactly(longest);
    assertThat(why(feed(decoder, longest + "YA1\rB2\r")))
        .containsExactly("code of more than 256 characters");
  }

  @Test
  void whatIsNotPrintableAsciiIsNoCode() {
    assertThat(why(feed(decoder, "A\u0007\r")))
        .containsExactly("byte 07 at 1: expected printable ASCII");
  }

  @Property
  void everyCodeComesThroughHoweverItsBytesAreCut(
      @ForAll("codes") List<String> codes, @ForAll @IntRange(min = 1, max = 40) int chunk) {
    byte[] bytes = (String.join("\r\n", codes) + "\r\n").getBytes(US_ASCII);
    List<Decoded<String>> decoded = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += chunk) {
      byte[] part = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + chunk));
      decoded.addAll(decoder.received(part, part.length));
    }
    assertThat(values(decoded)).isEqualTo(codes);
  }

  @Property
  void garbageIsSurvivedAndTheCodeBehindItIsRead(@ForAll byte[] garbage, @ForAll Suffix suffix) {
    CodeDecoder any = new CodeDecoder(suffix);
    any.received(garbage, garbage.length);
    any.silent();
    assertThat(values(feed(any, "A1\r"))).containsExactly("A1");
  }

  @Provide
  Arbitrary<List<String>> codes() {
    return Arbitraries.strings()
        .withCharRange('0', 'Z')
        .ofMinLength(1)
        .ofMaxLength(CodeDecoder.MAX_CODE)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  private static List<Decoded<String>> feed(CodeDecoder decoder, String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    return decoder.received(bytes, bytes.length);
  }

  private static List<String> values(List<Decoded<String>> decoded) {
    return decoded.stream()
        .filter(Decoded.Ok.class::isInstance)
        .map(ok -> ((Decoded.Ok<String>) ok).value())
        .toList();
  }

  private static List<String> why(List<Decoded<String>> decoded) {
    return decoded.stream()
        .filter(Decoded.Malformed.class::isInstance)
        .map(malformed -> ((Decoded.Malformed<String>) malformed).why())
        .toList();
  }
}
