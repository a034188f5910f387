package org.shanmen.gate.device.serial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PanelTalkTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final PanelProtocol ANSWERING = new PanelProtocol.Bx5k(64, 32, true);
  private static final String TEXT = "请刷票";

  /** So that times wrap around on the way. */
  private long now = Long.MAX_VALUE - 1_000 * MILLI;

  private final PanelTalk talk = new PanelTalk(ANSWERING);

  @Test
  void aPanelThatHangsIsMissedWithinTwoSecondsThoughNobodyComes() {
    talk.opened(now);
    for (int i = 0; i < 100; i++) {
      said();
      talk.answered();
      wait((int) (talk.waitNanos(now) / MILLI));
    }
    said();
    talk.answered();
    assertThat(talk.isMute()).isFalse();
    assertMissedWithinTwoSeconds();
  }

  @Test
  void aPanelThatHangsWithATextIsMissedWithinTwoSecondsHoweverManyFollow() {
    talk.opened(now);
    long last = now;
    for (int i = 0; !talk.isMute(); i++) {
      talk.show("No. " + i);
      said();
      wait(100);
      assertThat((now - last) / MILLI).isLessThan(2_000 - 100);
    }
  }

  @Test
  void aPanelThatAnswersAgainIsToldItsTextAgain() {
    talk.opened(now);
    talk.show(TEXT);
    assertThat(said()).hasValue(ANSWERING.show(TEXT));
    assertMissedWithinTwoSeconds();

    talk.answered();

    assertThat(talk.isMute()).isFalse();
    assertThat(said()).hasValue(ANSWERING.show(TEXT));
  }

  @Test
  void aPanelThatCannotAnswerIsAskedNothingAndNeverMissed() {
    var deaf = new PanelTalk(new PanelProtocol.Da());
    deaf.opened(now);
    deaf.show(TEXT);
    assertThat(deaf.next(now)).hasValue(PanelFrame.show(TEXT));
    assertThat(deaf.waitNanos(now)).isEqualTo(Long.MAX_VALUE);
    wait(60_000);
    assertThat(deaf.next(now)).isEmpty();
    assertThat(deaf.isMute()).isFalse();
  }

  @Test
  void aLineThatIsDownIsToldNothing() {
    talk.show(TEXT);
    assertThat(said()).isEmpty();
    talk.opened(now);
    assertThat(said()).hasValue(ANSWERING.show(TEXT));
    talk.lost();
    assertThat(talk.waitNanos(now)).isEqualTo(Long.MAX_VALUE);
    talk.opened(now);
    assertThat(said()).hasValue(ANSWERING.show(TEXT));
  }

  private void assertMissedWithinTwoSeconds() {
    long last = now;
    while (!talk.isMute()) {
      said();
      wait(1);
      assertThat((now - last) / MILLI).isLessThan(2_000 - 100);
    }
  }

  private Optional<byte[]> said() {
    return talk.next(now);
  }

  private void wait(int millis) {
    now += millis * MILLI;
  }
}
