package org.shanmen.protocol.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads one configuration file and collects every mistake in it.
 *
 * <p>A getter that meets a mistake notes it and returns a harmless value of its type, so that
 * reading goes on; {@link #check()} at the end throws what was noted, together with every key of
 * the file that no getter asked for. Use nothing that was read before {@code check()} returned. Not
 * thread-safe.
 */
public final class ConfigReader {
  private record Mistake(int line, String text) {}

  private final String file;
  private final Config config;
  private final Set<String> asked = new HashSet<>();
  private final List<Mistake> mistakes = new ArrayList<>();

  private ConfigReader(String file, Config config) {
    this.file = file;
    this.config = config;
  }

  /**
   * @param file the name that mistakes are reported under
   * @throws InvalidConfiguration if the text is not HOCON
   */
  public static ConfigReader parse(String file, String text) throws InvalidConfiguration {
    try {
      var options = ConfigParseOptions.defaults().setOriginDescription(file);
      return new ConfigReader(file, ConfigFactory.parseString(text, options).resolve());
    } catch (ConfigException e) {
      int line = e.origin() == null ? -1 : e.origin().lineNumber();
      String where = line > 0 ? file + ":" + line : file;
      String what =
          e.getMessage()
              .replaceFirst("^" + java.util.regex.Pattern.quote(file) + "(: \\d+)?: ", "");
      throw new InvalidConfiguration(List.of(where + ": not readable as HOCON: " + what));
    }
  }

  /** Whether the file holds the key or block at all. */
  public boolean has(String key) {
    return config.hasPath(key);
  }

  /** The names directly inside a block, in no particular order; none if it is not there. */
  public Set<String> names(String block) {
    var value = value(block);
    if (value.isEmpty()) {
      return Set.of();
    }
    if (value.get() instanceof ConfigObject object) {
      return Set.copyOf(object.keySet());
    }
    mistake(block, "expected a block { ... }");
    return Set.of();
  }

  /** Every text of the file by its key, such as {@code welcome.COUNT_CARD.panel}, in no order. */
  public Map<String, String> texts() {
    var texts = new HashMap<String, String>();
    for (var entry : config.entrySet()) {
      String key = String.join(".", ConfigUtil.splitPath(entry.getKey()));
      optionalString(key).ifPresent(text -> texts.put(key, text));
    }
    return texts;
  }

  /** A text that must be there. */
  public String string(String key) {
    return optionalString(key)
        .orElseGet(
            () -> {
              missing(key, "a text");
              return "";
            });
  }

  public String string(String key, String otherwise) {
    return optionalString(key).orElse(otherwise);
  }

  public Optional<String> optionalString(String key) {
    var value = value(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get().valueType() == ConfigValueType.OBJECT
        || value.get().valueType() == ConfigValueType.LIST) {
      mistake(key, "expected one text");
      return Optional.empty();
    }
    String text = String.valueOf(value.get().unwrapped());
    if (text.isBlank()) {
      mistake(key, "expected a text that is not blank");
      return Optional.empty();
    }
    return Optional.of(text);
  }

  /** A list of one text or more that must be there, such as a command and its arguments. */
  public List<String> strings(String key) {
    String expected = "a list of texts in brackets, such as [\"a\", \"b\"]";
    var value = value(key);
    if (value.isEmpty()) {
      missing(key, expected);
      return List.of("");
    }
    if (!(value.get().unwrapped() instanceof List<?> list)
        || list.isEmpty()
        || list.stream().anyMatch(one -> one instanceof List || one instanceof Map)
        || String.valueOf(list.get(0)).isBlank()) {
      mistake(key, "expected " + expected);
      return List.of("");
    }
    return list.stream().map(String::valueOf).toList();
  }

  /** A whole number that must be there, both bounds inclusive. */
  public int integer(String key, int min, int max) {
    if (value(key).isEmpty()) {
      missing(key, "a whole number from " + min + " to " + max);
      return min;
    }
    return integer(key, min, max, min);
  }

  public int integer(String key, int min, int max, int otherwise) {
    if (value(key).isEmpty()) {
      return otherwise;
    }
    var number = wholeNumber(key);
    if (number.isEmpty() || number.get() < min || number.get() > max) {
      mistake(key, "expected a whole number from " + min + " to " + max);
      return otherwise;
    }
    return number.get();
  }

  /** One of a few whole numbers, such as baud rates. */
  public int oneOf(String key, int[] allowed, int otherwise) {
    if (value(key).isEmpty()) {
      return otherwise;
    }
    var number = wholeNumber(key);
    if (number.isEmpty() || Arrays.stream(allowed).noneMatch(number.get()::equals)) {
      mistake(
          key,
          "expected one of "
              + IntStream.of(allowed).mapToObj(String::valueOf).collect(Collectors.joining(", ")));
      return otherwise;
    }
    return number.get();
  }

  /** true or false. */
  public boolean flag(String key, boolean otherwise) {
    var text = optionalString(key);
    if (text.isEmpty()) {
      return otherwise;
    }
    if (!text.get().equals("true") && !text.get().equals("false")) {
      mistake(key, "expected true or false");
      return otherwise;
    }
    return Boolean.parseBoolean(text.get());
  }

  /** One of the constants that must be there, in the spelling of the enum. */
  public <E extends Enum<E>> E choice(String key, Class<E> type) {
    if (value(key).isEmpty()) {
      missing(key, "one of " + names(type));
    }
    return choice(key, type, type.getEnumConstants()[0]);
  }

  public <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
    var text = optionalString(key);
    if (text.isEmpty()) {
      return otherwise;
    }
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(text.get())) {
        return constant;
      }
    }
    mistake(key, "expected one of " + names(type));
    return otherwise;
  }

  /**
   * Notes a mistake that only the caller can see.
   *
   * @param expected what to write instead, beginning with "expected"
   */
  public void mistake(String key, String expected) {
    if (!config.hasPath(key)) {
      mistakes.add(new Mistake(Integer.MAX_VALUE, file + ": " + key + ": " + expected));
      return;
    }
    var value = config.getValue(key);
    int line = value.origin().lineNumber();
    String shown =
        switch (value.valueType()) {
          case STRING -> " = \"" + value.unwrapped() + "\"";
          case OBJECT -> " = {...}";
          default -> " = " + value.render();
        };
    mistakes.add(new Mistake(line, file + ":" + line + ": " + key + shown + ": " + expected));
  }

  /**
   * Ends the reading.
   *
   * @throws InvalidConfiguration with every mistake that was noted and every key that nobody asked
   *     for
   */
  public void check() throws InvalidConfiguration {
    for (var entry : config.entrySet()) {
      String key = String.join(".", ConfigUtil.splitPath(entry.getKey()));
      if (!asked.contains(key)) {
        int line = entry.getValue().origin().lineNumber();
        mistakes.add(
            new Mistake(
                line,
                file
                    + ":"
                    + line
                    + ": "
                    + key
                    + ": no such key; remove it or correct its spelling"
                    + nearest(key)));
      }
    }
    if (!mistakes.isEmpty()) {
      mistakes.sort(Comparator.comparingInt(Mistake::line));
      throw new InvalidConfiguration(mistakes.stream().map(Mistake::text).distinct().toList());
    }
  }

  private String nearest(String key) {
    String last = key.substring(key.lastIndexOf('.') + 1);
    return asked.stream()
        .filter(known -> !config.hasPath(known))
        .filter(known -> known.startsWith(key.substring(0, Math.max(0, key.lastIndexOf('.')))))
        .filter(known -> distance(known.substring(known.lastIndexOf('.') + 1), last) <= 2)
        .findFirst()
        .map(known -> " (did you mean " + known + "?)")
        .orElse("");
  }

  /** Levenshtein's. */
  private static int distance(String a, String b) {
    int[] row = IntStream.rangeClosed(0, b.length()).toArray();
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }

  private Optional<ConfigValue> value(String key) {
    asked.add(key);
    return config.hasPath(key) ? Optional.of(config.getValue(key)) : Optional.empty();
  }

  private Optional<Integer> wholeNumber(String key) {
    try {
      return Optional.of(Integer.valueOf(String.valueOf(config.getValue(key).unwrapped())));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private void missing(String key, String expected) {
    mistakes.add(
        new Mistake(Integer.MAX_VALUE, file + ": " + key + " is missing: expected " + expected));
  }

  private static <E extends Enum<E>> String names(Class<E> type) {
    return Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "));
  }
}
