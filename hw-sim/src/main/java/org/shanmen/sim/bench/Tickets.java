package org.shanmen.sim.bench;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/** Tickets that nobody showed yet, in no order, but the same one in each run. */
final class Tickets {
  private static final int SEED = 1;

  private final int rights;
  private final Random random = new Random(SEED);
  private final Set<Long> shown = new HashSet<>();

  /**
   * @param rights that were sold, numbered from 1
   */
  Tickets(int rights) {
    this.rights = rights;
  }

  long next() {
    long ticket = ModelRights.unused(random, rights);
    return shown.add(ticket) ? ticket : next();
  }

  String nextCode() {
    return ModelRights.code(next());
  }

  int rights() {
    return rights;
  }
}
