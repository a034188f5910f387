package org.shanmen.central.park;

import static org.shanmen.central.db.tables.Tables.PARK;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jooq.DSLContext;
import org.shanmen.central.db.tables.tables.records.ParkRecord;
import org.shanmen.central.web.Refused;

/**
 * What visitors see of the park: names, languages, the last lines of a receipt, the logo. Methods
 * take the caller's transaction and block; JSON is as in openapi.yaml.
 *
 * <p>The time zone is the configuration's alone: days of tickets, quotas and statements are counted
 * in it, so it is no matter of taste.
 */
public final class ParkFace {
  /** Of a logo; fits into a request's body in base64. */
  static final int LOGO_BYTES = 45_000;

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};

  private ParkFace() {}

  static JsonObject json(DSLContext tx) {
    return json(row(tx));
  }

  private static ParkRecord row(DSLContext tx) {
    return tx.selectFrom(PARK).fetchSingle();
  }

  private static JsonObject json(ParkRecord row) {
    return new JsonObject()
        .put("name_zh", row.getNameZh())
        .put("name_en", row.getNameEn())
        .put("zone", row.getZone())
        .put("languages", new JsonArray(List.of(row.getLanguages().split(","))))
        .put("receipt_zh", row.getReceiptZh())
        .put("receipt_en", row.getReceiptEn())
        .put("logo", row.getLogo() != null);
  }

  /** Names that are changed here are no longer those of the configuration. */
  static JsonObject change(DSLContext tx, JsonObject body) {
    var row = tx.selectFrom(PARK).forNoKeyUpdate().fetchSingle();
    if (body.containsKey("name_zh") || body.containsKey("name_en")) {
      row.setNameZh(body.getString("name_zh", row.getNameZh()));
      row.setNameEn(body.getString("name_en", row.getNameEn()));
      row.setNamedHere(true);
    }
    if (body.containsKey("languages")) {
      var languages = new ArrayList<String>();
      body.getJsonArray("languages").forEach(language -> languages.add((String) language));
      row.setLanguages(String.join(",", languages));
    }
    row.setReceiptZh(body.getString("receipt_zh", row.getReceiptZh()));
    row.setReceiptEn(body.getString("receipt_en", row.getReceiptEn()));
    row.store();
    return json(row);
  }

  /**
   * @throws Refused if there is none
   */
  static JsonObject logo(DSLContext tx) {
    var row = row(tx);
    if (row.getLogo() == null) {
      throw Refused.notFound("没有标志图", "there is no logo");
    }
    return new JsonObject()
        .put("type", row.getLogoType())
        .put("data", Base64.getEncoder().encodeToString(row.getLogo()));
  }

  /**
   * @param base64 of a PNG or JPEG file
   * @throws Refused if it is something else, or too large
   */
  static JsonObject setLogo(DSLContext tx, String base64) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw Refused.unprocessable("不是有效的 base64", "not base64");
    }
    if (bytes.length > LOGO_BYTES) {
      throw Refused.unprocessable(
          "标志图过大，最多 %d 字节".formatted(LOGO_BYTES),
          "the logo is too large: at most %d bytes".formatted(LOGO_BYTES));
    }
    var row = tx.selectFrom(PARK).forNoKeyUpdate().fetchSingle();
    row.setLogo(bytes);
    row.setLogoType(type(bytes));
    row.store();
    return logo(tx);
  }

  static void removeLogo(DSLContext tx) {
    tx.update(PARK).setNull(PARK.LOGO).setNull(PARK.LOGO_TYPE).execute();
  }

  /** By what the file begins with, whatever its name was. */
  private static String type(byte[] bytes) {
    if (startsWith(bytes, PNG)) {
      return "image/png";
    }
    if (startsWith(bytes, JPEG)) {
      return "image/jpeg";
    }
    throw Refused.unprocessable("标志图须为 PNG 或 JPEG", "the logo must be a PNG or JPEG file");
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length > start.length
        && java.util.Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }
}
