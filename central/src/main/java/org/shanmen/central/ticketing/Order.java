package org.shanmen.central.ticketing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.shanmen.central.credit.Balance;
import org.shanmen.central.web.Days;
import org.shanmen.central.web.Refused;

/**
 * What a clerk asks to sell.
 *
 * @param key the Idempotency-Key, if one was given
 * @param hash SHA-256 of who asked for what, to compare a repeated key with
 */
record Order(String payment, List<Line> lines, Optional<String> key, byte[] hash) {
  /**
   * Some tickets of one type.
   *
   * @param people of one group ticket
   * @param firstDay today if empty
   * @param credit paid in at once, on each ticket
   * @param credentials besides the QR code; only with quantity 1
   */
  record Line(
      String ticketType,
      int quantity,
      Optional<Integer> people,
      Optional<LocalDate> firstDay,
      Optional<Balance.Parts> credit,
      List<Presented> credentials) {}

  /**
   * @param body as in openapi.yaml
   * @throws Refused if it makes no sense
   */
  static Order of(JsonObject body, Optional<String> key, String seller) {
    var lines = body.getJsonArray("lines").stream().map(l -> line((JsonObject) l)).toList();
    return new Order(body.getString("payment"), lines, key, hash(seller + '\n' + body.encode()));
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
    return new Line(
        body.getString("ticket_type"),
        quantity,
        Optional.ofNullable(body.getInteger("people")),
        Optional.ofNullable(body.getString("valid_on")).map(Days::of),
        credit(body),
        credentials);
  }

  private static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
