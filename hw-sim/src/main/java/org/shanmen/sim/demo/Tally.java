package org.shanmen.sim.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the crowd has been through so far. Thread-safe. */
final class Tally {
  private final List<Served> served = new ArrayList<>();
  private final Map<String, Integer> refused = new TreeMap<>();
  private int arrived;
  private int admitted;
  private int passed;

  /**
   * One moment's counts, all of people.
   *
   * @param refused by reason
   */
  record Counts(int arrived, int admitted, Map<String, Integer> refused, int passed) {}

  synchronized void arrived(int people) {
    arrived += people;
  }

  synchronized void add(Served one) {
    served.add(one);
    int people = one.visit().people();
    if (one.isAdmitted()) {
      admitted += people;
    }
    one.reason().ifPresent(reason -> refused.merge(reason, people, Integer::sum));
    passed += one.passed();
  }

  synchronized Counts counts() {
    return new Counts(arrived, admitted, new TreeMap<>(refused), passed);
  }

  /** All visits that are over, at each gate in the order in which it served them. */
  synchronized List<Served> served() {
    return List.copyOf(served);
  }
}
