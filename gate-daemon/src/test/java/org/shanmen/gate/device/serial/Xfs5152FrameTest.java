package org.shanmen.gate.device.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Xfs5152FrameTest {
  private static final Charset GBK = Charset.forName("GBK");
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

  @Test
  void theManualsFrameSaysPleasePass() {
    assertThat(HEX.formatHex(Xfs5152Frame.speak("请通过".getBytes(GBK))))
        .isEqualTo("FD 00 08 01 01 C7 EB CD A8 B9 FD");
  }

  @Test
  void stopAndStatusAreFramesWithoutText() {
    assertThat(HEX.formatHex(VoiceProtocol.XFS5152.stop())).isEqualTo("FD 00 01 02");
    assertThat(HEX.formatHex(VoiceProtocol.XFS5152.status())).isEqualTo("FD 00 01 21");
  }

  @Test
  void aPromptIsOneFrameWhoseLengthTakesTwoBytes() {
    var texts = VoiceProtocol.XFS5152.texts("票".repeat(10_000));
    assertThat(texts).hasSize(1);
    byte[] frame = VoiceProtocol.XFS5152.speak(texts.get(0));
    assertThat((frame[1] & 0xFF) << 8 | frame[2] & 0xFF)
        .isEqualTo(800 + 2)
        .isEqualTo(frame.length - 3);
  }

  @Test
  void aTextThatIsTooLongIsAMistakeOfTheCaller() {
    assertThatThrownBy(() -> Xfs5152Frame.speak(new byte[801]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("text of 801 bytes: at most 800");
  }
}
