package org.shanmen.sim.scenario;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;

/**
 * A timed line.
 *
 * @param place {@code file:line}
 * @param text the line, for messages
 * @param gates which are meant
 * @param expected what must come of it, in this order; more may come
 */
record Step(
    String place,
    String text,
    When when,
    List<String> gates,
    Action action,
    List<Expectation> expected) {
  Step {
    gates = List.copyOf(gates);
    expected = List.copyOf(expected);
  }

  /** When a line happens. */
  sealed interface When {
    /**
     * @param date empty: the day on which the line before happened
     */
    record At(Optional<LocalDate> date, LocalTime time) implements When {}

    /** So long after the end of the line before. */
    record After(Duration pause) implements When {}
  }
}
