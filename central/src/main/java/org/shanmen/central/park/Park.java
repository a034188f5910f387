package org.shanmen.central.park;

import io.vertx.core.json.JsonObject;
import java.time.ZoneId;

/**
 * What the configuration says about the park.
 *
 * @param zone in which its days begin and end
 */
public record Park(String nameZh, String nameEn, ZoneId zone) {
  /** As in openapi.yaml's Park. */
  public JsonObject json() {
    return new JsonObject().put("name_zh", nameZh).put("name_en", nameEn).put("zone", zone.getId());
  }
}
