package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.ORDER_DISCOUNT;
import static org.shanmen.central.db.tables.Tables.PROMOTION;
import static org.shanmen.central.db.tables.Tables.PROMOTION_TYPE;
import static org.shanmen.central.db.tables.Tables.TICKET_ORDER;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jooq.impl.DSL;
import org.shanmen.central.catalogue.Channels;
import org.shanmen.central.db.tables.tables.records.PromotionRecord;
import org.shanmen.central.web.Refused;

/** Promotions in the database. Methods take the caller's transaction and block. */
final class PromotionStore {
  private PromotionStore() {}

  /** All, by code. */
  static List<Promotion> all(DSLContext tx) {
    return of(tx, DSL.noCondition());
  }

  /**
   * Those that a sale may use: of a limited one only as long as an order is left. Under the change
   * log's lock nobody uses the last of it meanwhile.
   */
  static List<Promotion> usable(DSLContext tx) {
    var active = of(tx, PROMOTION.ACTIVE.isTrue());
    var limited =
        active.stream()
            .filter(Promotion::isLimited)
            .map(promotion -> promotion.row().getId())
            .toList();
    var used = limited.isEmpty() ? Map.<Integer, Integer>of() : used(tx, limited);
    return active.stream()
        .filter(
            promotion ->
                !promotion.isLimited()
                    || used.getOrDefault(promotion.row().getId(), 0)
                        < promotion.row().getTotalUses())
        .toList();
  }

  /** Whether one of these is for so many orders only. */
  static boolean limited(DSLContext tx, Collection<Integer> promotions) {
    return !promotions.isEmpty()
        && tx.fetchExists(PROMOTION, PROMOTION.ID.in(promotions).and(PROMOTION.TOTAL_USES.gt(0)));
  }

  /**
   * Makes sure that another order may use these, under the change log's lock.
   *
   * @throws Refused if one is used up meanwhile
   */
  static void requireLeft(DSLContext tx, Collection<Integer> promotions) {
    var used = used(tx, promotions);
    for (var row : tx.selectFrom(PROMOTION).where(PROMOTION.ID.in(promotions)).fetch()) {
      if (row.getTotalUses() > 0 && used.getOrDefault(row.getId(), 0) >= row.getTotalUses()) {
        throw Refused.conflict(
            "优惠活动已用完，请重新计价：" + row.getNameZh(),
            "the promotion %s is used up: look at the price again".formatted(row.getCode()));
      }
    }
  }

  private static List<Promotion> of(DSLContext tx, Condition which) {
    var rows = tx.selectFrom(PROMOTION).where(which).orderBy(PROMOTION.CODE).fetch();
    if (rows.isEmpty()) {
      return List.of(); // most sales: every statement of a sale counts
    }
    var types =
        tx.select(PROMOTION_TYPE.PROMOTION_ID, TICKET_TYPE.ID, TICKET_TYPE.CODE)
            .from(PROMOTION_TYPE)
            .join(TICKET_TYPE)
            .on(TICKET_TYPE.ID.eq(PROMOTION_TYPE.TICKET_TYPE_ID))
            .where(PROMOTION_TYPE.PROMOTION_ID.in(rows.getValues(PROMOTION.ID)))
            .orderBy(TICKET_TYPE.CODE)
            .fetchGroups(PROMOTION_TYPE.PROMOTION_ID);
    return rows.map(
        row -> {
          var named = types.get(row.getId());
          return named == null
              ? new Promotion(row, Set.of(), List.of())
              : new Promotion(
                  row,
                  Set.copyOf(named.getValues(TICKET_TYPE.ID)),
                  named.getValues(TICKET_TYPE.CODE));
        });
  }

  /** In how many orders that hold or were paid each was used; those never used are left out. */
  static Map<Integer, Integer> used(DSLContext tx, Collection<Integer> promotions) {
    return tx.select(ORDER_DISCOUNT.PROMOTION_ID, DSL.countDistinct(ORDER_DISCOUNT.ORDER_ID))
        .from(ORDER_DISCOUNT)
        .join(TICKET_ORDER)
        .on(TICKET_ORDER.ID.eq(ORDER_DISCOUNT.ORDER_ID))
        .where(ORDER_DISCOUNT.PROMOTION_ID.in(promotions))
        .and(TICKET_ORDER.STATE.in(OrderState.HELD.name(), OrderState.PAID.name()))
        .groupBy(ORDER_DISCOUNT.PROMOTION_ID)
        .fetchMap(row -> row.value1(), row -> row.value2());
  }

  /**
   * @param body as in openapi.yaml
   * @throws Refused if the code or coupon is taken, or the values do not go together
   */
  static JsonObject add(DSLContext tx, JsonObject body) {
    var row = tx.newRecord(PROMOTION);
    row.setCode(body.getString("code"));
    row.setPays(0);
    row.setWeekdays(0);
    row.setChannels(Channels.ALL);
    row.setMinQuantity(1);
    row.setTotalUses(0);
    row.setCombinable(false);
    row.setActive(true);
    Promotion.fill(row, body);
    store(tx, row, body.getJsonArray("ticket_types", new JsonArray()));
    return json(tx, row.getCode());
  }

  /**
   * @param body what to change, as in openapi.yaml
   * @throws Refused if there is no such promotion, the coupon is taken, or the values do not go
   *     together
   */
  static JsonObject change(DSLContext tx, String code, JsonObject body) {
    var row =
        tx.selectFrom(PROMOTION)
            .where(PROMOTION.CODE.eq(code))
            .forUpdate()
            .fetchOptional()
            .orElseThrow(() -> Refused.notFound("没有优惠活动 " + code, "there is no promotion " + code));
    Promotion.fill(row, body);
    store(tx, row, body.getJsonArray("ticket_types"));
    return json(tx, code);
  }

  /**
   * @param types null: as before
   */
  private static void store(DSLContext tx, PromotionRecord row, JsonArray types) {
    new Promotion(row, Set.of(), List.of()).check();
    try {
      tx.transaction(
          nested -> {
            row.attach(nested);
            row.store();
          });
    } catch (IntegrityConstraintViolationException taken) {
      throw Refused.conflict(
          "代码或优惠码已被使用：%s".formatted(row.getCode()),
          "the code or the coupon is taken: " + row.getCode());
    }
    if (types == null) {
      return;
    }
    var codes = types.stream().map(String.class::cast).toList();
    var ids =
        tx.selectFrom(TICKET_TYPE)
            .where(TICKET_TYPE.CODE.in(codes))
            .fetchMap(TICKET_TYPE.CODE, TICKET_TYPE.ID);
    var missing =
        codes.stream().filter(code -> !ids.containsKey(code)).collect(Collectors.toList());
    if (!missing.isEmpty()) {
      throw Refused.unprocessable(
          "票种不存在：" + String.join("、", missing),
          "there are no such ticket types: " + String.join(", ", missing));
    }
    tx.deleteFrom(PROMOTION_TYPE).where(PROMOTION_TYPE.PROMOTION_ID.eq(row.getId())).execute();
    tx.insertInto(PROMOTION_TYPE, PROMOTION_TYPE.PROMOTION_ID, PROMOTION_TYPE.TICKET_TYPE_ID)
        .valuesOfRows(codes.stream().map(code -> DSL.row(row.getId(), ids.get(code))).toList())
        .execute();
  }

  private static JsonObject json(DSLContext tx, String code) {
    var promotion = of(tx, PROMOTION.CODE.eq(code)).get(0);
    int id = promotion.row().getId();
    return promotion.json(used(tx, List.of(id)).getOrDefault(id, 0));
  }

  /** All as openapi.yaml shows them. */
  static JsonArray list(DSLContext tx) {
    var all = all(tx);
    var used = new HashMap<>(used(tx, all.stream().map(p -> p.row().getId()).toList()));
    return new JsonArray(
        all.stream().map(p -> p.json(used.getOrDefault(p.row().getId(), 0))).toList());
  }
}
