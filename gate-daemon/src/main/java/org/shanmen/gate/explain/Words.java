package org.shanmen.gate.explain;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;
import org.shanmen.gate.admission.Decision;
import org.shanmen.gate.admission.Figure;
import org.shanmen.gate.admission.Finding;
import org.shanmen.gate.admission.Rule;
import org.shanmen.protocol.wire.ClaimState;
import org.shanmen.protocol.wire.ClockQuality;
import org.shanmen.protocol.wire.RightState;

/** Rules, figures and times in one of the two languages. */
final class Words {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private final boolean chinese;
  private final ZoneId zone;

  /**
   * @param zoneName the park's; times are told in UTC if there is no such zone
   */
  Words(boolean chinese, String zoneName) {
    this.chinese = chinese;
    this.zone = zoneOf(zoneName);
  }

  private static ZoneId zoneOf(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      return ZoneOffset.UTC;
    }
  }

  String text(String zh, String en) {
    return chinese ? zh : en;
  }

  String time(long millis) {
    var local = Instant.ofEpochMilli(millis).atZone(zone);
    return TIME.format(local) + " (" + zone.getId() + ")";
  }

  static String yuan(long fen) {
    return BigDecimal.valueOf(fen, 2).toPlainString();
  }

  String decision(Decision decision) {
    if (decision instanceof Decision.Refuse refusal) {
      String from =
          refusal.fromMillis() == 0
              ? ""
              : text(",此后可再试:", ", come again from ") + time(refusal.fromMillis());
      return text("拒绝 ", "REFUSE ") + refusal.reason() + from;
    }
    if (decision instanceof Decision.Hold hold) {
      return text("等待人工核验,通过后:", "HOLD for a check; then ") + decision(hold.then());
    }
    var admit = (Decision.Admit) decision;
    var words = new StringBuilder(text("放行 ", "ADMIT "));
    words.append(admit.direction()).append(text(",人数 ", ", people ")).append(admit.people());
    if (admit.left() != Decision.UNLIMITED) {
      words.append(text(",剩余次数 ", ", entries left ")).append(admit.left());
    }
    if (admit.fare().fen() != 0) {
      words.append(text(",每人 ", ", each pays ")).append(yuan(admit.fare().fen()));
      words.append(text(",余额 ", ", balance ")).append(yuan(admit.fare().balanceFen()));
    }
    return words.toString();
  }

  /** Everything a rule looked at, in one line. */
  String figures(Finding finding) {
    return finding.figures().stream()
        .map(this::figure)
        .collect(Collectors.joining(text(",", ", ")));
  }

  private String figure(Figure figure) {
    long value = figure.value();
    return switch (figure.name()) {
      case STATE -> text("状态 ", "state ") + state(value);
      case USED -> text("已用 ", "used ") + value;
      case USED_TODAY -> text("今日已用 ", "used today ") + value;
      case USED_HERE -> text("本区域已用 ", "used here ") + value;
      case LIMIT -> text("上限 ", "limit ") + (value == 0 ? text("无", "none") : value);
      case PEOPLE -> text("票面人数 ", "people on the ticket ") + value;
      case ENTERED_TODAY -> text("今日已入 ", "entered today ") + value;
      case INSIDE -> text("在内 ", "inside ") + value;
      case FROM -> text("起 ", "from ") + time(value);
      case UNTIL -> text("止 ", "until ") + time(value);
      case LAST_ENTRY -> text("上次入园 ", "last entry ") + time(value);
      case MINUTES -> text("分钟数 ", "minutes ") + (value == 0 ? text("不限", "none") : value);
      case AREA -> text("区域 ", "area ") + value;
      case CHECK_POINT -> text("检票点 ", "check point ") + value;
      case FULL -> text("区域已满:", "area full: ") + yesOrNo(value);
      case ONLINE -> text("联网:", "online: ") + yesOrNo(value);
      case FEE_FEN -> text("票价 ", "fee ") + yuan(value);
      case BALANCE_FEN -> text("余额 ", "balance ") + yuan(value);
      case UNCONFIRMED_FEN -> text("未确认 ", "not confirmed ") + yuan(value);
      case LIMIT_FEN -> text("离线限额 ", "offline limit ") + yuan(value);
      case CLAIM -> text("中心答复 ", "the centre said ") + claim(value);
      case CODE_AGE -> text("码龄 ", "age ") + seconds(value);
      case LIMIT_AGE -> text("限 ", "less than ") + seconds(value);
    };
  }

  /** What the time of a decision was worth; nothing for a journal that does not say. */
  String clock(ClockQuality quality) {
    return switch (quality) {
      case LINKED -> text("(与中心一致)", " (the centre's)");
      case HELD -> text("(断网前的中心时间推算)", " (the centre's, carried on)");
      case LOCAL -> text("(本机时钟)", " (this machine's own)");
      case LOWER_BOUND -> text("(至少)", " (at least)");
      case CLOCK_QUALITY_UNSPECIFIED, UNRECOGNIZED -> "";
    };
  }

  private static String state(long number) {
    var state = RightState.forNumber((int) number);
    return state == null ? Long.toString(number) : state.name();
  }

  private static String claim(long number) {
    var claim = ClaimState.forNumber((int) number);
    return claim == null ? Long.toString(number) : claim.name();
  }

  private String seconds(long millis) {
    return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString() + text(" 秒", " s");
  }

  private String yesOrNo(long value) {
    return value == 1 ? text("是", "yes") : text("否", "no");
  }

  /** What a rule asks for. */
  String rule(Rule rule) {
    return switch (rule) {
      case SETTINGS -> text("已知园区时区", "the park's time zone is known");
      case TYPE -> text("名单中有该票种", "the ticket type is on the gate's list");
      case CREDENTIAL -> text("凭证未被更换", "the credential was not replaced");
      case STATE_ACTIVE -> text("票为有效状态", "the ticket is active");
      case STATE_TO_LEAVE -> text("无需工作人员查看持票人", "staff need not see its holder");
      case FRESH -> text("动态码未过期", "a rotating code is fresh");
      case ENTRIES -> text("总次数有剩余", "entries are left");
      case ENTRIES_PER_AREA -> text("本区域次数有剩余", "entries into this area are left");
      case NO_REENTRY -> text("未重复入园(如禁止)", "no second entry, where that is refused");
      case ENTRIES_PER_DAY -> text("今日次数有剩余", "entries are left today");
      case OUT_BEFORE_IN -> text("先出后进(如要求)", "out before in again, where that is asked");
      case ANTI_PASSBACK -> text("未触发防回传", "not handed back (anti-passback)");
      case NOT_ENDED -> text("未过有效期", "the validity is not over");
      case BEGUN -> text("已到使用日期", "the validity has begun");
      case OPEN -> text("在可用日期和时段内", "within its days and hours");
      case PAUSE -> text("距上次入园间隔足够", "long enough since the last entry");
      case IN_AREA -> text("适用于本区域", "for this area");
      case AT_CHECK_POINT -> text("适用于本检票点", "for this check point");
      case DIRECTION -> text("适用于本方向", "for this direction");
      case PRICED -> text("区域有票价(储值卡)", "the area has a price (stored value)");
      case BALANCE -> text("余额足够", "enough credit");
      case OFFLINE_LIMIT -> text("未超离线限额", "within the offline limit");
      case ROOM -> text("区域未满", "room in the area");
      case CLAIM -> text("中心同意(如须询问)", "the centre agrees, where it is asked");
    };
  }
}
