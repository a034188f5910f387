package org.shanmen.central.ticketing;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;
import org.shanmen.central.web.Refused;
import org.shanmen.protocol.wire.CredentialKind;

/**
 * In whose name a ticket is.
 *
 * @param number of the document, upper case and without blanks
 */
record Holder(String name, Document document, String number) {
  /** What proves who somebody is; the names are those of the database and the interface. */
  enum Document {
    /** A resident identity card, which gates' readers read. */
    ID_CARD,
    PASSPORT,
    /** A travel permit of residents of Hong Kong, Macao or Taiwan. */
    PERMIT,
    OTHER
  }

  /**
   * @param body as in openapi.yaml
   * @throws Refused if no card has such a number
   */
  static Holder of(JsonObject body) {
    var document = Document.valueOf(body.getString("document", Document.ID_CARD.name()));
    String number = normalised(body.getString("number"));
    if (document == Document.ID_CARD) {
      number = Presented.of(CredentialKind.ID_CARD.name(), number).value();
    }
    String name = body.getString("name").strip();
    if (name.isEmpty() || number.isEmpty()) {
      throw Refused.unprocessable("持票人姓名和证件号不能为空", "a holder needs a name and a number");
    }
    return new Holder(name, document, number);
  }

  /** A document's number as it is stored and looked for. */
  static String normalised(String number) {
    return number.replaceAll("\\s+", "").toUpperCase(Locale.ROOT);
  }

  /** What the holder can show at a gate instead of the code. */
  Optional<Presented> shown() {
    return document == Document.ID_CARD
        ? Optional.of(new Presented(CredentialKind.ID_CARD, number))
        : Optional.empty();
  }

  /** As in openapi.yaml, the number for recognising and not for copying. */
  JsonObject json() {
    return new JsonObject()
        .put("name", name)
        .put("document", document.name())
        .put("number", masked(number));
  }

  /** The first three and the last four letters; of a shorter number than a resident's, fewer. */
  static String masked(String number) {
    boolean isLong = number.length() >= 15;
    int head = isLong ? 3 : Math.min(1, number.length() / 4);
    int tail = isLong ? 4 : Math.min(2, number.length() / 3);
    int hidden = number.length() - head - tail;
    return number.substring(0, head) + "*".repeat(hidden) + number.substring(head + hidden);
  }
}
