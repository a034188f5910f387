package org.shanmen.central.ticketing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.shanmen.central.credit.Balance;
import org.shanmen.central.web.Days;
import org.shanmen.central.web.Refused;

/**
 * What is asked for.
 *
 * @param coupons what the visitor said to get a promotion
 * @param partnerNumber the machine's own number of it, unique for the machine
 * @param key the Idempotency-Key, if one was given
 * @param hash SHA-256 of who asked for what, to compare a repeated key with
 */
record Order(
    List<Line> lines,
    Contact contact,
    Set<String> coupons,
    Optional<String> partnerNumber,
    Optional<String> key,
    byte[] hash) {
  /**
   * Some tickets of one type.
   *
   * @param people of one group ticket
   * @param firstDay today if empty
   * @param slot at which minute after midnight it begins, of types that have slots
   * @param credit paid in at once, on each ticket
   * @param credentials besides the QR code; only with quantity 1
   * @param holders none, or one for each ticket
   */
  record Line(
      String ticketType,
      int quantity,
      Optional<Integer> people,
      Optional<LocalDate> firstDay,
      Optional<Integer> slot,
      Optional<Balance.Parts> credit,
      List<Presented> credentials,
      List<Holder> holders) {}

  /**
   * @param body as in openapi.yaml
   * @throws Refused if it makes no sense
   */
  static Order of(JsonObject body, Optional<String> key, String buyer) {
    return new Order(
        lines(body),
        Contact.of(body.getJsonObject("contact")),
        coupons(body),
        Optional.ofNullable(body.getString("partner_number")),
        key,
        hash(buyer + '\n' + body.encode()));
  }

  /**
   * @param body as in openapi.yaml
   * @throws Refused if they make no sense
   */
  static List<Line> lines(JsonObject body) {
    return body.getJsonArray("lines").stream().map(line -> line((JsonObject) line)).toList();
  }

  /** What the visitor said, as promotions have it. */
  static Set<String> coupons(JsonObject body) {
    return body.getJsonArray("coupons", new JsonArray()).stream()
        .map(coupon -> ((String) coupon).strip())
        .filter(coupon -> !coupon.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The same for somebody. */
  Order forContact(Contact person) {
    return new Order(lines, person, coupons, partnerNumber, key, hash);
  }

  /** Principal and bonus, if the request pays anything in. */
  static Optional<Balance.Parts> credit(JsonObject body) {
    return Optional.ofNullable(body.getJsonObject("credit"))
        .map(
            credit ->
                new Balance.Parts(
                    credit.getLong("principal_fen"), credit.getLong("bonus_fen", 0L)));
  }

  private static Line line(JsonObject body) {
    int quantity = body.getInteger("quantity");
    var credentials =
        body.getJsonArray("credentials", new JsonArray()).stream()
            .map(JsonObject.class::cast)
            .map(c -> Presented.of(c.getString("kind"), c.getString("value")))
            .distinct()
            .toList();
    if (!credentials.isEmpty() && quantity != 1) {
      throw Refused.unprocessable("带卡或人脸时数量必须为 1", "with a card or a face the quantity must be 1");
    }
    var holders =
        body.getJsonArray("holders", new JsonArray()).stream()
            .map(holder -> Holder.of((JsonObject) holder))
            .toList();
    if (!holders.isEmpty() && holders.size() != quantity) {
      throw Refused.unprocessable(
          "持票人须与票数一致：%d 张票，%d 人".formatted(quantity, holders.size()),
          "each ticket needs its holder: %d tickets, %d holders"
              .formatted(quantity, holders.size()));
    }
    return new Line(
        body.getString("ticket_type"),
        quantity,
        Optional.ofNullable(body.getInteger("people")),
        Optional.ofNullable(body.getString("valid_on")).map(Days::of),
        Optional.ofNullable(body.getInteger("slot")),
        credit(body),
        credentials,
        holders);
  }

  private static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
