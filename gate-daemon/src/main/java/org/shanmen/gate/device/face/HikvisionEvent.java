package org.shanmen.gate.device.face;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.OptionalLong;
import org.shanmen.protocol.Decoded;

/**
 * What a Hikvision terminal pushes (ISAPI event notification), as far as a gate cares.
 *
 * <pre>
 * {"ipAddress": ..., "dateTime": "2026-05-01T09:00:00+08:00", "eventType": "AccessControllerEvent",
 *  "AccessControllerEvent": {"majorEventType": 5, "subEventType": 75, "employeeNoString": "5001",
 *                            "serialNo": 501, "currentEvent": true, ...}}
 * </pre>
 *
 * @param eventType empty if missing, like every other text
 * @param majorEventType 0 if missing
 * @param subEventType 75: a face was recognised; 76: it was not; 0 if missing
 * @param employeeNo the recognised person's number in the terminal, which is the credential
 * @param serialNo the terminal's own count of events
 * @param currentEvent false while the terminal replays its history
 */
record HikvisionEvent(
    String eventType,
    String dateTime,
    int majorEventType,
    int subEventType,
    String employeeNo,
    OptionalLong serialNo,
    boolean currentEvent) {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(16).maxStringLength(4096).build())
          .build();

  /** Reads one event. Never throws; unknown fields are skipped, fields of a wrong kind are not. */
  static Decoded<HikvisionEvent> parse(byte[] json) {
    Draft draft = new Draft();
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return new Decoded.Malformed<>("expected a JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        draft.outer(name, parser);
      }
      if (parser.nextToken() != null) {
        return new Decoded.Malformed<>("expected nothing behind the JSON object");
      }
      return new Decoded.Ok<>(draft.event());
    } catch (IOException e) {
      return new Decoded.Malformed<>("not an event in JSON: " + firstLine(e.getMessage()));
    }
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }

  private static final class Draft {
    private String eventType = "";
    private String dateTime = "";
    private int majorEventType;
    private int subEventType;
    private String employeeNo = "";
    private OptionalLong serialNo = OptionalLong.empty();
    private boolean currentEvent;

    void outer(String name, JsonParser parser) throws IOException {
      switch (name) {
        case "eventType" -> eventType = text(name, parser);
        case "dateTime" -> dateTime = text(name, parser);
        case "AccessControllerEvent" -> {
          if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new IOException("AccessControllerEvent: expected an object");
          }
          while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String inner = parser.currentName();
            parser.nextToken();
            inner(inner, parser);
          }
        }
        default -> parser.skipChildren();
      }
    }

    private void inner(String name, JsonParser parser) throws IOException {
      switch (name) {
        case "majorEventType" -> majorEventType = (int) number(name, parser);
        case "subEventType" -> subEventType = (int) number(name, parser);
        case "employeeNoString" -> employeeNo = text(name, parser);
        case "serialNo" -> serialNo = OptionalLong.of(number(name, parser));
        case "currentEvent" -> currentEvent = flag(name, parser);
        default -> parser.skipChildren();
      }
    }

    HikvisionEvent event() {
      return new HikvisionEvent(
          eventType, dateTime, majorEventType, subEventType, employeeNo, serialNo, currentEvent);
    }

    private static String text(String name, JsonParser parser) throws IOException {
      if (parser.currentToken() != JsonToken.VALUE_STRING) {
        throw new IOException(name + ": expected a text");
      }
      return parser.getText();
    }

    private static long number(String name, JsonParser parser) throws IOException {
      if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
        throw new IOException(name + ": expected a whole number");
      }
      return parser.getLongValue();
    }

    private static boolean flag(String name, JsonParser parser) throws IOException {
      if (!parser.currentToken().isBoolean()) {
        throw new IOException(name + ": expected true or false");
      }
      return parser.getBooleanValue();
    }
  }
}
