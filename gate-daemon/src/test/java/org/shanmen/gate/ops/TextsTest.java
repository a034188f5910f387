package org.shanmen.gate.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shanmen.gate.admission.Decision;
import org.shanmen.gate.admission.Ticket;
import org.shanmen.gate.lane.Posture;
import org.shanmen.gate.lane.Prompt;
import org.shanmen.protocol.wire.LaneKind;
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

  @ParameterizedTest
  @ValueSource(
      strings = {"TAILGATING", "FORCED_PASS", "WRONG_DIRECTION", "DEVICE_FAULT:gpio", "NEW_ONE"})
  void everyAlarmHasWordsThatThePanelCanShow(String alarm) {
    showable(new Prompt.Alarmed(alarm));
  }

  @Test
  void everyOtherPromptHasWordsThatThePanelCanShow() {
    showable(new Prompt.Opened());
    showable(new Prompt.Wait());
    showable(new Prompt.TakeCard());
    showable(new Prompt.Blocked());
    showable(new Prompt.Testing());
    showable(new Prompt.Held(Ticket.NONE));
    showable(new Prompt.Welcome(Ticket.NONE, 1, Decision.UNLIMITED));
    for (LaneKind kind : LaneKind.values()) {
      showable(new Prompt.Idle(kind));
    }
    for (Prompt.Leaving leaving : Prompt.Leaving.values()) {
      showable(new Prompt.Idle(LaneKind.EXIT, leaving));
    }
  }

  @Test
  void aLockedExitAsksForWhatOpensIt() {
    assertThat(zh.panel(new Prompt.Idle(LaneKind.EXIT))).isEqualTo("出口 请通行");
    assertThat(zh.panel(new Prompt.Idle(LaneKind.EXIT, Prompt.Leaving.BY_TICKET)))
        .isEqualTo("出口 请刷票");
    assertThat(en.voice(new Prompt.Idle(LaneKind.EXIT, Prompt.Leaving.BY_CARD)))
        .isEqualTo("Exit, insert card or scan");
  }

  @Test
  void aStoredValueCardHearsWhatItPaidForAllItsPeopleAndWhatIsLeft() {
    var welcome =
        new Prompt.Welcome(
            new Ticket(1, 1, TicketKind.STORED_VALUE, "一卡通", "City card"),
            2,
            Decision.UNLIMITED,
            new Decision.Fare(1050, 7_905));

    assertThat(zh.panel(welcome)).isEqualTo("一卡通 扣款21.00元 余额79.05元 请通行");
    assertThat(zh.voice(welcome)).isEqualTo("扣款21.00元 余额79.05元 请通行");
    assertThat(en.panel(welcome)).isEqualTo("City card paid 21.00, left 79.05, please pass");
  }

  @Test
  void aTicketTypeWithoutANameIsCalledByItsKind() {
    assertThat(zh.panel(welcome(TicketKind.SINGLE, "", "", 1, 0))).isEqualTo("门票 请通行");
  }

  @Test
  void aRefusalTellsFromWhenInTheParksTime() {
    zh.tellTimesIn(ZoneId.of("Asia/Shanghai"));
    en.tellTimesIn(ZoneId.of("Asia/Shanghai"));
    long midnight = Instant.parse("2026-05-01T16:00:00Z").toEpochMilli();
    long nine = Instant.parse("2026-05-02T01:00:00Z").toEpochMilli();

    assertThat(zh.panel(new Prompt.Refused(Ticket.NONE, Reason.NOT_YET_VALID, midnight)))
        .isEqualTo("未到使用日期 5月2日起可用");
    assertThat(zh.panel(new Prompt.Refused(Ticket.NONE, Reason.OUTSIDE_HOURS, nine)))
        .isEqualTo("不在开放时段 5月2日 09:00起");
    assertThat(en.panel(new Prompt.Refused(Ticket.NONE, Reason.TOO_SOON, nine)))
        .isEqualTo("Too soon, come back after 2 May 09:00");
    assertThat(en.panel(new Prompt.Refused(Ticket.NONE, Reason.TOO_SOON, 0))).isEqualTo("Too soon");
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
