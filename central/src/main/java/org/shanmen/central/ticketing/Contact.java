package org.shanmen.central.ticketing;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.regex.Pattern;
import org.shanmen.central.db.tables.tables.records.TicketOrderRecord;

/**
 * Whom an order is for: by this it is found when it is collected.
 *
 * @param phone digits alone, without the country's own code
 * @param idNumber as {@link Holder} has it
 */
record Contact(Optional<String> name, Optional<String> phone, Optional<String> idNumber) {
  /** A mobile number of mainland China with the country's code before it. */
  private static final Pattern HOME = Pattern.compile("^(?:00)?86(1[0-9]{10})$");

  static final Contact NOBODY = new Contact(Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * @param body as in openapi.yaml, null if there is none
   */
  static Contact of(JsonObject body) {
    if (body == null) {
      return NOBODY;
    }
    return new Contact(
        text(body, "name").map(String::strip),
        text(body, "phone").map(Contact::digits),
        text(body, "id_number").map(Holder::normalised));
  }

  /** Whom a stored order is for. */
  static Contact of(TicketOrderRecord order) {
    return new Contact(
        Optional.ofNullable(order.getContactName()),
        Optional.ofNullable(order.getContactPhone()),
        Optional.ofNullable(order.getContactIdNumber()));
  }

  /** A phone number as it is stored and looked for. */
  static String digits(String phone) {
    return HOME.matcher(phone.replaceAll("[^0-9]", "")).replaceFirst("$1");
  }

  private static Optional<String> text(JsonObject body, String key) {
    return Optional.ofNullable(body.getString(key)).filter(text -> !text.isBlank());
  }
}
