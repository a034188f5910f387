package org.shanmen.gate.ops;

import org.shanmen.gate.admission.Decision;
import org.shanmen.gate.admission.Ticket;
import org.shanmen.gate.lane.Posture;
import org.shanmen.gate.lane.Prompt;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.Reason;
import org.shanmen.protocol.wire.TicketKind;

/** The words of panel and voice. All Chinese ones are in GBK. Thread-safe. */
public final class Texts {
  private final Language language;

  public Texts(Language language) {
    this.language = language;
  }

  /** One line for the panel. */
  public String panel(Prompt prompt) {
    if (prompt instanceof Prompt.Welcome welcome) {
      return (name(welcome.ticket()) + " " + details(welcome) + pleasePass()).strip();
    }
    if (prompt instanceof Prompt.Refused refused) {
      return refusal(refused.reason(), refused.ticket().kind());
    }
    if (prompt instanceof Prompt.Standing standing) {
      return posture(standing.posture());
    }
    if (prompt instanceof Prompt.Idle idle) {
      return idle(idle.kind());
    }
    return pleasePass();
  }

  /** What is said aloud: the panel's words, but for a welcome without the ticket's name. */
  public String voice(Prompt prompt) {
    return prompt instanceof Prompt.Welcome welcome
        ? details(welcome) + pleasePass()
        : panel(prompt);
  }

  private String details(Prompt.Welcome welcome) {
    if (welcome.ticket().kind() == TicketKind.COUNT_CARD && welcome.left() != Decision.UNLIMITED) {
      return text("剩余" + welcome.left() + "次 ", welcome.left() + " left, ");
    }
    if (welcome.people() > 1) {
      return text(welcome.people() + "人 ", welcome.people() + " people, ");
    }
    return "";
  }

  private String name(Ticket ticket) {
    return text(ticket.nameZh(), ticket.nameEn());
  }

  private String pleasePass() {
    return text("请通行", "please pass");
  }

  private String idle(LaneKind kind) {
    return kind == LaneKind.EXIT ? text("出口 请通行", "Exit, please pass") : text("请刷票", "Please scan");
  }

  private String posture(Posture posture) {
    return switch (posture) {
      case FIRE -> text("火警 请迅速离开", "FIRE leave at once");
      case EMERGENCY -> text("紧急疏散 请通行", "EMERGENCY please leave");
      case NOT_ENROLLED -> text("未联网 暂停使用", "Not connected, out of use");
      case NOT_RECORDING -> text("设备故障 暂停使用", "Fault, out of use");
      case OUT_OF_SERVICE -> text("暂停使用", "Out of service");
      case ALWAYS_CLOSED -> text("通道关闭", "Lane closed");
      case ALWAYS_OPEN -> text("请通行", "Please pass");
      case DIRECT_CHECK -> text("请出示门票 请通行", "Show your ticket, please pass");
      case CONTROLLED -> text("请刷票", "Please scan");
    };
  }

  private String refusal(Reason reason, TicketKind kind) {
    return switch (reason) {
      case UNKNOWN -> text("无效票", "Unknown ticket");
      case FORGED -> text("无效票 请到售票处", "Not a genuine ticket");
      case NOT_ACTIVATED -> text("票未激活", "Ticket not activated");
      case NOT_YET_VALID -> text("未到使用日期", "Not valid yet");
      case EXPIRED -> text("票已过期", "Ticket expired");
      case OUTSIDE_HOURS -> text("不在开放时段", "Outside opening hours");
      case WRONG_AREA -> text("非本区域门票", "Not for this area");
      case USED_UP ->
          kind == TicketKind.COUNT_CARD
              ? text("次数已用完", "No entries left")
              : text("票已使用", "Ticket already used");
      case DAILY_LIMIT -> text("今日次数已用完", "No entries left today");
      case TOO_SOON -> text("间隔太短 请稍后再来", "Too soon, come back later");
      case REVOKED -> text("票已退", "Ticket refunded");
      case LOST -> text("票卡已挂失", "Reported lost");
      case BLOCKED -> text("票卡已冻结", "Ticket blocked");
      case NEEDS_CHECK -> text("请人工核验", "Please see the attendant");
      case INSUFFICIENT_BALANCE -> text("余额不足", "Not enough credit");
      case PARK_FULL -> text("园区客满", "The park is full");
      case GATE_CLOSED -> text("通道关闭", "Lane closed");
      case STALE -> text("名单未更新 请稍后再试", "List out of date, try again soon");
      case BUSY -> text("请稍候", "Please wait");
      case ALREADY_INSIDE -> text("已入园 请先出园", "Already inside, leave first");
      case DEVICE_FAULT -> text("设备故障 请走其他通道", "Fault, use another lane");
      case REASON_UNSPECIFIED, UNRECOGNIZED -> text("请联系工作人员", "Please ask the staff");
    };
  }

  private String text(String zh, String en) {
    return language == Language.zh ? zh : en;
  }
}
