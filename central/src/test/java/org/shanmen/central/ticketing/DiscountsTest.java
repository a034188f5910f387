package org.shanmen.central.ticketing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.shanmen.central.catalogue.Channel;
import org.shanmen.central.catalogue.Channels;
import org.shanmen.central.catalogue.Places;
import org.shanmen.central.catalogue.Shares;
import org.shanmen.central.catalogue.TicketType;
import org.shanmen.central.catalogue.TypeCalendar;
import org.shanmen.central.db.tables.tables.records.PromotionRecord;
import org.shanmen.central.db.tables.tables.records.TicketTypeRecord;
import org.shanmen.central.ticketing.Discounts.Discount;

class DiscountsTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-05-01"); // a Friday
  private static final Promotion.Sale SALE =
      new Promotion.Sale(Channel.WINDOW, TODAY, Set.of("SPRING"));

  private final TicketType type = type();
  private int ids;

  @Test
  void theBestForTheVisitorIsTaken() {
    var tenPercent = promotion("PERCENT", 10, 0);
    var fiveYuan = promotion("AMOUNT", 5_00, 0);
    assertThat(off(1, 100_00, tenPercent, fiveYuan)).isEqualTo(10_00);
    assertThat(off(1, 40_00, tenPercent, fiveYuan)).isEqualTo(5_00);
    assertThat(off(1, 40_00)).isZero();
  }

  @Test
  void combinableOnesTakeFromWhatIsLeftOnlyIfThatIsBetter() {
    var half = promotion("PERCENT", 50, 0);
    var tenPercent = combinable(promotion("PERCENT", 10, 0));
    var tenYuan = combinable(promotion("AMOUNT", 10_00, 0));
    assertThat(off(1, 100_00, tenPercent, tenYuan)).isEqualTo(20_00);
    assertThat(off(1, 100_00, half, tenPercent, tenYuan)).isEqualTo(50_00);
    assertThat(off(1, 15_00, tenPercent, tenYuan)).isEqualTo(11_50);
  }

  @Test
  void aBundleCountsWholeBundles() {
    var threeForTwo = promotion("BUNDLE", 3, 2);
    assertThat(off(2, 100, threeForTwo)).isZero();
    assertThat(off(3, 100, threeForTwo)).isEqualTo(100);
    assertThat(off(7, 100, threeForTwo)).isEqualTo(200);
  }

  @Test
  void aPromotionHoldsForItsTypesDaysChannelsQuantityAndCoupon() {
    assertThat(holds(p -> {})).isTrue();
    assertThat(holds(p -> p.setActive(false))).isFalse();
    assertThat(holds(p -> p.setCoupon("SPRING"))).isTrue();
    assertThat(holds(p -> p.setCoupon("AUTUMN"))).isFalse();
    assertThat(holds(p -> p.setChannels(0b1110))).isFalse();
    assertThat(holds(p -> p.setSoldFrom(TODAY.plusDays(1)))).isFalse();
    assertThat(holds(p -> p.setSoldUntil(TODAY))).isTrue();
    assertThat(holds(p -> p.setVisitUntil(TODAY.minusDays(1)))).isFalse();
    assertThat(holds(p -> p.setWeekdays(0b0010000))).isTrue();
    assertThat(holds(p -> p.setWeekdays(0b1100000))).isFalse();
    assertThat(holds(p -> p.setMinQuantity(3))).isFalse();
    var other = new Promotion(row("PERCENT", 10, 0), Set.of(99), List.of("T99"));
    assertThat(other.holds(line(2, 100), SALE)).isFalse();
  }

  @Property
  void noLineCostsLessThanNothingAndNoTicketGetsMoreOffThanItCosts(
      @ForAll @LongRange(max = 100_000) long unit,
      @ForAll @IntRange(min = 1, max = 40) int quantity,
      @ForAll @Size(max = 4) List<@IntRange(min = 1, max = 120) Integer> amounts) {
    var promotions = new ArrayList<Promotion>();
    for (int amount : amounts) {
      var kind = List.of("PERCENT", "AMOUNT", "BUNDLE").get(amount % 3);
      var made =
          switch (kind) {
            case "PERCENT" -> promotion(kind, Math.min(amount, 100), 0);
            case "AMOUNT" -> promotion(kind, amount * 1000L, 0);
            default -> promotion(kind, amount + 1, amount / 2);
          };
      promotions.add(amount % 2 == 0 ? combinable(made) : made);
    }
    var discounts = Discounts.of(line(quantity, unit), SALE, promotions);
    var tickets = Discounts.each(discounts, quantity);
    assertThat(tickets).hasSize(quantity);
    assertThat(tickets).allSatisfy(of -> assertThat(Discounts.sum(of)).isBetween(0L, unit));
    assertThat(tickets.stream().mapToLong(Discounts::sum).sum())
        .isEqualTo(Discounts.sum(discounts))
        .isLessThanOrEqualTo(unit * quantity);
    for (var discount : discounts) {
      assertThat(
              tickets.stream()
                  .flatMap(List::stream)
                  .filter(each -> each.promotion() == discount.promotion())
                  .mapToLong(Discount::fen)
                  .sum())
          .isEqualTo(discount.fen());
    }
  }

  @Property
  void aPackageIsSplitToTheFenAndEachPartIsNearItsShare(
      @ForAll @LongRange(min = -1_000_000, max = 1_000_000) long fen,
      @ForAll @Size(min = 1, max = 6) List<@LongRange(min = 1, max = 100_000_000) Long> shares) {
    var byArea = new TreeMap<Integer, Long>();
    shares.forEach(share -> byArea.put(byArea.size(), share));
    var parts = Shares.split(fen, byArea);
    assertThat(parts.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(fen);
    double whole = shares.stream().mapToLong(Long::longValue).sum();
    byArea.forEach(
        (area, share) ->
            assertThat(parts.get(area).doubleValue())
                .isBetween(fen * (share / whole) - 1, fen * (share / whole) + 1));
  }

  @Test
  void oddFenGoToTheLargestRemainders() {
    assertThat(Shares.split(100, Map.of(1, 1L, 2, 1L, 3, 1L)))
        .isEqualTo(Map.of(1, 34L, 2, 33L, 3, 33L));
    assertThat(Shares.split(-10, Map.of(1, 2L, 2, 1L))).isEqualTo(Map.of(1, -7L, 2, -3L));
    assertThat(LongStream.of(Shares.split(0, Map.of(7, 5L)).get(7)).sum()).isZero();
  }

  private long off(int quantity, long unit, Promotion... promotions) {
    return Discounts.sum(Discounts.of(line(quantity, unit), SALE, List.of(promotions)));
  }

  private boolean holds(java.util.function.Consumer<PromotionRecord> change) {
    var row = row("PERCENT", 10, 0);
    change.accept(row);
    return new Promotion(row, Set.of(), List.of()).holds(line(2, 100), SALE);
  }

  private Promotion.Line line(int quantity, long unit) {
    return new Promotion.Line(type, TODAY, quantity, unit);
  }

  private Promotion promotion(String kind, long amount, int pays) {
    return new Promotion(row(kind, amount, pays), Set.of(), List.of());
  }

  private static Promotion combinable(Promotion promotion) {
    promotion.row().setCombinable(true);
    return promotion;
  }

  private PromotionRecord row(String kind, long amount, int pays) {
    var row = new PromotionRecord();
    row.setId(++ids);
    row.setKind(kind);
    row.setAmount(amount);
    row.setPays(pays);
    row.setWeekdays(0);
    row.setChannels(Channels.ALL);
    row.setMinQuantity(1);
    row.setTotalUses(0);
    row.setCombinable(false);
    row.setActive(true);
    return row;
  }

  private static TicketType type() {
    var row = new TicketTypeRecord();
    row.setId(1);
    return new TicketType(row, Places.EVERYWHERE, TypeCalendar.EMPTY);
  }
}
