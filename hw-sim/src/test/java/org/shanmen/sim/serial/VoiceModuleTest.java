package org.shanmen.sim.serial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class VoiceModuleTest {
  private static final String PLEASE_PASS = "fd0009" + "0101" + "c7ebcda8b9fd" + "f9";
  private static final String STATUS = "fd0002" + "21" + "de";
  private static final String STOP = "fd0002" + "02" + "fd";

  private final VoiceModule voice = VoiceModule.syn6288(1);

  @Test
  void itSpeaksTheManualsFrame() {
    assertThat(receive(PLEASE_PASS, 0)).containsExactly(VoiceModule.ACCEPTED);

    assertThat(voice.spoken()).containsExactly("请通过");
  }

  @Test
  void itIsBusyWhileItSpeaksAndTellsWhenItHasFinished() {
    receive(PLEASE_PASS, 1000);
    assertThat(receive(STATUS, 1001)).containsExactly(VoiceModule.BUSY);
    assertThat(voice.idleAtMillis()).isEqualTo(1000 + 3 * VoiceModule.MILLIS_PER_CHARACTER);
    assertThat(voice.advance(1749)).isEmpty();
    assertThat(voice.advance(1750)).containsExactly(VoiceModule.IDLE);
    assertThat(voice.advance(9999)).isEmpty();

    assertThat(receive(STATUS, 1751)).containsExactly(VoiceModule.IDLE);
  }

  @Test
  void anXfs5152HasNoSum() {
    var xfs = VoiceModule.xfs5152(1);
    byte[] say = HexFormat.of().parseHex("fd0008" + "0101" + "c7ebcda8b9fd");

    assertThat(xfs.receive(say, 0)).containsExactly(VoiceModule.ACCEPTED);
    assertThat(xfs.spoken()).containsExactly("请通过");
    assertThat(xfs.receive(HexFormat.of().parseHex("fd000121"), 1))
        .containsExactly(VoiceModule.BUSY);
    assertThat(xfs.receive(HexFormat.of().parseHex("fd000102"), 2))
        .containsExactly(VoiceModule.ACCEPTED);
    assertThat(xfs.receive(HexFormat.of().parseHex("fd000121"), 3))
        .containsExactly(VoiceModule.IDLE);
  }

  @Test
  void compressedTimeMakesItSpeakFaster() {
    var fast = VoiceModule.syn6288(10);
    fast.receive(HexFormat.of().parseHex(PLEASE_PASS), 0);

    assertThat(fast.idleAtMillis()).isEqualTo(75);
  }

  @Test
  void stopSilencesIt() {
    receive(PLEASE_PASS, 0);
    assertThat(receive(STOP, 10)).containsExactly(VoiceModule.ACCEPTED);

    assertThat(voice.idleAtMillis()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aFrameWithAWrongSumOrLengthIsBad() {
    assertThat(receive(PLEASE_PASS.replace("f9", "f8"), 0)).containsExactly(VoiceModule.BAD);
    assertThat(receive("fdffff", 0)).containsExactly(VoiceModule.BAD);
    assertThat(voice.spoken()).isEmpty();

    assertThat(receive(PLEASE_PASS, 0)).containsExactly(VoiceModule.ACCEPTED);
  }

  @Test
  void itKeepsTheLastFiftyPromptsAndCountsAll() {
    for (int i = 0; i < 60; i++) {
      receive(PLEASE_PASS, i);
    }

    assertThat(voice.spoken()).hasSize(VoiceModule.MAX_SPOKEN);
    assertThat(voice.prompts()).isEqualTo(60);
  }

  @Property
  void noGarbageBreaksIt(@ForAll byte[] garbage) {
    var garbled = VoiceModule.syn6288(1);
    byte[] answers = garbled.receive(garbage, 0);
    assertThat(answers.length).isLessThanOrEqualTo(garbage.length);
    garbled.receive(new byte[260], 1);
    garbled.receive(HexFormat.of().parseHex(PLEASE_PASS), 2);

    assertThat(garbled.spoken()).contains("请通过");
  }

  private byte[] receive(String hex, long now) {
    return voice.receive(HexFormat.of().parseHex(hex), now);
  }
}
