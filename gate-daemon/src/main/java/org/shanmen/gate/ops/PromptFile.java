package org.shanmen.gate.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.shanmen.gate.lane.Posture;
import org.shanmen.gate.lane.Prompt;
import org.shanmen.protocol.Decoded;
import org.shanmen.protocol.conf.ConfigReader;
import org.shanmen.protocol.conf.InvalidConfiguration;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.Reason;
import org.shanmen.protocol.wire.TicketKind;

/**
 * The templates of one language: the built-in ones, and a park's own in their place. The format is
 * explained at the top of {@code conf/prompts/zh.conf}.
 *
 * @param templates by key, such as {@code welcome.COUNT_CARD.panel}
 * @param mistakes in the park's own file, one line each; what they name is as built in
 */
record PromptFile(Map<String, Template> templates, List<String> mistakes) {
  /** What a text may name. In the order in which a mistake lists them. */
  static final Set<String> PLACEHOLDERS =
      new LinkedHashSet<>(
          List.of("name", "kind", "left", "people", "fee", "balance", "from", "from-time"));

  private static final String END = "(text|panel|voice)";
  private static final String OF_KIND = "((" + names(TicketKind.class) + ")\\.)?";

  /** Every key that a prompt can ask for. */
  private static final Pattern KEYS =
      Pattern.compile(
          String.join(
              "|",
              "kind\\.(" + names(TicketKind.class) + ")\\." + END,
              "idle\\.(" + names(LaneKind.class) + ")\\." + END,
              "idle\\.EXIT\\.(" + names(Prompt.Leaving.class) + ")\\." + END,
              "(welcome|held)\\." + OF_KIND + END,
              "(opened|wait|wait-instead|blocked|insert-card|take-card|rejected|testing|refused|standing|alarm)\\."
                  + END,
              "refused\\.(" + names(Reason.class) + ")\\." + OF_KIND + END,
              "standing\\.(" + names(Posture.class) + ")\\." + END,
              "alarm\\.[A-Z_]+\\." + END));

  static PromptFile builtIn(Language language) {
    String name = language + ".conf";
    try (var in = PromptFile.class.getResourceAsStream("prompts/" + name)) {
      var file = parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
      if (!file.mistakes().isEmpty()) {
        throw new IllegalStateException("the built-in prompts: " + file.mistakes());
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The park's own templates over the built-in ones.
   *
   * @param directory where {@code zh.conf} or {@code en.conf} is
   */
  static PromptFile read(Language language, Path directory) {
    var builtIn = builtIn(language);
    Path file = directory.resolve(language + ".conf");
    PromptFile own;
    try {
      own = parse(file.toString(), Files.readString(file));
    } catch (IOException e) {
      own = new PromptFile(Map.of(), List.of(file + ": cannot be read: " + e));
    }
    var all = new HashMap<>(builtIn.templates());
    all.putAll(own.templates());
    return new PromptFile(all, own.mistakes());
  }

  /** The template for a key, else the one that serves both panel and voice. */
  Optional<Template> find(String block, String device) {
    var exact = templates.get(block + "." + device);
    return Optional.ofNullable(exact == null ? templates.get(block + ".text") : exact);
  }

  static PromptFile parse(String name, String text) {
    var templates = new HashMap<String, Template>();
    var mistakes = new ArrayList<String>();
    try {
      var from = ConfigReader.parse(name, text);
      from.texts()
          .forEach(
              (key, value) -> {
                var mistake = mistake(key, value, templates);
                mistake.ifPresent(expected -> from.mistake(key, expected));
              });
      from.check();
    } catch (InvalidConfiguration e) {
      mistakes.addAll(e.mistakes());
    }
    return new PromptFile(templates, mistakes);
  }

  private static Optional<String> mistake(
      String key, String text, Map<String, Template> templates) {
    if (!KEYS.matcher(key).matches()) {
      return Optional.of("expected one of the keys of the built-in file");
    }
    // What panel and speech module cannot say they would replace by question marks.
    if (!Charset.forName("GBK").newEncoder().canEncode(text)) {
      return Optional.of("expected characters of GBK only");
    }
    var template = Template.parse(text, PLACEHOLDERS);
    if (template instanceof Decoded.Malformed<Template> malformed) {
      return Optional.of(malformed.why());
    }
    templates.put(key, ((Decoded.Ok<Template>) template).value());
    return Optional.empty();
  }

  private static <E extends Enum<E>> String names(Class<E> type) {
    var names = new ArrayList<String>();
    for (E constant : type.getEnumConstants()) {
      names.add(constant.name());
    }
    return String.join("|", names);
  }
}
