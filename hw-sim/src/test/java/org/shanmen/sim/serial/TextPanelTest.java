package org.shanmen.sim.serial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TextPanelTest {
  private final TextPanel panel = new TextPanel();

  @Test
  void itShowsTheTextOfAFrame() {
    panel.receive(HexFormat.of().parseHex("da0100000102" + "4f4b" + "09d3"));

    assertThat(panel.text()).isEqualTo("OK");
    assertThat(panel.texts()).isEqualTo(1);
  }

  @Test
  void itShowsChineseAndAnEmptyTextClearsIt() {
    panel.receive(frame("次卡 剩余3次 请通行"));
    assertThat(panel.text()).isEqualTo("次卡 剩余3次 请通行");
    panel.receive(frame(""));
    assertThat(panel.text()).isEmpty();
  }

  @Test
  void aFrameWithAWrongSumChangesNothing() {
    byte[] wrong = frame("一");
    wrong[wrong.length - 1] ^= 1;
    panel.receive(frame("票"));
    panel.receive(wrong);

    assertThat(panel.text()).isEqualTo("票");
  }

  @Property
  void afterAnyGarbageItUnderstandsAgain(@ForAll byte[] garbage) {
    var garbled = new TextPanel();
    garbled.receive(garbage);
    for (int i = 0; i < 3; i++) {
      garbled.receive(new byte[270]); // Whatever looked like a frame's beginning has an end now.
    }
    garbled.receive(frame("请刷票"));

    assertThat(garbled.text()).isEqualTo("请刷票");
  }

  @Property
  void itMakesNoDifferenceHowTheBytesAreCut(@ForAll String text) {
    var whole = new TextPanel();
    var single = new TextPanel();
    byte[] frame = frame(text);
    whole.receive(frame);
    for (byte b : frame) {
      single.receive(new byte[] {b});
    }

    assertThat(whole.texts()).isEqualTo(1);
    assertThat(single.text()).isEqualTo(whole.text());
  }

  private static byte[] frame(String text) {
    byte[] all = text.getBytes(Charset.forName("GBK"));
    int length = Math.min(255, all.length);
    var frame = new ByteArrayOutputStream();
    frame.writeBytes(HexFormat.of().parseHex("da01000001"));
    frame.write(length);
    frame.write(all, 0, length);
    int crc = Crc16.modbus(frame.toByteArray(), frame.size());
    frame.write(crc);
    frame.write(crc >>> 8);
    return frame.toByteArray();
  }
}
