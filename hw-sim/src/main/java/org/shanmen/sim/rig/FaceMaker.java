package org.shanmen.sim.rig;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Whose face terminal a lane has; each tells an event in its own words. */
enum FaceMaker {
  /** ISAPI's {@code AccessControllerEvent}: sub-event 75 is a pass, 76 a failure. */
  HIKVISION("application/json") {
    @Override
    String body(String person, FaceEvent event, long number, Instant at) {
      return new JsonObject()
          .put("ipAddress", "127.0.0.1")
          .put("dateTime", OffsetDateTime.ofInstant(at, ZoneId.systemDefault()).toString())
          .put("eventType", "AccessControllerEvent")
          .put("eventState", "active")
          .put(
              "AccessControllerEvent",
              new JsonObject()
                  .put("deviceName", "Simulated face terminal")
                  .put("majorEventType", 5)
                  .put("subEventType", event == FaceEvent.FAIL ? 76 : 75)
                  .put("cardNo", "0")
                  .put("employeeNoString", person)
                  .put("serialNo", number)
                  .put("currentVerifyMode", "cardOrFaceOrFp")
                  .put("currentEvent", event != FaceEvent.HISTORY))
          .encode();
    }
  },
  /** A record of {@code rtlog}: event 0 is a pass, 27 somebody unknown. */
  ZKTECO("text/plain") {
    @Override
    String body(String person, FaceEvent event, long number, Instant at) {
      var time = LocalDateTime.ofInstant(at, ZoneId.systemDefault());
      return "time=%s\tpin=%s\tcardno=0\teventaddr=1\tevent=%d\tinoutstatus=0\tverifytype=15\tindex=%d\r\n"
          .formatted(LOCAL.format(time), person, event == FaceEvent.FAIL ? 27 : 0, number);
    }
  },
  /** An {@code OpenDoor}: status 1 is a pass, 0 a failure; nothing but the time tells history. */
  DAHUA("application/json") {
    @Override
    String body(String person, FaceEvent event, long number, Instant at) {
      return new JsonObject()
          .put("Action", "Pulse")
          .put(
              "Data",
              new JsonObject()
                  .put("CardNo", "")
                  .put("Method", 15)
                  .put("Name", "OpenDoor")
                  .put("Status", event == FaceEvent.FAIL ? 0 : 1)
                  .put("Type", "Entry")
                  .put("UTC", at.getEpochSecond())
                  .put("UserID", person))
          .encode();
    }
  };

  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private final String contentType;

  FaceMaker(String contentType) {
    this.contentType = contentType;
  }

  /** By the path that such terminals post to; any other path is Hikvision's, who may choose it. */
  static FaceMaker of(URI listener) {
    String path = listener.getPath();
    if (path.startsWith("/iclock/")) {
      return ZKTECO;
    }
    return path.startsWith("/dahua") ? DAHUA : HIKVISION;
  }

  String contentType() {
    return contentType;
  }

  /**
   * What is posted.
   *
   * @param number the terminal's count of events
   * @param at whole seconds
   */
  abstract String body(String person, FaceEvent event, long number, Instant at);
}
