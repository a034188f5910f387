package org.shanmen.central.catalogue;

import com.google.protobuf.ByteString;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import org.shanmen.central.credit.Balance;
import org.shanmen.central.db.tables.tables.records.TicketTypeRecord;
import org.shanmen.central.web.Refused;
import org.shanmen.protocol.SignedCode;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.OfflinePolicy;
import org.shanmen.protocol.wire.Reentry;
import org.shanmen.protocol.wire.TicketKind;
import org.shanmen.protocol.wire.TicketTemplate;

/**
 * One kind of ticket that the park sells, with its rules.
 *
 * @param row as stored
 */
public record TicketType(TicketTypeRecord row, Places places, TypeCalendar calendar) {
  /** The first day that a signed code can say; it has two bytes for the days since. */
  private static final LocalDate FIRST_SIGNED = LocalDate.ofEpochDay(SignedCode.EPOCH_DAY);

  private static final LocalDate LAST_SIGNED = FIRST_SIGNED.plusDays(0xFFFF);

  /**
   * What a ticket for this first day costs. One of a season costs what its day of sale says: those
   * who buy it late, or early, are not all charged by the day on which the season began.
   *
   * @param today when it is sold
   */
  public long priceFen(LocalDate firstDay, LocalDate today) {
    return calendar.priceFen(isSeasonal() ? today : firstDay).orElseGet(row::getPriceFen);
  }

  /** Whether all its tickets are valid in one fixed window. */
  public boolean isSeasonal() {
    return row.getSeasonFrom() != null;
  }

  /** The day to whose quota a visit counts: of a season all visits count to its first day. */
  public LocalDate stockDay(LocalDate visit) {
    return isSeasonal() ? row.getSeasonFrom() : visit;
  }

  /** Whether its tickets open gates at some hour of a day. */
  public boolean opens(LocalDate day) {
    boolean inSeason =
        !isSeasonal() || (!day.isBefore(row.getSeasonFrom()) && !day.isAfter(row.getSeasonUntil()));
    return inSeason && calendar.opens(day, row.getWeekdays());
  }

  /** Whether tickets are sold for parts of a day. */
  public boolean hasSlots() {
    return !calendar.slots().isEmpty();
  }

  TicketKind kind() {
    return TicketKind.valueOf(row.getKind());
  }

  /** Whether one ticket is for several people. */
  public boolean isGroup() {
    return kind() == TicketKind.GROUP;
  }

  /** Whether tickets of this type hold money. */
  public boolean holdsMoney() {
    return !places.fees().isEmpty();
  }

  /** Whether gates can be told the code's meaning by the code itself. */
  public boolean isSigned() {
    return row.getCodeForm().equals("SIGNED") || isRotating();
  }

  /** Whether the visitor's phone shows another code every few seconds. */
  public boolean isRotating() {
    return row.getCodeForm().equals("ROTATING");
  }

  /**
   * What gates know of all tickets of this type. A rule that is not used leaves no byte, so that
   * types of earlier versions have the template that they always had.
   */
  public Change putTemplate() {
    var template =
        TicketTemplate.newBuilder()
            .setId(row.getId())
            .setKind(kind())
            .setNameZh(row.getNameZh())
            .setNameEn(row.getNameEn())
            .setOpenFromMinute(row.getOpenFromMinute())
            .setOpenUntilMinute(row.getOpenUntilMinute())
            .setEntriesPerDay(row.getEntriesPerDay())
            .setMinutesBetween(row.getMinutesBetween())
            .setWeekdays(row.getWeekdays())
            .setDaysFromFirstUse(row.getDaysFromFirstUse())
            .setEntriesPerArea(row.getEntriesPerArea())
            .setReentry(Reentry.valueOf("REENTRY_" + row.getReentry()))
            .setAntiPassbackMinutes(row.getAntiPassbackMinutes())
            .setNeedsCheck(row.getNeedsCheck())
            .setOfflineLimitFen(row.getOfflineLimitFen())
            .setCollected(row.getCollected())
            .setBeyondCapacity(row.getBeyondCapacity())
            .setOffline(OfflinePolicy.valueOf("OFFLINE_" + row.getOffline()));
    if (row.getOnlyDirection() != null) {
      template.setOnly(Direction.valueOf(row.getOnlyDirection()));
    }
    calendar.dayRules().forEach(rule -> template.addDayRules(rule.wire()));
    places.writeTo(template);
    return Change.newBuilder()
        .setPutTemplate(ByteString.copyFrom(template.build().toByteArray()))
        .build();
  }

  /**
   * @throws Refused if the values do not go together
   */
  void check() {
    if (!isGroup() && row.getMaxPeople() != 1) {
      throw Refused.unprocessable(
          "只有团体票可以多人（max_people）", "only a group ticket admits several people (max_people)");
    }
    if (row.getEntries() == 0 && countsEntries()) {
      throw Refused.unprocessable(
          "单次票、优待票和次卡必须有次数（entries）",
          "a single ticket, a concession and a count card need a number of entries");
    }
    if (isSigned()
        && row.getSeasonFrom() != null
        && (row.getSeasonFrom().isBefore(FIRST_SIGNED)
            || row.getSeasonUntil().isAfter(LAST_SIGNED))) {
      throw Refused.unprocessable(
          "SIGNED 和 ROTATING 票码的有效期（season）须在 %s 至 %s 之间".formatted(FIRST_SIGNED, LAST_SIGNED),
          "a signed or rotating code can carry a season from %s to %s only"
              .formatted(FIRST_SIGNED, LAST_SIGNED));
    }
    checkMoney();
    checkSlots();
    checkParts();
    for (var checkPoint : places.checkPoints()) {
      if (!places.covers(checkPoint.area())) {
        throw Refused.unprocessable(
            "检票点 %s 不在所选景点内（areas）".formatted(checkPoint.code()),
            "check point %s is in none of the areas".formatted(checkPoint.code()));
      }
    }
  }

  private void checkSlots() {
    if (!hasSlots()) {
      return;
    }
    if (row.getValidDays() != 1 || isSeasonal() || holdsMoney()) {
      throw Refused.unprocessable(
          "有时段（slots）的票种只能当日有效（valid_days 为 1），且不能有有效期（season）或按次扣费（fees）",
          "a type with slots is valid on one day: valid_days 1, no season and no fees");
    }
    if (isSigned()) {
      throw Refused.unprocessable(
          "有时段（slots）的票种须用 OPAQUE 票码：票码本身说不出时段",
          "a type with slots needs the code form OPAQUE: no code tells a gate the slot");
    }
    for (var slot : calendar.slots()) {
      if (!slot.within(row.getOpenFromMinute(), row.getOpenUntilMinute())) {
        throw Refused.unprocessable(
            "时段 %s 不在票种的开放时间内".formatted(slot.name()),
            "the slot %s is not within the hours of the type".formatted(slot.name()));
      }
    }
  }

  private boolean countsEntries() {
    return kind() == TicketKind.SINGLE
        || kind() == TicketKind.CONCESSION
        || kind() == TicketKind.COUNT_CARD;
  }

  /**
   * @param paid what a visitor pays in, and what the clerk adds
   * @throws Refused if the park does not add so much
   */
  public void requireBonusFits(Balance.Parts paid) {
    long most = paid.principal() * row.getBonusPercent() / 100;
    if (paid.bonus() > most) {
      throw Refused.unprocessable(
          "赠送过多：票种 %s 最多赠送实付的 %d%%，此处 %d 分".formatted(row.getCode(), row.getBonusPercent(), most),
          "the bonus is too high: for %s at most %d %% of what is paid, here %d fen"
              .formatted(row.getCode(), row.getBonusPercent(), most));
    }
  }

  private void checkParts() {
    if (!places.parts().isEmpty() && holdsMoney()) {
      throw Refused.unprocessable(
          "按次扣费（fees）的票种没有份额（parts）：入园时才有收入",
          "a type with fees has no shares (parts): it earns when somebody enters");
    }
    for (var part : places.parts()) {
      if (!places.covers(part.area().code())) {
        throw Refused.unprocessable(
            "份额（parts）的景点 %s 不在所选景点内".formatted(part.area().code()),
            "there is a share (parts) for %s, which is none of the areas"
                .formatted(part.area().code()));
      }
    }
  }

  private void checkMoney() {
    if (kind() == TicketKind.STORED_VALUE && !holdsMoney()) {
      throw Refused.unprocessable(
          "储值票需要景点价格（fees）", "a stored-value ticket needs the fees of its areas");
    }
    if (row.getOfflineLimitFen() > 0 && !holdsMoney()) {
      throw Refused.unprocessable(
          "没有景点价格（fees）就没有离线限额", "without fees there is no offline_limit_fen");
    }
    if (holdsMoney() && isSigned()) {
      throw Refused.unprocessable(
          "按次扣费的票种须用 OPAQUE 票码：离线闸机不知道余额",
          "a type with fees needs the code form OPAQUE: no code tells a gate the balance");
    }
    for (var fee : places.fees()) {
      if (!places.covers(fee.area().code())) {
        throw Refused.unprocessable(
            "价格的景点 %s 不在所选景点内（areas）".formatted(fee.area().code()),
            "there is a fee for %s, which is none of the areas".formatted(fee.area().code()));
      }
    }
  }

  /** As in openapi.yaml's TicketType. */
  public JsonObject json() {
    var season =
        row.getSeasonFrom() == null
            ? null
            : new JsonObject()
                .put("from", row.getSeasonFrom().toString())
                .put("until", row.getSeasonUntil().toString());
    var json =
        new JsonObject()
            .put("code", row.getCode())
            .put("name_zh", row.getNameZh())
            .put("name_en", row.getNameEn())
            .put("kind", row.getKind())
            .put("price_fen", row.getPriceFen())
            .put("daily_quota", row.getDailyQuota())
            .put("valid_days", row.getValidDays())
            .put("season", season)
            .put("days_from_first_use", row.getDaysFromFirstUse())
            .put("entries", row.getEntries())
            .put("entries_per_day", row.getEntriesPerDay())
            .put("entries_per_area", row.getEntriesPerArea())
            .put("minutes_between", row.getMinutesBetween())
            .put("reentry", row.getReentry())
            .put("anti_passback_minutes", row.getAntiPassbackMinutes())
            .put("weekdays", Weekdays.json(row.getWeekdays()))
            .put("open_from_minute", row.getOpenFromMinute())
            .put("open_until_minute", row.getOpenUntilMinute())
            .put("max_people", row.getMaxPeople())
            .put("needs_check", row.getNeedsCheck())
            .put("offline_limit_fen", row.getOfflineLimitFen())
            .put("bonus_percent", row.getBonusPercent())
            .put("collected", row.getCollected())
            .put("beyond_capacity", row.getBeyondCapacity())
            .put("offline", row.getOffline())
            .put("only", row.getOnlyDirection() == null ? "BOTH" : row.getOnlyDirection())
            .put("code_form", row.getCodeForm())
            .put("on_sale", row.getOnSale())
            .put("channels", Channels.json(row.getChannels()))
            .put("real_name", row.getRealName())
            .put("limit_per_id", row.getLimitPerId())
            .put("limit_per_phone", row.getLimitPerPhone())
            .put("limit_days", row.getLimitDays())
            .put("proof", row.getProof())
            .put("proof_zh", row.getProofZh())
            .put("proof_en", row.getProofEn());
    places.writeTo(json);
    calendar.writeTo(json);
    return json;
  }
}
