package org.shanmen.central.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What openapi.yaml says of the body of one operation, for bodies that come in another way than by
 * a request of their own. Thread-safe.
 */
public final class BodySchema {
  /**
   * @param property of the body; empty: the body as a whole
   * @param what English, as the validator says it
   */
  public record Mistake(String property, String what) {}

  private static final String UNKNOWN = "string";

  private final Validator validator;
  private final Map<String, String> types;
  private final Set<String> required;

  private BodySchema(Validator validator, Map<String, String> types, Set<String> required) {
    this.validator = validator;
    this.types = types;
    this.required = required;
  }

  static BodySchema of(Contract contract, JsonObject file, String operationId) {
    var operation = contract.model().operation(operationId);
    var schema = operation.getRequestBody().getContent().get("application/json").getSchema();
    var validator = contract.model().getSchemaRepository().validator(schema);
    var described =
        body(
            file,
            operation.getOpenAPIPath(),
            operation.getHttpMethod().name().toLowerCase(Locale.ROOT));
    var types = new LinkedHashMap<String, String>();
    var properties = described.getJsonObject("properties");
    for (var name : properties.fieldNames()) {
      types.put(name, type(resolved(file, properties.getJsonObject(name))));
    }
    var required =
        described.getJsonArray("required", new JsonArray()).stream()
            .map(String.class::cast)
            .collect(Collectors.toSet());
    return new BodySchema(validator, types, required);
  }

  private static JsonObject body(JsonObject file, String path, String method) {
    return resolved(
        file,
        file.getJsonObject("paths")
            .getJsonObject(path)
            .getJsonObject(method)
            .getJsonObject("requestBody")
            .getJsonObject("content")
            .getJsonObject("application/json")
            .getJsonObject("schema"));
  }

  private static JsonObject resolved(JsonObject file, JsonObject schema) {
    String reference = schema.getString("$ref");
    if (reference == null) {
      return schema;
    }
    var found = file;
    for (var part : reference.substring("#/".length()).split("/")) {
      found = found.getJsonObject(part);
    }
    return resolved(file, found);
  }

  private static String type(JsonObject schema) {
    var type = schema.getValue("type");
    return type instanceof JsonArray several
        ? several.getString(0)
        : type == null ? UNKNOWN : (String) type;
  }

  /** The properties and what they are: string, integer, boolean, array or object. */
  public Map<String, String> types() {
    return types;
  }

  /** The properties that must be there. */
  public Set<String> required() {
    return required;
  }

  /** What is wrong with a body, once for each property; empty if the operation would take it. */
  public List<Mistake> mistakes(JsonObject body) {
    var output = validator.validate(body);
    if (Boolean.TRUE.equals(output.getValid())) {
      return List.of();
    }
    var errors = output.getErrors() == null ? List.of(output) : output.getErrors();
    // What lies deepest says most; what holds it only says that something in it is wrong.
    var deepest = new LinkedHashMap<String, OutputUnit>();
    for (var error : errors) {
      deepest.merge(
          property(error),
          error,
          (before, next) -> place(next).length() >= place(before).length() ? next : before);
    }
    if (deepest.size() > 1) {
      deepest.remove("");
    }
    return deepest.entrySet().stream()
        .map(entry -> new Mistake(entry.getKey(), String.valueOf(entry.getValue().getError())))
        .toList();
  }

  private static String property(OutputUnit error) {
    return place(error).replaceFirst("^#/?", "").replaceFirst("/.*", "");
  }

  private static String place(OutputUnit error) {
    return error.getInstanceLocation() == null ? "" : error.getInstanceLocation();
  }
}
