package org.shanmen.gate.device.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RecognitionsTest {
  private static final String TERMINAL = "192.168.1.64";

  private final Recognitions recognitions = new Recognitions();

  @Test
  void aFaceThatPassedNowIsFresh() {
    assertThat(judge(event(1, "09:00"))).isEqualTo(Recognition.FRESH);
  }

  @Test
  void theSameEventAgainIsARepetitionOnceTheLaneTookIt() {
    assertThat(judge(event(1, "09:00"))).isEqualTo(Recognition.FRESH);
    assertThat(judge(event(1, "09:00"))).isEqualTo(Recognition.FRESH);
    recognitions.presented(TERMINAL, event(1, "09:00"));
    assertThat(judge(event(1, "09:00"))).isEqualTo(Recognition.REPEATED);
    assertThat(judge(event(2, "09:00"))).isEqualTo(Recognition.FRESH);
  }

  @Test
  void aTerminalThatCountsFromOneAgainIsNotARepetition() {
    recognitions.presented(TERMINAL, event(1, "09:00"));
    assertThat(judge(event(1, "10:00"))).isEqualTo(Recognition.FRESH);
    assertThat(recognitions.judge("192.168.1.65", event(1, "09:00"))).isEqualTo(Recognition.FRESH);
  }

  @Test
  void historyNeverOpens() {
    assertThat(judge(new HikvisionEvent("AccessControllerEvent", "", 5, 75, "5001", none(), false)))
        .isEqualTo(Recognition.REPLAYED);
  }

  @Test
  void everythingElseIsNoRecognition() {
    assertThat(judge(new HikvisionEvent("AccessControllerEvent", "", 5, 76, "5001", none(), true)))
        .isEqualTo(Recognition.OTHER);
    assertThat(judge(new HikvisionEvent("AccessControllerEvent", "", 1, 75, "5001", none(), true)))
        .isEqualTo(Recognition.OTHER);
    assertThat(judge(new HikvisionEvent("AccessControllerEvent", "", 5, 75, " ", none(), true)))
        .isEqualTo(Recognition.OTHER);
    assertThat(judge(new HikvisionEvent("heartBeat", "", 5, 75, "5001", none(), true)))
        .isEqualTo(Recognition.OTHER);
  }

  @Test
  void onlyTheLastOnesAreRemembered() {
    for (int serial = 0; serial <= Recognitions.REMEMBERED; serial++) {
      recognitions.presented(TERMINAL, event(serial, "09:00"));
    }
    assertThat(judge(event(0, "09:00"))).isEqualTo(Recognition.FRESH);
    assertThat(judge(event(1, "09:00"))).isEqualTo(Recognition.REPEATED);
  }

  private Recognition judge(HikvisionEvent event) {
    return recognitions.judge(TERMINAL, event);
  }

  private static HikvisionEvent event(long serialNo, String time) {
    return new HikvisionEvent(
        "AccessControllerEvent", time, 5, 75, "5001", OptionalLong.of(serialNo), true);
  }

  private static OptionalLong none() {
    return OptionalLong.empty();
  }
}
