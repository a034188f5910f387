package org.shanmen.gate.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.shanmen.gate.admission.Decision;
import org.shanmen.gate.admission.Ticket;
import org.shanmen.gate.lane.Posture;
import org.shanmen.gate.lane.Prompt;
import org.shanmen.protocol.wire.Reason;
import org.shanmen.protocol.wire.TicketKind;

class TextsTest {
  private final Texts zh = new Texts(Language.zh);
  private final Texts en = new Texts(Language.en);

  @Test
  void aCountCardHearsWhatIsLeft() {
    var welcome = welcome(TicketKind.COUNT_CARD, "次卡", "Ten entries", 1, 3);

    assertThat(zh.panel(welcome)).isEqualTo("次卡 剩余3次 请通行");
    assertThat(zh.voice(welcome)).isEqualTo("剩余3次 请通行");
    assertThat(en.panel(welcome)).isEqualTo("Ten entries 3 left, please pass");
  }

  @Test
  void aSingleTicketAndAGroupAreWelcomed() {
    assertThat(zh.panel(welcome(TicketKind.SINGLE, "全票", "Adult", 1, 0))).isEqualTo("全票 请通行");
    assertThat(zh.panel(welcome(TicketKind.GROUP, "团体票", "Group", 5, 0))).isEqualTo("团体票 5人 请通行");
    assertThat(en.voice(welcome(TicketKind.GROUP, "团体票", "Group", 5, 0)))
        .isEqualTo("5 people, please pass");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNRECOGNIZED")
  void everyRefusalHasWordsThatThePanelCanShow(Reason reason) {
    showable(new Prompt.Refused(Ticket.NONE, reason));
  }

  @ParameterizedTest
  @EnumSource
  void everyPostureHasWordsThatThePanelCanShow(Posture posture) {
    showable(new Prompt.Standing(posture));
  }

  private void showable(Prompt prompt) {
    assertThat(zh.panel(prompt)).isNotBlank();
    assertThat(Charset.forName("GBK").newEncoder().canEncode(zh.panel(prompt))).isTrue();
    assertThat(en.panel(prompt)).isNotBlank().matches("\\p{ASCII}+");
  }

  private static Prompt.Welcome welcome(
      TicketKind kind, String nameZh, String nameEn, int people, int left) {
    return new Prompt.Welcome(
        new Ticket(1, 1, kind, nameZh, nameEn), people, left == 0 ? Decision.UNLIMITED : left);
  }
}
