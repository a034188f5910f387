package org.shanmen.sim.bench;

/**
 * How much the centre is given to do: a thousand gates and a million rights where gates have ten
 * million, and in proportion.
 *
 * @param rights that a blank gate is sent
 * @param events that gates report in a round
 * @param gates that are connected at once
 * @param sales in a round, one after the other
 * @param tickets that a ticket office sells, looks up and refunds in a round
 */
record CentreScale(int rights, int events, int gates, int sales, int tickets) {
  private static final int FEWEST_GATES = 3;
  private static final int FEWEST_TICKETS = 16;
  private static final int SALES = 10;

  static CentreScale of(Scale scale) {
    return new CentreScale(
        scale.rights() / 10,
        scale.rights() / 100,
        Math.max(FEWEST_GATES, scale.rights() / 10_000),
        SALES,
        Math.max(FEWEST_TICKETS, scale.rights() / 5_000));
  }
}
