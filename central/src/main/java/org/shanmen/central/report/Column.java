package org.shanmen.central.report;

import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.shanmen.central.paper.Language;
import org.shanmen.central.paper.Words;

/**
 * A column of a {@link Report}.
 *
 * @param key in JSON
 * @param codes what people read instead of a code; a code without words is shown as it is
 * @param only in this language's sheets and pages; empty: in both
 */
record Column(
    String key, Words title, Kind kind, Map<String, Words> codes, Optional<Language> only) {
  /** What a column's values are. */
  enum Kind {
    /** A String, or null. */
    TEXT,
    /** A Long that is not added up, such as an hour. */
    ORDINAL,
    /** A Long. */
    COUNT,
    /** A Long; people read it as yuan. */
    FEN,
    /** A BigDecimal with one decimal, or null if there is nothing to compare with. */
    PERCENT
  }

  static Column text(String key, String zh, String en) {
    return new Column(key, new Words(zh, en), Kind.TEXT, Map.of(), Optional.empty());
  }

  /** Of codes, for which people read words. */
  static Column code(String key, String zh, String en, Map<String, Words> codes) {
    return new Column(key, new Words(zh, en), Kind.TEXT, codes, Optional.empty());
  }

  static Column ordinal(String key, String zh, String en, Map<String, Words> codes) {
    return new Column(key, new Words(zh, en), Kind.ORDINAL, codes, Optional.empty());
  }

  static Column count(String key, String zh, String en) {
    return new Column(key, new Words(zh, en), Kind.COUNT, Map.of(), Optional.empty());
  }

  static Column fen(String key, String zh, String en) {
    return new Column(key, new Words(zh, en), Kind.FEN, Map.of(), Optional.empty());
  }

  static Column percent(String key, String zh, String en) {
    return new Column(key, new Words(zh, en), Kind.PERCENT, Map.of(), Optional.empty());
  }

  /** A name that there is in each language. */
  static Column name(String key, String zh, String en, Language language) {
    return new Column(key, new Words(zh, en), Kind.TEXT, Map.of(), Optional.of(language));
  }

  boolean shownIn(Language language) {
    return only.isEmpty() || only.get() == language;
  }

  /** Whether people read a number, and not a text or a word for it. */
  boolean isNumber() {
    return kind != Kind.TEXT && codes.isEmpty();
  }

  /** Whether a total of it says anything. */
  boolean isAdded() {
    return kind == Kind.COUNT || kind == Kind.FEN;
  }

  /** A value as a number of the column's unit, yuan for money; null stays null. */
  BigDecimal number(Object value) {
    if (value == null) {
      return null;
    }
    return switch (kind) {
      case TEXT -> throw new IllegalArgumentException(key + " is no number");
      case ORDINAL, COUNT -> BigDecimal.valueOf((Long) value);
      case FEN -> BigDecimal.valueOf((Long) value, 2);
      case PERCENT -> (BigDecimal) value;
    };
  }

  /** A value for people. */
  String text(Object value, Language language) {
    if (value == null) {
      return "";
    }
    return switch (kind) {
      case TEXT, ORDINAL -> {
        String text = value.toString();
        yield codes.containsKey(text) ? codes.get(text).in(language) : text;
      }
      case COUNT -> String.format(Locale.ROOT, "%,d", (Long) value);
      case FEN -> String.format(Locale.ROOT, "%,.2f", number(value));
      case PERCENT -> String.format(Locale.ROOT, "%.1f%%", number(value));
    };
  }

  /** As in openapi.yaml's Report. */
  JsonObject json() {
    var json =
        new JsonObject()
            .put("key", key)
            .put("title_zh", title.zh())
            .put("title_en", title.en())
            .put("kind", kind.name());
    only.ifPresent(language -> json.put("language", language.name().toLowerCase(Locale.ROOT)));
    if (!codes.isEmpty()) {
      var words = new JsonObject();
      codes.forEach(
          (code, each) ->
              words.put(code, new JsonObject().put("zh", each.zh()).put("en", each.en())));
      json.put("words", words);
    }
    return json;
  }
}
