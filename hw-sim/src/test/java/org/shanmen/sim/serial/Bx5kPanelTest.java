package org.shanmen.sim.serial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class Bx5kPanelTest {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();
  private static final String HEAD = "A5 A5 A5 A5 A5 A5 A5 A5 01 00 00 80 00 00 00 00 00 00 FE 02 ";
  private static final String PING = HEAD + "05 00 A2 00 01 00 00 68 F8 5A";

  /** Seen on a panel at work. */
  private static final String TEXT =
      HEAD
          + "35 00 A3 06 02 00 00 00 01 2C 00 00 00 00 0C 00 40 00 0C 00 01 0A 01 02 00 00 00 00 01"
          + " 01 01 00 17 02 11 00 00 00 5C 46 4F 30 30 30 54 45 4D 50 45 52 3A 32 31 A1 E6 82 DA"
          + " 5A";

  private final Bx5kPanel panel = new Bx5kPanel();

  @Test
  void itShowsTheTextOfAFrameAndAnswersOnlyIfAsked() {
    assertThat(panel.receive(HEX.parseHex(TEXT))).isEmpty();

    assertThat(panel.text()).isEqualTo("\\FO000TEMPER:21℃");
    assertThat(panel.texts()).isEqualTo(1);
  }

  @Test
  void itAnswersAPing() {
    assertThat(HEX.formatHex(panel.receive(HEX.parseHex(PING))))
        .startsWith("A5 A5 A5 A5 A5 A5 A5 A5 00 80 01 00 00 00 00 00 00 00 FE 02 05 00 A0 00 ")
        .endsWith(" 5A");
    assertThat(panel.texts()).isZero();
  }

  @Test
  void aFrameWithAWrongSumChangesNothing() {
    assertThat(panel.receive(HEX.parseHex(PING.replace("68 F8", "68 F9")))).isEmpty();
    panel.receive(HEX.parseHex(TEXT.replace("82 DA", "82 DB")));
    assertThat(panel.text()).isEmpty();
  }

  @Property
  void garbageIsIgnoredAndTheTextBehindItIsShown(@ForAll byte[] garbage) {
    panel.receive(garbage);
    for (byte b : HEX.parseHex(TEXT)) {
      panel.receive(new byte[] {b});
    }
    assertThat(panel.text()).endsWith("21℃");
  }
}
