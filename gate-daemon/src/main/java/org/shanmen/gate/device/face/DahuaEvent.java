package org.shanmen.gate.device.face;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.shanmen.protocol.Decoded;
import org.shanmen.protocol.wire.CredentialKind;

/**
 * What a Dahua terminal posts when a door opens, as far as a gate cares.
 *
 * <pre>
 * {"Action": "Pulse", "Data": {"CardNo": "", "Method": 4, "Name": "OpenDoor", "Status": 1,
 *                              "Type": "Entry", "UTC": 1583173448, "UserID": ""}}
 * </pre>
 *
 * @param action empty if missing, like every other text
 * @param method how: 1 card, 4 opened from afar, 5 exit button, 15 face, and others
 * @param status 1 if the terminal let the person in
 * @param utc seconds since 1970, if told
 */
record DahuaEvent(
    String action,
    String name,
    String cardNo,
    String userId,
    long method,
    long status,
    OptionalLong utc) {

  private static final int PASSED = 1;
  private static final int BY_CARD = 1;
  private static final int FROM_AFAR = 4;
  private static final int BY_BUTTON = 5;

  /** Reads one event. Never throws; unknown fields are skipped, fields of a wrong kind are not. */
  static Decoded<DahuaEvent> parse(byte[] json) {
    Draft draft = new Draft();
    return EventJson.unless(EventJson.read(json, draft::outer), draft::event);
  }

  /**
   * What it means. A door that was opened from afar or by a button lets nobody in here: there is no
   * ticket in it.
   */
  Decoded<FaceReport> report() {
    if (!action.equals("Pulse")
        || !name.equals("OpenDoor")
        || status != PASSED
        || method == FROM_AFAR
        || method == BY_BUTTON) {
      return new Decoded.Ok<>(FaceReport.NOBODY);
    }
    boolean card = userId.isBlank() || method == BY_CARD && !cardNo.isBlank();
    String value = card ? cardNo : userId;
    if (value.isBlank()) {
      return new Decoded.Ok<>(FaceReport.NOBODY);
    }
    if (card && !FaceReport.CARD.matcher(cardNo).matches()) {
      return new Decoded.Malformed<>("CardNo: expected 2 to 20 hexadecimal digits");
    }
    if (utc.isEmpty()) {
      return new Decoded.Malformed<>("UTC is missing: expected seconds since 1970");
    }
    // A count of seconds beyond what an Instant holds is far from now in any case.
    long seconds = Math.max(0, Math.min(utc.getAsLong(), Integer.MAX_VALUE * 4L));
    CredentialKind kind = card ? CredentialKind.CARD : CredentialKind.FACE;
    return new Decoded.Ok<>(
        new FaceReport(
            Optional.of(new FaceReport.Person(kind, value)),
            false,
            "",
            Optional.of(Instant.ofEpochSecond(seconds))));
  }

  private static final class Draft {
    private String action = "";
    private String name = "";
    private String cardNo = "";
    private String userId = "";
    private long method;
    private long status;
    private OptionalLong utc = OptionalLong.empty();

    void outer(String field, JsonParser parser) throws IOException {
      switch (field) {
        case "Action" -> action = EventJson.text(field, parser);
        case "Data" -> EventJson.object(field, parser, this::inner);
        default -> parser.skipChildren();
      }
    }

    private void inner(String field, JsonParser parser) throws IOException {
      switch (field) {
        case "Name" -> name = EventJson.text(field, parser);
        case "CardNo" -> cardNo = EventJson.text(field, parser);
        case "UserID" -> userId = EventJson.text(field, parser);
        case "Method" -> method = EventJson.number(field, parser);
        case "Status" -> status = EventJson.number(field, parser);
        case "UTC" -> utc = OptionalLong.of(EventJson.number(field, parser));
        default -> parser.skipChildren();
      }
    }

    DahuaEvent event() {
      return new DahuaEvent(action, name, cardNo, userId, method, status, utc);
    }
  }
}
