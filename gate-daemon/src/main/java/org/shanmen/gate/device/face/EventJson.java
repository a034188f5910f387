package org.shanmen.gate.device.face;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.function.Supplier;
import org.shanmen.protocol.Decoded;

/** Reads events in JSON, one token after the other, within bounds. */
final class EventJson {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(16).maxStringLength(4096).build())
          .build();

  /** Takes one field's value, of which the parser stands at the first token. */
  interface Fields {
    void field(String name, JsonParser parser) throws IOException;
  }

  private EventJson() {}

  /** Reads a whole object; empty if all is well, else why not. Never throws. */
  static String read(byte[] json, Fields fields) {
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return "expected a JSON object";
      }
      each(parser, fields);
      return parser.nextToken() == null ? "" : "expected nothing behind the JSON object";
    } catch (IOException e) {
      return "not an event in JSON: " + e.getMessage().lines().findFirst().orElse("");
    }
  }

  /** Reads an object inside. */
  static void object(String name, JsonParser parser, Fields fields) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new IOException(name + ": expected an object");
    }
    each(parser, fields);
  }

  private static void each(JsonParser parser, Fields fields) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      fields.field(name, parser);
    }
  }

  static String text(String name, JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw new IOException(name + ": expected a text");
    }
    return parser.getText();
  }

  static long number(String name, JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw new IOException(name + ": expected a whole number");
    }
    return parser.getLongValue();
  }

  static boolean flag(String name, JsonParser parser) throws IOException {
    if (!parser.currentToken().isBoolean()) {
      throw new IOException(name + ": expected true or false");
    }
    return parser.getBooleanValue();
  }

  /** What was read, unless something was wrong. */
  static <T> Decoded<T> unless(String wrong, Supplier<T> read) {
    return wrong.isEmpty() ? new Decoded.Ok<>(read.get()) : new Decoded.Malformed<>(wrong);
  }
}
