package org.shanmen.central.credit;

/**
 * What a ticket holds, and how deductions are split between what the visitor paid (principal) and
 * what the park gave on top of it (bonus). Pure; all amounts in integer fen.
 *
 * <p>Deductions are split by the ratio that held when money was last paid in. The split is made of
 * the sum of all deductions since then, and a single one gets the difference: after any number of
 * them the principal's share is within half a fen of the exact one, so nothing drifts, and a fen
 * spent is always a fen in the books.
 *
 * <p>Gates without a network can let more be spent than there is. The excess is the visitor's debt:
 * principal below zero. What is paid in next settles it first.
 *
 * @param principal left when money was last paid in; negative only if there is no bonus
 * @param bonus left when money was last paid in, not negative
 * @param spent deducted since then, not negative
 */
public record Balance(long principal, long bonus, long spent) {
  /** The most that a ticket may hold: ten million yuan, so that no product here overflows. */
  public static final long MOST = 1_000_000_000;

  /** Nothing was ever paid in. */
  public static final Balance EMPTY = new Balance(0, 0, 0);

  /** Some of each. */
  public record Parts(long principal, long bonus) {
    public long total() {
      return principal + bonus;
    }
  }

  public Balance {
    if (bonus < 0 || spent < 0 || principal < 0 && bonus > 0 || principal + bonus > MOST) {
      throw new IllegalArgumentException(
          "principal %d, bonus %d, spent %d".formatted(principal, bonus, spent));
    }
  }

  /** What is left of each. */
  public Parts left() {
    long ofPrincipal = principalOf(spent);
    return new Parts(principal - ofPrincipal, bonus - (spent - ofPrincipal));
  }

  /**
   * After a payment.
   *
   * @param paid what the visitor paid, not negative
   * @param given what the park adds, not negative
   * @throws IllegalArgumentException if the ticket would hold more than {@link #MOST}
   */
  public Balance paidIn(long paid, long given) {
    var left = left();
    long settled = settled(paid, given);
    return new Balance(left.principal() + paid + settled, left.bonus() + given - settled, 0);
  }

  /** How much of the bonus goes into a debt that a payment by itself does not settle. */
  public long settled(long paid, long given) {
    require(paid);
    require(given);
    var left = left();
    long debt = Math.max(0, -(left.principal() + paid));
    return Math.min(debt, left.bonus() + given);
  }

  /**
   * After a deduction.
   *
   * @param fee not negative
   */
  public Balance charged(long fee) {
    require(fee);
    return new Balance(principal, bonus, spent + fee);
  }

  /** How a deduction is split that leads from here to {@link #charged}. */
  public Parts partsOf(long fee) {
    require(fee);
    long ofPrincipal = principalOf(spent + fee) - principalOf(spent);
    return new Parts(ofPrincipal, fee - ofPrincipal);
  }

  /** The principal's share of so much spent: rounded half up, and all that exceeds both. */
  private long principalOf(long sum) {
    long total = principal + bonus;
    if (total <= 0 || sum >= total) {
      return sum - bonus;
    }
    return Math.floorDiv(2 * principal * sum + total, 2 * total);
  }

  private static void require(long fen) {
    if (fen < 0) {
      throw new IllegalArgumentException(fen + " fen: expected 0 or more");
    }
  }
}
