package org.shanmen.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.shanmen.protocol.wire.Envelope;

/**
 * The bytes of every message, as they stand in golden-envelopes.txt: a change of them is a change
 * of the protocol.
 */
class GoldenBytesTest {
  @Test
  void everyMessageHasItsGoldenBytes() throws IOException {
    var actual = new LinkedHashMap<String, String>();
    GoldenEnvelopes.all()
        .forEach(
            (name, envelope) -> actual.put(name, HexFormat.of().formatHex(Frames.of(envelope))));
    assertThat(lines(actual)).isEqualTo(lines(golden()));
  }

  @Test
  void everyKindOfBodyIsCovered() {
    var covered =
        GoldenEnvelopes.all().values().stream()
            .map(Envelope::getBodyCase)
            .collect(Collectors.toSet());
    assertThat(covered)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Envelope.BodyCase.values())
                .filter(c -> c != Envelope.BodyCase.BODY_NOT_SET)
                .toList());
  }

  @Test
  void goldenBytesReadBackAsWhatTheyWere() throws IOException {
    var reader = new FrameReader();
    var expected = GoldenEnvelopes.all();
    for (var line : golden().entrySet()) {
      assertThat(reader.feed(HexFormat.of().parseHex(line.getValue())))
          .as(line.getKey())
          .containsExactly(new Decoded.Ok<>(expected.get(line.getKey())));
    }
  }

  private static Map<String, String> golden() throws IOException {
    try (var in = GoldenBytesTest.class.getResourceAsStream("golden-envelopes.txt")) {
      var golden = new LinkedHashMap<String, String>();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split(" "))
          .forEach(parts -> golden.put(parts[0], parts[1]));
      return golden;
    }
  }

  private static String lines(Map<String, String> map) {
    return map.entrySet().stream()
        .map(e -> e.getKey() + " " + e.getValue())
        .collect(Collectors.joining("\n"));
  }
}
