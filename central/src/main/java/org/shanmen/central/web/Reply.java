package org.shanmen.central.web;

import io.vertx.core.json.JsonObject;

/**
 * What an operation answers.
 *
 * @param body null for 204 and for a file
 * @param download null: the body is the answer
 */
public record Reply(int status, JsonObject body, Download download) {
  private Reply(int status, JsonObject body) {
    this(status, body, null);
  }

  public static Reply ok(JsonObject body) {
    return new Reply(200, body);
  }

  public static Reply created(JsonObject body) {
    return new Reply(201, body);
  }

  public static Reply accepted(JsonObject body) {
    return new Reply(202, body);
  }

  public static Reply file(Download download) {
    return new Reply(200, null, download);
  }

  public static Reply noContent() {
    return new Reply(204, null);
  }
}
