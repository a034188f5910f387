package org.shanmen.central.ticketing;

import com.google.protobuf.ByteString;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.shanmen.central.db.tables.tables.records.TicketTypeRecord;
import org.shanmen.central.web.Refused;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.TicketKind;
import org.shanmen.protocol.wire.TicketTemplate;

/**
 * One kind of ticket that the park sells.
 *
 * @param row as stored
 * @param areas in which it is valid, by code; empty: in all
 */
record TicketType(TicketTypeRecord row, List<AreaRef> areas) {
  /** An area as gates (id) and people (code) call it. */
  record AreaRef(int id, String code) {}

  TicketType {
    areas = List.copyOf(areas);
  }

  boolean isGroup() {
    return row.getKind().equals(TicketKind.GROUP.name());
  }

  /** What gates know of all tickets of this type. */
  Change putTemplate() {
    var template =
        TicketTemplate.newBuilder()
            .setId(row.getId())
            .setKind(TicketKind.valueOf(row.getKind()))
            .setNameZh(row.getNameZh())
            .setNameEn(row.getNameEn())
            .setOpenFromMinute(row.getOpenFromMinute())
            .setOpenUntilMinute(row.getOpenUntilMinute())
            .setEntriesPerDay(row.getEntriesPerDay())
            .setMinutesBetween(row.getMinutesBetween());
    areas.stream().map(AreaRef::id).sorted().forEach(template::addAreas);
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
          "只有团体票可以多人(max_people)", "only a group ticket admits several people (max_people)");
    }
    if (row.getEntries() == 0
        && (row.getKind().equals(TicketKind.SINGLE.name())
            || row.getKind().equals(TicketKind.COUNT_CARD.name()))) {
      throw Refused.unprocessable(
          "单次票和次卡必须有次数(entries)", "a single ticket and a count card need a number of entries");
    }
  }

  /** As in openapi.yaml's TicketType. */
  JsonObject json() {
    var codes = new JsonArray();
    areas.stream().map(AreaRef::code).sorted().forEach(codes::add);
    return new JsonObject()
        .put("code", row.getCode())
        .put("name_zh", row.getNameZh())
        .put("name_en", row.getNameEn())
        .put("kind", row.getKind())
        .put("price_fen", row.getPriceFen())
        .put("valid_days", row.getValidDays())
        .put("entries", row.getEntries())
        .put("entries_per_day", row.getEntriesPerDay())
        .put("minutes_between", row.getMinutesBetween())
        .put("open_from_minute", row.getOpenFromMinute())
        .put("open_until_minute", row.getOpenUntilMinute())
        .put("max_people", row.getMaxPeople())
        .put("code_form", row.getCodeForm())
        .put("areas", codes)
        .put("on_sale", row.getOnSale());
  }
}
