package org.shanmen.central.gatelink;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/**
 * How many of the entries on one right count, reckoned as gates do: where coming back is free, an
 * area counts each of the right's people once a local day. Entries are added in the order of their
 * times.
 *
 * <p>Pure; not thread-safe.
 */
public final class CountedEntries {
  private record Visit(LocalDate day, int area) {}

  private final boolean returnsAreFree;
  private final int members;
  private final Map<Visit, Integer> entered = new HashMap<>();
  private final Map<LocalDate, Integer> ofDay = new HashMap<>();
  private int total;

  /**
   * @param members how many people the right stands for; 0 means 1
   */
  public CountedEntries(boolean returnsAreFree, int members) {
    this.returnsAreFree = returnsAreFree;
    this.members = Math.max(1, members);
  }

  /**
   * Adds one entry.
   *
   * @param day in the park's zone
   * @param people who went in at once
   * @return how many of them count
   */
  public int add(LocalDate day, int area, int people) {
    int before = entered.merge(new Visit(day, area), people, Integer::sum) - people;
    int counting = returnsAreFree ? Math.max(0, Math.min(people, members - before)) : people;
    total += counting;
    ofDay.merge(day, counting, Integer::sum);
    return counting;
  }

  /** Entries that count, of all that were added. */
  public int total() {
    return total;
  }

  /** Entries that count, on a day. */
  public int on(LocalDate day) {
    return ofDay.getOrDefault(day, 0);
  }
}
