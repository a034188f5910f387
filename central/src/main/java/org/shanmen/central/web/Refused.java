package org.shanmen.central.web;

import io.vertx.core.json.JsonObject;

/**
 * A request that cannot be answered as asked, and why, for the person who asked. Thrown by
 * operations, within transactions too (which it rolls back); the web room turns it into the error
 * answer. Carries no stack trace: it is an outcome, not a fault.
 */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String messageZh;

  /**
   * @param status HTTP, 400 to 499
   * @param code for programs, upper case
   */
  public Refused(int status, String code, String messageZh, String messageEn) {
    super(messageEn, null, false, false);
    this.status = status;
    this.code = code;
    this.messageZh = messageZh;
  }

  /** 400: the request itself is malformed. */
  public static Refused badRequest(String messageZh, String messageEn) {
    return new Refused(400, "BAD_REQUEST", messageZh, messageEn);
  }

  /** 401: nobody is logged in, or the password is wrong. */
  public static Refused unauthenticated(String messageZh, String messageEn) {
    return new Refused(401, "UNAUTHENTICATED", messageZh, messageEn);
  }

  /** 403: logged in, but may not. */
  public static Refused forbidden(String messageZh, String messageEn) {
    return new Refused(403, "FORBIDDEN", messageZh, messageEn);
  }

  /** 404: what the path names is not there. */
  public static Refused notFound(String messageZh, String messageEn) {
    return new Refused(404, "NOT_FOUND", messageZh, messageEn);
  }

  /** 409: well formed, but the present state does not allow it. */
  public static Refused conflict(String messageZh, String messageEn) {
    return new Refused(409, "CONFLICT", messageZh, messageEn);
  }

  /** 422: well formed, but the values do not go together or name something that is not there. */
  public static Refused unprocessable(String messageZh, String messageEn) {
    return new Refused(422, "UNPROCESSABLE", messageZh, messageEn);
  }

  /** 429: too often. */
  public static Refused tooManyRequests(String messageZh, String messageEn) {
    return new Refused(429, "TOO_MANY_REQUESTS", messageZh, messageEn);
  }

  /** For whoever reads Chinese; the exception's own message is English. */
  public String messageZh() {
    return messageZh;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** For programs, upper case. */
  public String code() {
    return code;
  }

  /** For logs and lists that show no language of their own. */
  public String bothLanguages() {
    return messageZh + " / " + getMessage();
  }

  /** The answer's body. */
  JsonObject body() {
    return new JsonObject()
        .put(
            "error",
            new JsonObject()
                .put("code", code)
                .put("message_zh", messageZh)
                .put("message_en", getMessage()));
  }
}
