package org.shanmen.sim.scenario;

import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One line of a scenario file, taken word by word.
 *
 * <p>Words are separated by blanks; {@code "..."} is one word; a comma or colon at the end of a
 * word is a word of its own; {@code #} begins a comment. Not thread-safe.
 */
final class Words {
  private final String file;
  private final int number;
  private final String text;
  private final List<String> words = new ArrayList<>();
  private int next;

  Words(String file, int number, String text) {
    this.file = file;
    this.number = number;
    this.text = text;
    split(text);
  }

  private void split(String line) {
    int at = 0;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (c == '#') {
        return;
      } else {
        at = word(line, at);
      }
    }
  }

  private int word(String line, int from) {
    int at = from;
    boolean quoted = false;
    while (at < line.length() && (quoted || !Character.isWhitespace(line.charAt(at)))) {
      quoted ^= line.charAt(at) == '"';
      at++;
    }
    if (quoted) {
      throw mistake("a \" without its end", "引号没有结束");
    }
    String word = line.substring(from, at);
    boolean split = word.length() > 1 && (word.endsWith(",") || word.endsWith(":"));
    words.add(split ? word.substring(0, word.length() - 1) : word);
    if (split) {
      words.add(word.substring(word.length() - 1));
    }
    return at;
  }

  String place() {
    return file + ":" + number;
  }

  int number() {
    return number;
  }

  /** The line as it stands in the file, without blanks around it. */
  String text() {
    return text.strip();
  }

  boolean atEnd() {
    return next >= words.size();
  }

  /** The next word without taking it; empty at the end. */
  Optional<String> peek() {
    return atEnd() ? Optional.empty() : Optional.of(words.get(next));
  }

  boolean isNext(String word) {
    return !atEnd() && words.get(next).equals(word);
  }

  /** Takes the word if it is the next one. */
  boolean took(String word) {
    boolean there = isNext(word);
    if (there) {
      next++;
    }
    return there;
  }

  /**
   * Takes a word, without its quotes.
   *
   * @param expected what it should be, for the mistake when there is none
   */
  String take(String expected) {
    if (atEnd() || isNext(",") || isNext("->")) {
      throw mistake("expected " + expected, "此处缺少内容");
    }
    String word = words.get(next++);
    return word.length() > 1 && word.startsWith("\"") && word.endsWith("\"")
        ? word.substring(1, word.length() - 1)
        : word;
  }

  /** Takes a word with a meaning of its own. */
  <T> T take(String expected, Function<String, T> reader) {
    String word = take(expected);
    try {
      T value = reader.apply(word);
      if (value != null) {
        return value;
      }
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      // Said below, with the place.
    }
    throw unexpected(word, expected);
  }

  /** Takes one of a few words. */
  <T> T choose(Map<String, T> choices) {
    return take("one of " + String.join(", ", choices.keySet()), choices::get);
  }

  /** Takes a whole number of at least {@code least}. */
  int count(String what, int least) {
    return take(
        what + ", a number of at least " + least,
        word -> Integer.parseInt(word) >= least ? Integer.valueOf(word) : null);
  }

  /** Takes the next word, which must be this one. */
  void need(String word) {
    if (!took(word)) {
      throw mistake("expected \"" + word + "\"" + insteadOf(), "此处应为 " + word);
    }
  }

  /** Nothing may follow. */
  void end() {
    if (!atEnd()) {
      throw mistake("did not expect \"" + words.get(next) + "\"", "多余的内容");
    }
  }

  Mistake unexpected(String word, String expected) {
    return mistake("\"" + word + "\": expected " + expected, "内容有误");
  }

  Mistake mistake(String expected, String chinese) {
    return new Mistake(place(), expected, chinese);
  }

  private String insteadOf() {
    return atEnd() ? " before the end of the line" : " instead of \"" + words.get(next) + "\"";
  }

  /** Enum constants by their names as scenarios spell them, such as {@code count-card}. */
  static <E extends Enum<E>> Map<String, E> spelled(List<E> values) {
    return values.stream()
        .collect(
            Collectors.toMap(
                Words::spelled, value -> value, (a, b) -> a, java.util.LinkedHashMap::new));
  }

  static String spelled(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
