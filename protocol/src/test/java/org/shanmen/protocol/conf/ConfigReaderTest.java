package org.shanmen.protocol.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ConfigReaderTest {
  private enum Suffix {
    CR,
    LF
  }

  private static final String FILE =
      """
      gate { id = N1 }
      serial.scanner {
        baud = "96OO"
        sufix = CR
      }
      centre.port = 70000
      lane.quiet = perhaps
      """;

  @Test
  void everyMistakeIsReportedAtOnceWithFileLineKeyAndRemedy() throws Exception {
    var reader = ConfigReader.parse("gate.conf", FILE);
    assertThat(reader.string("gate.id")).isEqualTo("N1");
    reader.oneOf("serial.scanner.baud", new int[] {9600, 19200}, 9600);
    reader.choice("serial.scanner.suffix", Suffix.class, Suffix.CR);
    reader.integer("centre.port", 1, 65535);
    reader.string("centre.host");
    reader.flag("lane.quiet", false);
    assertThatThrownBy(reader::check)
        .isInstanceOfSatisfying(
            InvalidConfiguration.class,
            e ->
                assertThat(e.mistakes())
                    .containsExactly(
                        "gate.conf:3: serial.scanner.baud = \"96OO\": expected one of 9600, 19200",
                        "gate.conf:4: serial.scanner.sufix: no such key; remove it or correct its spelling (did you mean serial.scanner.suffix?)",
                        "gate.conf:6: centre.port = 70000: expected a whole number from 1 to 65535",
                        "gate.conf:7: lane.quiet = \"perhaps\": expected true or false",
                        "gate.conf: centre.host is missing: expected a text"));
  }

  @Test
  void aFileWithoutMistakesPasses() throws Exception {
    var reader = ConfigReader.parse("gate.conf", "a { n = 5, c = LF, on = true }");
    assertThat(reader.integer("a.n", 1, 9)).isEqualTo(5);
    assertThat(reader.choice("a.c", Suffix.class)).isEqualTo(Suffix.LF);
    assertThat(reader.flag("a.on", false)).isTrue();
    assertThat(reader.string("a.t", "else")).isEqualTo("else");
    assertThat(reader.has("b")).isFalse();
    reader.check();
  }

  @Test
  void theNamesInABlockAreKnownAndATextIsNoBlock() throws Exception {
    var reader = ConfigReader.parse("f", "lanes { N1 {}, N2 { a = 1 } }, b = 5");
    assertThat(reader.names("lanes")).containsExactlyInAnyOrder("N1", "N2");
    assertThat(reader.names("none")).isEmpty();
    assertThat(reader.names("b")).isEmpty();
    assertThat(reader.integer("lanes.N2.a", 0, 9)).isEqualTo(1);
    assertThatThrownBy(reader::check)
        .isInstanceOfSatisfying(
            InvalidConfiguration.class,
            e -> assertThat(e.mistakes()).containsExactly("f:1: b = 5: expected a block { ... }"));
  }

  @Test
  void aConstantThatDoesNotExistNamesThoseThatDo() throws Exception {
    var reader = ConfigReader.parse("f", "c = TAB");
    reader.choice("c", Suffix.class, Suffix.CR);
    assertThatThrownBy(reader::check).hasMessage("f:1: c = \"TAB\": expected one of CR, LF");
  }

  @Test
  void brokenSyntaxNamesTheLine() {
    assertThatThrownBy(() -> ConfigReader.parse("gate.conf", "a = 1\nb {\n"))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageStartingWith("gate.conf:");
  }

  @Test
  void aBlockWhereATextBelongsIsAMistake() throws Exception {
    var reader = ConfigReader.parse("f", "id { x = 1 }");
    reader.string("id");
    assertThatThrownBy(reader::check)
        .hasMessageContaining("f:1: id = ")
        .hasMessageContaining("expected one text");
  }
}
