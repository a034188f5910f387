package org.shanmen.central.handheld;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.shanmen.central.web.Refused;
import org.shanmen.protocol.wire.ClockQuality;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.Reason;

/** What a handheld reports, from JSON as in openapi.yaml into the events that gates send. */
final class Report {
  private Report() {}

  /**
   * @param epoch of the handheld's pairing
   * @throws Refused if a reason is none
   */
  static List<Event> events(JsonArray reported, long epoch) {
    var events = new ArrayList<Event>();
    for (int i = 0; i < reported.size(); i++) {
      events.add(event(reported.getJsonObject(i), epoch));
    }
    return events;
  }

  private static Event event(JsonObject from, long epoch) {
    var event =
        Event.newBuilder()
            .setEpoch(epoch)
            .setSequence(from.getLong("sequence"))
            .setAtMillis(from.getLong("at_millis"))
            .setKind(EventKind.valueOf(from.getString("kind")))
            .setPeople(from.getInteger("people", 0))
            .setTemplate(from.getInteger("ticket_type", 0))
            .setFeeFen(from.getInteger("fee_fen", 0))
            .setDetail(from.getString("detail", ""))
            .setRight(Long.parseLong(from.getString("right", "0")))
            .setFingerprint(Long.parseUnsignedLong(from.getString("fingerprint", "0"), 16))
            .setClock(ClockQuality.valueOf(from.getString("clock")));
    if (from.containsKey("direction")) {
      event.setDirection(Direction.valueOf(from.getString("direction")));
    }
    if (from.containsKey("credential")) {
      event.setCredential(CredentialKind.valueOf(from.getString("credential")));
    }
    if (from.containsKey("reason")) {
      event.setReason(reason(from.getString("reason")));
    }
    if (from.containsKey("reference")) {
      event.setReference(from.getLong("reference")).setReferenceEpoch(epoch);
    }
    return event.build();
  }

  private static Reason reason(String text) {
    return Arrays.stream(Reason.values())
        .filter(reason -> reason.name().equals(text) && reason != Reason.UNRECOGNIZED)
        .findFirst()
        .orElseThrow(() -> Refused.unprocessable("没有原因代码 " + text, "there is no reason " + text));
  }
}
