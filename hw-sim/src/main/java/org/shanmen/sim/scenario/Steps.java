package org.shanmen.sim.scenario;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads timed lines: {@code [DATE] TIME [gate] GATE ACTION -> OUTCOME, OUTCOME}. */
final class Steps {
  private final Park park;
  private LocalDate day;

  Steps(Park park) {
    this.park = park;
    this.day = park.date;
  }

  Step read(Words words) {
    var when = when(words);
    var gates = gates(words);
    boolean named = !gates.isEmpty();
    if (!named) {
      gates = park.gateNames();
    }
    var action = new Actions(park, day, named).read(words);
    if (Actions.isOfOneLane(action) && gates.size() != 1) {
      throw words.mistake(
          "say at which gate, one of " + park.gateNames() + ", before what happens there",
          "请先写闸机名");
    }
    List<Expectation> expected = List.of();
    if (words.took("->")) {
      expected = Expectation.read(words);
    }
    words.end();
    return new Step(words.place(), words.text(), when, gates, action, expected);
  }

  private Step.When when(Words words) {
    String first = words.peek().orElseThrow();
    if (first.startsWith("+")) {
      return new Step.When.After(
          words.take("a pause such as +5s", word -> Quantities.span(word.substring(1))));
    }
    Optional<LocalDate> date = Optional.empty();
    if (first.matches("\\d{4}-.*")) {
      date = Optional.of(Quantities.date(words));
      day = date.get();
    }
    var time =
        words.take(
            "a declaration (zone, date, language, sync, area, gate, type, ticket, scenario) or a"
                + " time such as 09:00:05 or +5s",
            LocalTime::parse);
    return new Step.When.At(date, time);
  }

  private List<String> gates(Words words) {
    boolean said = words.took("gate");
    if (words.took("all")) {
      return park.gateNames();
    }
    var gates = new ArrayList<String>();
    while (words.peek().filter(park.gates::containsKey).isPresent()) {
      gates.add(words.take("a gate"));
      words.took(",");
    }
    if (said && gates.isEmpty()) {
      throw words.unexpected(
          words.take("a gate"), "a gate that is declared above: " + park.gateNames());
    }
    return gates;
  }

  /** {@code +2h} or {@code -2h}; returns the span, says in {@code back} which way. */
  static Duration shift(Words words) {
    return words.take("a change such as +2h or -90s", word -> Quantities.span(word.substring(1)));
  }
}
