package org.shanmen.sim.control;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The fields of a request's body. Getters throw {@link Complaint}; {@link #end} complains about
 * fields that no getter asked for.
 */
final class Fields {
  private static final int MAX_SHOWN = 60;

  private final JsonObject json;
  private final Set<String> asked = new HashSet<>();

  private Fields(JsonObject json) {
    this.json = json;
  }

  /**
   * @param body may be null
   */
  static Fields of(Buffer body) {
    try {
      if (body != null && Json.decodeValue(body) instanceof JsonObject json) {
        return new Fields(json);
      }
    } catch (DecodeException e) {
      throw Complaint.malformed(
          "the body is not JSON: " + e.getMessage().lines().findFirst().orElse(""),
          "请求体不是有效的 JSON");
    }
    throw Complaint.malformed("expected a JSON object as body", "请求体应为 JSON 对象");
  }

  String text(String name) {
    if (value(name) instanceof String text) {
      return text;
    }
    throw wrong(name, "a text", "字符串");
  }

  boolean flag(String name) {
    if (value(name) instanceof Boolean flag) {
      return flag;
    }
    throw wrong(name, "true or false", "true 或 false");
  }

  int number(String name, int min, int max, int otherwise) {
    Object value = value(name);
    if (value == null && !json.containsKey(name)) {
      return otherwise;
    }
    if (value instanceof Integer number && number >= min && number <= max) {
      return number;
    }
    throw wrong(
        name, "a whole number from " + min + " to " + max, "从 " + min + " 到 " + max + " 的整数");
  }

  /** One of an enum's constants, in lower case. */
  <E extends Enum<E>> E choice(String name, E[] constants) {
    Object value = value(name);
    for (E constant : constants) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(value)) {
        return constant;
      }
    }
    String names =
        Arrays.stream(constants)
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    throw wrong(name, "one of " + names, "下列之一:" + names);
  }

  <E extends Enum<E>> E choice(String name, E[] constants, E otherwise) {
    return json.containsKey(name) ? choice(name, constants) : otherwise;
  }

  void end() {
    for (String name : json.fieldNames()) {
      if (!asked.contains(name)) {
        String known = asked.stream().sorted().collect(Collectors.joining(", "));
        throw Complaint.malformed(
            "unknown field \"" + name + "\"; known: " + known, "未知字段“" + name + "”;可用字段:" + known);
      }
    }
  }

  private Object value(String name) {
    asked.add(name);
    return json.getValue(name);
  }

  private Complaint wrong(String name, String english, String chinese) {
    if (!json.containsKey(name)) {
      return Complaint.malformed(
          name + " is missing: expected " + english, name + " 缺失:应为" + chinese);
    }
    String whole = Json.encode(json.getValue(name));
    String shown =
        name
            + " = "
            + (whole.length() <= MAX_SHOWN ? whole : whole.substring(0, MAX_SHOWN) + "...");
    return Complaint.malformed(shown + ": expected " + english, shown + ":应为" + chinese);
  }
}
