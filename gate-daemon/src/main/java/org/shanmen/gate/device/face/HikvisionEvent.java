package org.shanmen.gate.device.face;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;
import org.shanmen.protocol.Decoded;
import org.shanmen.protocol.wire.CredentialKind;

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

  private static final String ACCESS = "AccessControllerEvent";
  private static final int MAJOR_EVENT = 5;
  private static final int FACE_PASSED = 75;

  /** Reads one event. Never throws; unknown fields are skipped, fields of a wrong kind are not. */
  static Decoded<HikvisionEvent> parse(byte[] json) {
    Draft draft = new Draft();
    return EventJson.unless(EventJson.read(json, draft::outer), draft::event);
  }

  /** What it means. Somebody who was recognised without a time is malformed. */
  Decoded<FaceReport> report(ZoneId zone, Instant now) {
    if (!eventType.equals(ACCESS)
        || majorEventType != MAJOR_EVENT
        || subEventType != FACE_PASSED
        || employeeNo.isBlank()) {
      return new Decoded.Ok<>(FaceReport.NOBODY);
    }
    Optional<Instant> at = FaceReport.time(dateTime, zone, now);
    if (at.isEmpty()) {
      return new Decoded.Malformed<>("dateTime: expected such as 2026-05-01T09:00:00+08:00");
    }
    return new Decoded.Ok<>(
        new FaceReport(
            Optional.of(new FaceReport.Person(CredentialKind.FACE, employeeNo)),
            !currentEvent,
            serialNo.isPresent() ? Long.toString(serialNo.getAsLong()) : "",
            at));
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
        case "eventType" -> eventType = EventJson.text(name, parser);
        case "dateTime" -> dateTime = EventJson.text(name, parser);
        case ACCESS -> EventJson.object(name, parser, this::inner);
        default -> parser.skipChildren();
      }
    }

    private void inner(String name, JsonParser parser) throws IOException {
      switch (name) {
        case "majorEventType" -> majorEventType = (int) EventJson.number(name, parser);
        case "subEventType" -> subEventType = (int) EventJson.number(name, parser);
        case "employeeNoString" -> employeeNo = EventJson.text(name, parser);
        case "serialNo" -> serialNo = OptionalLong.of(EventJson.number(name, parser));
        case "currentEvent" -> currentEvent = EventJson.flag(name, parser);
        default -> parser.skipChildren();
      }
    }

    HikvisionEvent event() {
      return new HikvisionEvent(
          eventType, dateTime, majorEventType, subEventType, employeeNo, serialNo, currentEvent);
    }
  }
}
