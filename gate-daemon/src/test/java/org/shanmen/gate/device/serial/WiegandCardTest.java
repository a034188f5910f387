package org.shanmen.gate.device.serial;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shanmen.protocol.Decoded;

class WiegandCardTest {
  private final LineDecoder<WiegandCard> converter =
      new LineDecoder<>("end the line", Suffix.CRLF, WiegandCard.MAX_LINE_BYTES, WiegandCard::of);

  @ParameterizedTest
  @CsvSource({
    "11101010000011011100000010,         D41B81",
    "3A83702,                            D41B81",
    "3a83702,                            D41B81",
    "1100010011101010000011011100000011, 89D41B81",
    "313A83703,                          89D41B81"
  })
  void theManualsCardIsItsDataBits(String line, String card) {
    assertThat(numbers(line, ByteOrder.AS_SENT)).containsExactly(new Decoded.Ok<>(card));
  }

  @Test
  void readersThatSendTheLastByteFirstAreTurnedRound() {
    assertThat(numbers("313A83703", ByteOrder.REVERSED))
        .containsExactly(new Decoded.Ok<>("811BD489"));
  }

  @ParameterizedTest
  @CsvSource({
    "01101010000011011100000010, parity of the first 13 bits: expected even",
    "11101010000011011100000011, parity of the last 13 bits: expected odd",
    "7A83702,                    more than 26 bits",
    "D41B81,                     'line of 6 characters: expected 26 or 34 bits, or the same as 7 or 9 hexadecimal digits'",
    "11101010000011011100000012, 'line of 26 characters: expected 26 or 34 bits, or the same as 7 or 9 hexadecimal digits'"
  })
  void whatDoesNotAddUpIsNoCard(String line, String why) {
    assertThat(read(line)).containsExactly(new Decoded.Malformed<>(why));
  }

  @Property
  void oneFlippedBitIsNeverAnotherCard(
      @ForAll @IntRange(min = 0, max = 0xFFFFFF) int data,
      @ForAll @IntRange(min = 0, max = 25) int bit) {
    String hex = "%07X".formatted(wire(data) ^ 1L << bit);
    assertThat(read(hex)).singleElement().isInstanceOf(Decoded.Malformed.class);
  }

  @Property
  void everyCardComesThrough(@ForAll @IntRange(min = 0, max = 0xFFFFFF) int data) {
    String bits = Long.toBinaryString(1L << 26 | wire(data)).substring(1);
    assertThat(read(bits))
        .singleElement()
        .satisfies(
            card ->
                assertThat(
                        CardUid.of(
                            ((Decoded.Ok<WiegandCard>) card).value().data(),
                            0,
                            3,
                            ByteOrder.AS_SENT))
                    .isEqualTo("%06X".formatted(data)));
  }

  @ParameterizedTest
  @CsvSource({"880487", "870488"})
  void aUidOfSevenBytesIsRefusedBecauseOthersShareItsNumber(String data) {
    String line = "%07X".formatted(wire(Integer.parseInt(data, 16)));
    assertThat(numbers(line, ByteOrder.AS_SENT))
        .singleElement()
        .satisfies(
            refused ->
                assertThat(((Decoded.Malformed<String>) refused).why())
                    .startsWith("W26 " + data + " has the cascade tag 88"));
  }

  @Test
  void theTagInTheMiddleIsAByteLikeAnyOther() {
    assertThat(numbers("%07X".formatted(wire(0xD48881)), ByteOrder.AS_SENT))
        .containsExactly(new Decoded.Ok<>("D48881"));
  }

  @Property
  void garbageIsSurvivedAndTheCardBehindItIsRead(@ForAll byte[] garbage) {
    converter.received(garbage, garbage.length);
    converter.silent();
    assertThat(numbers("3A83702", ByteOrder.AS_SENT)).containsExactly(new Decoded.Ok<>("D41B81"));
  }

  /** W26 of three bytes. */
  private static long wire(int data) {
    int even = Integer.bitCount(data >>> 12) % 2;
    int odd = 1 - Integer.bitCount(data & 0xFFF) % 2;
    return (long) even << 25 | (long) data << 1 | odd;
  }

  private List<Decoded<WiegandCard>> read(String line) {
    byte[] bytes = (line + "\r\n").getBytes(US_ASCII);
    return converter.received(bytes, bytes.length);
  }

  private List<Decoded<String>> numbers(String line, ByteOrder order) {
    return read(line).stream()
        .map(card -> ((Decoded.Ok<WiegandCard>) card).value().number(order))
        .toList();
  }
}
