package org.shanmen.sim.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One thing that came of what happened, such as {@code ADMIT ticket=A1 in=1 left=0}. Not
 * thread-safe: attributes are added while a turn of the gate is watched.
 */
final class Outcome {
  final String name;
  final List<String> words;
  final Map<String, String> attributes = new LinkedHashMap<>();

  Outcome(String name, String... words) {
    this.name = name;
    this.words = List.of(words);
  }

  Outcome with(String attribute, Object value) {
    attributes.put(attribute, String.valueOf(value));
    return this;
  }

  /** As {@link #with}, unless the value is the one that says nothing. */
  Outcome unless(long nothing, String attribute, long value) {
    return value == nothing ? this : with(attribute, value);
  }

  @Override
  public String toString() {
    var parts = new ArrayList<String>();
    parts.add(name);
    words.forEach(word -> parts.add(quoted(word)));
    attributes.forEach((key, value) -> parts.add(key + "=" + quoted(value)));
    return String.join(" ", parts);
  }

  private static String quoted(String text) {
    boolean plain = !text.isEmpty() && text.chars().allMatch(Outcome::isPlain);
    return plain ? text : '"' + text + '"';
  }

  private static boolean isPlain(int c) {
    return c < 128 && !Character.isWhitespace(c) && c != ',' && c != '"';
  }
}
