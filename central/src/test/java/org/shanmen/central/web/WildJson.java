package org.shanmen.central.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Random;

/** Values that mostly fit a schema, and now and then do not. */
final class WildJson {
  private static final List<Object> ODD =
      List.of(
          "",
          "\0",
          "\ud83d",
          "'; drop table ticket; --",
          "山门😀",
          "x".repeat(3000),
          -1,
          0.5,
          1e300,
          Long.MAX_VALUE,
          true,
          new JsonArray(),
          new JsonObject(),
          new JsonArray().add(new JsonArray()));

  private final Random random;
  private final JsonObject contract;

  WildJson(Random random, JsonObject contract) {
    this.random = random;
    this.contract = contract;
  }

  Object value(JsonObject declared) {
    if (random.nextInt(25) == 0) {
      return ODD.get(random.nextInt(ODD.size()));
    }
    var schema = resolve(declared);
    var options = schema.getJsonArray("enum");
    if (options != null) {
      return options.getValue(random.nextInt(options.size()));
    }
    return switch (String.valueOf(schema.getValue("type"))) {
      case "object" -> object(schema);
      case "array" -> array(schema);
      case "boolean" -> random.nextBoolean();
      case "integer" -> integer(schema);
      default -> text(schema);
    };
  }

  private JsonObject object(JsonObject schema) {
    var object = new JsonObject();
    var required = schema.getJsonArray("required", new JsonArray());
    for (var property : schema.getJsonObject("properties", new JsonObject())) {
      boolean needed = required.contains(property.getKey());
      if (needed ? random.nextInt(40) > 0 : random.nextBoolean()) {
        object.put(property.getKey(), value((JsonObject) property.getValue()));
      }
    }
    if (random.nextInt(40) == 0) {
      object.put("surprise", 1);
    }
    return object;
  }

  private JsonArray array(JsonObject schema) {
    var array = new JsonArray();
    int size = schema.getInteger("minItems", 0) + random.nextInt(3);
    for (int i = 0; i < size; i++) {
      array.add(value(schema.getJsonObject("items")));
    }
    return array;
  }

  private Object integer(JsonObject schema) {
    long min = schema.getLong("minimum", 0L);
    long max = schema.getLong("maximum", 1000L);
    return switch (random.nextInt(6)) {
      case 0 -> min;
      case 1 -> max;
      case 2 -> random.nextBoolean() ? min - 1 : max + 1;
      default -> min + (long) (random.nextDouble() * Math.min(max - min, 20));
    };
  }

  /** Few values, so that they meet again: codes that exist, repeated names. */
  private String text(JsonObject schema) {
    if ("date".equals(schema.getString("format"))) {
      return List.of("2026-05-01", "2026-02-30", "9999-12-31", "0000-01-01", "today")
          .get(random.nextInt(5));
    }
    int length = schema.getInteger("minLength", 1);
    String word = "f" + random.nextInt(6);
    return length > word.length() ? word + "a".repeat(length - word.length()) : word;
  }

  private JsonObject resolve(JsonObject schema) {
    String reference = schema.getString("$ref");
    if (reference == null) {
      return schema;
    }
    var found = contract;
    for (String step : reference.substring(reference.indexOf("#/") + 2).split("/")) {
      found = found.getJsonObject(step);
    }
    return resolve(found);
  }
}
