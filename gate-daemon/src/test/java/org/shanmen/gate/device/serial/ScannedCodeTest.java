package org.shanmen.gate.device.serial;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
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

class ScannedCodeTest {
  private static final Charset GBK = Charset.forName("GBK");

  private final Decoder<String> scanner = scanner(Suffix.CRLF);

  @Test
  void aCodeEndsWithItsSuffixWhicheverItIs() {
    assertThat(values(feed(scanner, "A\rB\nC\r\nD"))).containsExactly("A", "B", "C");
  }

  @Test
  void whatTheScannerCouldNotReadIsDroppedSilently() {
    assertThat(feed(scanner, "%%NoRead\r\nA\r\n\\000026%%NoRead\r\n\\000026\r\n"))
        .containsExactly(new Decoded.Ok<>("A"));
  }

  @Test
  void aCodeThatMerelyLooksUnreadIsACode() {
    assertThat(values(feed(scanner, "%%NoRead1\r%%noread\r")))
        .containsExactly("%%NoRead1", "%%noread");
  }

  @Test
  void theEciMarkerIsNoPartOfTheCode() {
    assertThat(values(feed(scanner, "\\000026A1\r\n\\00026B\r\n\\00/026B\r\nA\\000026B\r\n")))
        .containsExactly("A1", "\\00026B", "\\00/026B", "A\\000026B");
  }

  @Test
  void theEciMarkerNamesTheEncoding() {
    assertThat(line("\\000026", "门票1".getBytes(UTF_8))).containsExactly(new Decoded.Ok<>("门票1"));
    assertThat(line("\\000029", "门票1".getBytes(GBK))).containsExactly(new Decoded.Ok<>("门票1"));
    assertThat(line("\\000032", "喆1".getBytes(GBK))).containsExactly(new Decoded.Ok<>("喆1"));
    assertThat(line("\\000003", new byte[] {(byte) 0xE9})).containsExactly(new Decoded.Ok<>("é"));
  }

  @Test
  void withoutAMarkerTheTextIsUtf8() {
    assertThat(line("", "门票1".getBytes(UTF_8))).containsExactly(new Decoded.Ok<>("门票1"));
    assertThat(why(line("", "门票1".getBytes(GBK))))
        .containsExactly(
            "5 bytes that are no UTF-8: expected UTF-8, or an ECI marker that names the encoding");
  }

  @Test
  void anEncodingThatNobodyKnowsIsNoCode() {
    assertThat(why(feed(scanner, "\\000899A1\r")))
        .containsExactly("ECI 000899 is an encoding that is not known here");
  }

  @Test
  void silenceEndsACodeOfAScannerWithoutSuffix() {
    Decoder<String> bare = scanner(Suffix.NONE);
    assertThat(feed(bare, "A1")).isEmpty();
    assertThat(bare.silent()).containsExactly(new Decoded.Ok<>("A1"));
    assertThat(bare.silent()).isEmpty();
    feed(bare, "%%NoRead");
    assertThat(bare.silent()).isEmpty();
  }

  @Test
  void aCodeThatLostItsSuffixDoesNotSpoilTheNext() {
    feed(scanner, "A1");
    assertThat(why(scanner.silent()))
        .containsExactly("expected CRLF behind 2 bytes, then the line fell silent: set the suffix");
    assertThat(values(feed(scanner, "B2\r"))).containsExactly("B2");
  }

  @Test
  void whatIsTooLongIsDroppedOnceAndWhole() {
    String longest = "X".repeat(ScannedCode.MAX_BYTES);
    assertThat(values(feed(scanner, longest + "\r"))).containsExactly(longest);
    assertThat(why(feed(scanner, longest + "YA1\rB2\r")))
        .containsExactly("line of more than 256 bytes");
  }

  @Test
  void whatHoldsControlCharactersIsNoCode() {
    assertThat(why(feed(scanner, "A\u0007\r")))
        .containsExactly("byte 07 at 1: expected no control characters");
    assertThat(why(line("\\000003", new byte[] {(byte) 0x85})))
        .containsExactly("a control character in ISO-8859-1");
  }

  @Property
  void everyCodeComesThroughHoweverItsBytesAreCut(
      @ForAll("codes") List<String> codes, @ForAll @IntRange(min = 1, max = 40) int chunk) {
    byte[] bytes = (String.join("\r\n", codes) + "\r\n").getBytes(US_ASCII);
    assertThat(values(feed(scanner, bytes, chunk))).isEqualTo(codes);
  }

  @Property
  void whereverTheLineIsCutItSaysTheSame(
      @ForAll byte[] bytes, @ForAll @IntRange(min = 1, max = 40) int chunk) {
    assertThat(feed(scanner(Suffix.CR), bytes, chunk))
        .isEqualTo(feed(scanner(Suffix.CR), bytes, bytes.length + 1));
  }

  @Property
  void garbageIsSurvivedAndTheCodeBehindItIsRead(@ForAll byte[] garbage, @ForAll Suffix suffix) {
    Decoder<String> any = scanner(suffix);
    any.received(garbage, garbage.length);
    any.silent();
    assertThat(values(feed(any, "A1\r"))).containsExactly("A1");
  }

  @Provide
  Arbitrary<List<String>> codes() {
    return Arbitraries.strings()
        .withCharRange('0', 'Z')
        .ofMinLength(1)
        .ofMaxLength(ScannedCode.MAX_BYTES)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  private static Decoder<String> scanner(Suffix suffix) {
    return new LineDecoder<>("set the suffix", suffix, ScannedCode.MAX_BYTES, ScannedCode::of);
  }

  private static List<Decoded<String>> feed(Decoder<String> decoder, String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    return decoder.received(bytes, bytes.length);
  }

  private static List<Decoded<String>> feed(Decoder<String> decoder, byte[] bytes, int chunk) {
    List<Decoded<String>> decoded = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += chunk) {
      byte[] part = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + chunk));
      decoded.addAll(decoder.received(part, part.length));
    }
    return decoded;
  }

  private List<Decoded<String>> line(String marker, byte[] text) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(marker.getBytes(US_ASCII));
    bytes.writeBytes(text);
    bytes.write('\r');
    return scanner.received(bytes.toByteArray(), bytes.size());
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
