package org.shanmen.gate.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.shanmen.protocol.Decoded;

/**
 * A text with {@code {placeholders}}. What stands in {@code [brackets]} is left out when a
 * placeholder in it has no value; a placeholder outside of brackets then leaves nothing.
 *
 * <p>Thread-safe.
 */
final class Template {
  /** Longer texts do not fit any panel or patience. */
  static final int LONGEST_CHARACTERS = 200;

  /**
   * @param words plain text and placeholders in turn; those at odd places are placeholders
   */
  private record Segment(List<String> words, boolean optional) {}

  private final List<Segment> segments;

  private Template(List<Segment> segments) {
    this.segments = segments;
  }

  /**
   * @param known the placeholders that may stand in it
   */
  static Decoded<Template> parse(String text, Set<String> known) {
    if (text.length() > LONGEST_CHARACTERS) {
      return new Decoded.Malformed<>("expected at most " + LONGEST_CHARACTERS + " characters");
    }
    var segments = new ArrayList<Segment>();
    int at = 0;
    while (at < text.length()) {
      boolean optional = text.charAt(at) == '[';
      int end = text.indexOf(optional ? ']' : '[', at + 1);
      if (optional && end < 0) {
        return new Decoded.Malformed<>("expected a ] for the [");
      }
      String inside = text.substring(optional ? at + 1 : at, end < 0 ? text.length() : end);
      if (inside.indexOf('[') >= 0 || inside.indexOf(']') >= 0) {
        return new Decoded.Malformed<>("expected brackets in pairs and none inside another");
      }
      var words = words(inside, known);
      if (words instanceof Decoded.Malformed<List<String>> malformed) {
        return new Decoded.Malformed<>(malformed.why());
      }
      segments.add(new Segment(((Decoded.Ok<List<String>>) words).value(), optional));
      at = end < 0 ? text.length() : optional ? end + 1 : end;
    }
    return new Decoded.Ok<>(new Template(segments));
  }

  private static Decoded<List<String>> words(String text, Set<String> known) {
    var words = new ArrayList<String>();
    int at = 0;
    while (true) {
      int open = text.indexOf('{', at);
      String plain = text.substring(at, open < 0 ? text.length() : open);
      if (plain.indexOf('}') >= 0) {
        return new Decoded.Malformed<>("expected a { for the }");
      }
      words.add(plain);
      if (open < 0) {
        return new Decoded.Ok<>(words);
      }
      int close = text.indexOf('}', open);
      if (close < 0) {
        return new Decoded.Malformed<>("expected a } for the {");
      }
      String name = text.substring(open + 1, close);
      if (!known.contains(name)) {
        return new Decoded.Malformed<>(
            "expected one of " + String.join(", ", known) + " in braces, not " + name);
      }
      words.add(name);
      at = close + 1;
    }
  }

  /**
   * @param values by placeholder; one that is missing or empty has no value
   */
  String render(Map<String, String> values) {
    var text = new StringBuilder();
    for (Segment segment : segments) {
      if (!segment.optional() || isWhole(segment, values)) {
        append(segment, values, text);
      }
    }
    return text.toString().strip();
  }

  private static boolean isWhole(Segment segment, Map<String, String> values) {
    for (int i = 1; i < segment.words().size(); i += 2) {
      if (values.getOrDefault(segment.words().get(i), "").isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private static void append(Segment segment, Map<String, String> values, StringBuilder text) {
    for (int i = 0; i < segment.words().size(); i++) {
      String word = segment.words().get(i);
      text.append(i % 2 == 0 ? word : values.getOrDefault(word, ""));
    }
  }
}
