package org.shanmen.central.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.shanmen.central.paper.Words;

/** What people read instead of the codes of the database. */
final class Codes {
  static final Map<String, Words> TICKET_KIND =
      words(
          "SINGLE",
          "全票",
          "Single",
          "CONCESSION",
          "优待票",
          "Concession",
          "GROUP",
          "团体票",
          "Group",
          "COUNT_CARD",
          "次卡",
          "Count card",
          "PERIOD_PASS",
          "期限卡",
          "Period pass",
          "STAFF_CARD",
          "员工卡",
          "Staff card",
          "STORED_VALUE",
          "储值卡",
          "Stored value",
          "RESIDENT",
          "居民卡",
          "Resident",
          "",
          "无票",
          "Without a ticket");

  /** Empty: a gate's deduction, or money paid in later. */
  static final Map<String, Words> CHANNEL =
      words(
          "WINDOW",
          "窗口",
          "Window",
          "WEB",
          "网上",
          "Web",
          "KIOSK",
          "自助机",
          "Kiosk",
          "PARTNER",
          "合作渠道",
          "Partner",
          "",
          "无订单",
          "No order");

  static final Map<String, Words> WEEKDAY =
      words(
          "1",
          "周一",
          "Monday",
          "2",
          "周二",
          "Tuesday",
          "3",
          "周三",
          "Wednesday",
          "4",
          "周四",
          "Thursday",
          "5",
          "周五",
          "Friday",
          "6",
          "周六",
          "Saturday",
          "7",
          "周日",
          "Sunday");

  static final Map<String, Words> REFUND =
      words("REFUND", "退票", "Refund", "VOID", "作废", "Void", "", "免费票", "Free ticket");

  /** Kinds of what gates report. */
  static final Map<String, Words> MESSAGE =
      words(
          "ADMITTED",
          "放行",
          "Admitted",
          "REFUSED",
          "拒绝",
          "Refused",
          "PASSED",
          "通过",
          "Passed",
          "FREE_PASS",
          "自由通行",
          "Free pass",
          "UNAUTHORISED_PASS",
          "无票通过",
          "Unauthorised pass",
          "GIVEN_BACK",
          "未通过退回",
          "Given back",
          "USE_ASSUMED",
          "视为已通过",
          "Assumed used",
          "MODE_CHANGED",
          "模式变更",
          "Mode changed",
          "ALARM_RAISED",
          "报警",
          "Alarm",
          "ALARM_CLEARED",
          "报警解除",
          "Alarm cleared",
          "COMMAND_DONE",
          "执行命令",
          "Command done",
          "CARD_COLLECTED",
          "收卡",
          "Card collected",
          "STARTED",
          "启动",
          "Started",
          "STOPPED",
          "停止",
          "Stopped",
          "QUARANTINED",
          "异常消息",
          "Quarantined");

  /** Why a gate refused. */
  static final Map<String, Words> REASON =
      words(
          "UNKNOWN",
          "无效票",
          "Unknown",
          "FORGED",
          "伪造",
          "Forged",
          "NOT_ACTIVATED",
          "未售出",
          "Not activated",
          "NOT_YET_VALID",
          "未到使用日期",
          "Not yet valid",
          "EXPIRED",
          "已过期",
          "Expired",
          "OUTSIDE_HOURS",
          "不在开放时间",
          "Outside hours",
          "WRONG_AREA",
          "非本区域",
          "Wrong area",
          "USED_UP",
          "已使用",
          "Used up",
          "DAILY_LIMIT",
          "今日次数已满",
          "Daily limit",
          "TOO_SOON",
          "间隔过短",
          "Too soon",
          "REVOKED",
          "已退票",
          "Revoked",
          "LOST",
          "已挂失",
          "Lost",
          "BLOCKED",
          "已冻结",
          "Blocked",
          "NEEDS_CHECK",
          "需人工核验",
          "Needs a check",
          "INSUFFICIENT_BALANCE",
          "余额不足",
          "Insufficient balance",
          "PARK_FULL",
          "人数已满",
          "Park full",
          "GATE_CLOSED",
          "通道关闭",
          "Gate closed",
          "STALE",
          "名单未更新",
          "List out of date",
          "BUSY",
          "通道占用",
          "Busy",
          "DEVICE_FAULT",
          "设备故障",
          "Device fault",
          "ALREADY_INSIDE",
          "已入园未出",
          "Already inside",
          "REPLACED",
          "已换新码",
          "Replaced by another code",
          "WRONG_WAY",
          "方向不符",
          "Wrong way",
          "OFFLINE_LIMIT",
          "超过离线限额",
          "Beyond the offline limit",
          "OLD_CODE",
          "动态码过期",
          "Old rotating code");

  static final Map<String, Words> DIRECTION = words("IN", "入", "In", "OUT", "出", "Out");

  /** What a message says beside its kind: a reason, a direction, or a mode of the lane. */
  static final Map<String, Words> DETAIL =
      joined(
          REASON,
          DIRECTION,
          words(
              "CONTROLLED",
              "受控",
              "Controlled",
              "DIRECT_CHECK",
              "快速直检",
              "Direct check",
              "ALWAYS_OPEN",
              "常开",
              "Always open",
              "ALWAYS_CLOSED",
              "常闭",
              "Always closed",
              "OUT_OF_SERVICE",
              "停用",
              "Out of service",
              "EMERGENCY_OPEN",
              "紧急开门",
              "Emergency open",
              "FIRE",
              "消防报警",
              "Fire alarm"));

  private Codes() {}

  @SafeVarargs
  private static Map<String, Words> joined(Map<String, Words>... parts) {
    var all = new LinkedHashMap<String, Words>();
    for (var part : parts) {
      all.putAll(part);
    }
    return Map.copyOf(all);
  }

  /** Code, Chinese, English, and so on. */
  static Map<String, Words> words(String... texts) {
    var words = new LinkedHashMap<String, Words>();
    for (int i = 0; i < texts.length; i += 3) {
      words.put(texts[i], new Words(texts[i + 1], texts[i + 2]));
    }
    return Map.copyOf(words);
  }
}
