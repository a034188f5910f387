package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.PARK;
import static org.shanmen.central.db.tables.Tables.REFUND_TIER;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jooq.DSLContext;
import org.shanmen.central.web.Refused;

/**
 * What the park keeps of a refund, by the time that is left to the start of a ticket's first day.
 *
 * @param tiers most hours first; none: nothing is ever kept
 */
record RefundTerms(List<Tier> tiers) {
  /**
   * @param hoursBefore at least so many hours are left
   * @param feePercent of the price, kept
   */
  record Tier(int hoursBefore, int feePercent) {}

  RefundTerms {
    tiers = tiers.stream().sorted(Comparator.comparingInt(Tier::hoursBefore).reversed()).toList();
  }

  /** Those in force. */
  static RefundTerms inForce(DSLContext tx) {
    return new RefundTerms(
        tx.selectFrom(REFUND_TIER)
            .fetch(row -> new Tier(row.getHoursBefore(), row.getFeePercent())));
  }

  /**
   * @param tiers as in openapi.yaml
   * @throws Refused if two begin at the same hour
   */
  static RefundTerms of(JsonArray tiers) {
    var parsed =
        tiers.stream()
            .map(JsonObject.class::cast)
            .map(tier -> new Tier(tier.getInteger("hours_before"), tier.getInteger("fee_percent")))
            .toList();
    if (parsed.stream().map(Tier::hoursBefore).distinct().count() != parsed.size()) {
      throw Refused.unprocessable(
          "两档退票规则的小时数（hours_before）相同", "two tiers have the same hours_before");
    }
    return new RefundTerms(parsed);
  }

  /** Whether somebody looks at what machines and visitors give back, before it is paid back. */
  static boolean areReviewed(DSLContext tx) {
    return tx.select(PARK.REFUND_REVIEW).from(PARK).fetchSingle(PARK.REFUND_REVIEW);
  }

  static void setReviewed(DSLContext tx, boolean reviewed) {
    tx.update(PARK).set(PARK.REFUND_REVIEW, reviewed).execute();
  }

  /** Puts them in force instead of those that were. */
  void store(DSLContext tx) {
    tx.deleteFrom(REFUND_TIER).execute();
    for (var tier : tiers) {
      tx.insertInto(REFUND_TIER)
          .set(REFUND_TIER.HOURS_BEFORE, tier.hoursBefore())
          .set(REFUND_TIER.FEE_PERCENT, tier.feePercent())
          .execute();
    }
  }

  /**
   * What is kept of a price, rounded down.
   *
   * @param firstDay the start of the ticket's first day
   * @throws Refused if it is too late for any tier
   */
  long feeFen(long priceFen, Instant now, Instant firstDay) {
    if (tiers.isEmpty()) {
      return 0;
    }
    return tier(now, firstDay)
        .map(tier -> priceFen * tier.feePercent() / 100)
        .orElseThrow(
            () -> {
              int least = leastHours().orElseThrow();
              return Refused.conflict(
                  "已过退票时限：须在游玩日开始前 %d 小时退票".formatted(least),
                  "too late for a refund: it takes %d hours before the first day begins"
                      .formatted(least));
            });
  }

  /** Whether it is not too late for every tier. */
  boolean isInTime(Instant now, Instant firstDay) {
    return tiers.isEmpty() || tier(now, firstDay).isPresent();
  }

  private Optional<Tier> tier(Instant now, Instant firstDay) {
    long hours = Math.floorDiv(Duration.between(now, firstDay).toMillis(), 3_600_000);
    return tiers.stream().filter(tier -> hours >= tier.hoursBefore()).findFirst();
  }

  private OptionalInt leastHours() {
    return tiers.stream().mapToInt(Tier::hoursBefore).min();
  }

  JsonObject json() {
    var list = new JsonArray();
    tiers.forEach(
        tier ->
            list.add(
                new JsonObject()
                    .put("hours_before", tier.hoursBefore())
                    .put("fee_percent", tier.feePercent())));
    return new JsonObject().put("tiers", list);
  }
}
