package org.shanmen.central.ticketing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What promotions take off the lines of an order: of each line the best for the visitor, or all
 * that may be combined, if that is better still. Pure.
 */
final class Discounts {
  private Discounts() {}

  /**
   * @param promotion by its id
   * @param fen above 0
   */
  record Discount(int promotion, long fen) {}

  /**
   * @param promotions those that may be used, in any order
   * @return what is taken off all tickets of the line together, at most their price
   */
  static List<Discount> of(Promotion.Line line, Promotion.Sale sale, List<Promotion> promotions) {
    long fen = line.unitFen() * line.quantity();
    var holding =
        promotions.stream()
            .filter(promotion -> promotion.holds(line, sale))
            .sorted(Comparator.comparing(promotion -> promotion.row().getId()))
            .toList();
    var combined =
        inTurn(line.quantity(), fen, holding.stream().filter(Promotion::isCombinable).toList());
    var best =
        holding.stream()
            .map(promotion -> inTurn(line.quantity(), fen, List.of(promotion)))
            .max(Comparator.comparingLong(Discounts::sum))
            .orElse(List.of());
    return sum(combined) > sum(best) ? combined : best;
  }

  /** Each takes from what those before it have left. */
  private static List<Discount> inTurn(int quantity, long fen, List<Promotion> promotions) {
    long left = fen;
    var discounts = new ArrayList<Discount>();
    for (var promotion : promotions) {
      long off = promotion.off(quantity, left);
      if (off > 0) {
        discounts.add(new Discount(promotion.row().getId(), off));
        left -= off;
      }
    }
    return List.copyOf(discounts);
  }

  static long sum(List<Discount> discounts) {
    return discounts.stream().mapToLong(Discount::fen).sum();
  }

  /**
   * What each ticket of a line has of its discounts: as even as fen allow, all of it together, and
   * no ticket more than it costs.
   */
  static List<List<Discount>> each(List<Discount> ofLine, int quantity) {
    var tickets = new ArrayList<List<Discount>>();
    for (int i = 0; i < quantity; i++) {
      tickets.add(new ArrayList<>());
    }
    int next = 0;
    for (var discount : ofLine) {
      long least = discount.fen() / quantity;
      int odd = (int) (discount.fen() % quantity);
      for (int i = 0; i < quantity; i++) {
        // The odd fen go on where those of the discount before it ended.
        boolean more = Math.floorMod(i - next, quantity) < odd;
        long fen = least + (more ? 1 : 0);
        if (fen > 0) {
          tickets.get(i).add(new Discount(discount.promotion(), fen));
        }
      }
      next = (next + odd) % quantity;
    }
    return tickets.stream().map(List::copyOf).toList();
  }
}
