package org.shanmen.sim.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a line says must come of it: an outcome's name, its words, and those of its attributes that
 * matter. {@code nothing}: no outcome at all. {@code no NAME ...}: none like this.
 */
record Expectation(
    boolean absent, String name, List<String> words, Map<String, String> attributes) {
  private static final String NOTHING = "nothing";

  /** Reads the expectations behind an arrow, which was taken already. */
  static List<Expectation> read(Words words) {
    var all = new ArrayList<Expectation>();
    do {
      all.add(one(words));
    } while (words.took(","));
    words.end();
    return all;
  }

  private static Expectation one(Words words) {
    boolean absent = words.took("no");
    String name = words.take("an outcome such as ADMIT or REFUSE, nothing, or no OUTCOME");
    var plain = new ArrayList<String>();
    var attributes = new LinkedHashMap<String, String>();
    while (!words.atEnd() && !words.isNext(",")) {
      String word = words.take("a word or attribute=value");
      int equals = word.indexOf('=');
      if (equals > 0) {
        attributes.put(word.substring(0, equals), unquoted(word.substring(equals + 1)));
      } else {
        plain.add(word);
      }
    }
    if (!Character.isUpperCase(name.charAt(0)) && !name.equals(NOTHING)) {
      throw words.unexpected(name, "an outcome such as ADMIT or REFUSE, or nothing");
    }
    return new Expectation(absent || name.equals(NOTHING), name, plain, attributes);
  }

  private static String unquoted(String value) {
    return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
        ? value.substring(1, value.length() - 1)
        : value;
  }

  boolean isMetBy(Outcome outcome) {
    return name.equals(NOTHING)
        || (name.equals(outcome.name)
            && outcome.words.size() >= words.size()
            && outcome.words.subList(0, words.size()).equals(words)
            && attributes.entrySet().stream()
                .allMatch(each -> each.getValue().equals(outcome.attributes.get(each.getKey()))));
  }

  /** Which of a line's expectations were not met. Those that must come must come in their order. */
  static List<Expectation> unmet(List<Expectation> expected, List<Outcome> came) {
    var unmet = new ArrayList<Expectation>();
    int from = 0;
    for (Expectation each : expected) {
      if (each.absent) {
        if (came.stream().anyMatch(each::isMetBy)) {
          unmet.add(each);
        }
        continue;
      }
      int at = from;
      while (at < came.size() && !each.isMetBy(came.get(at))) {
        at++;
      }
      if (at == came.size()) {
        unmet.add(each);
      } else {
        from = at + 1;
      }
    }
    return unmet;
  }

  @Override
  public String toString() {
    var outcome = new Outcome(name, words.toArray(String[]::new));
    outcome.attributes.putAll(attributes);
    return (absent && !name.equals(NOTHING) ? "no " : "") + outcome;
  }
}
