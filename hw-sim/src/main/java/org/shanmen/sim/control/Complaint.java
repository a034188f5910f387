package org.shanmen.sim.control;

import io.vertx.core.json.JsonObject;

/** Why a request is not obeyed, for whoever sent it. */
final class Complaint extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;
  private final String chinese;

  private Complaint(int status, String code, String english, String chinese) {
    super(english, null, false, false);
    this.status = status;
    this.code = code;
    this.chinese = chinese;
  }

  /** The request is not as it should be. */
  static Complaint malformed(String english, String chinese) {
    return new Complaint(400, "BAD_REQUEST", english, chinese);
  }

  static Complaint unknown(String english, String chinese) {
    return new Complaint(404, "NOT_FOUND", english, chinese);
  }

  static Complaint wrongMethod(String allowed) {
    return new Complaint(405, "METHOD_NOT_ALLOWED", "expected " + allowed, "该地址只接受 " + allowed);
  }

  static Complaint tooLarge(int maxBytes) {
    return new Complaint(
        413,
        "TOO_LARGE",
        "the body is larger than " + maxBytes + " bytes",
        "请求体超过 " + maxBytes + " 字节");
  }

  /** The lane is not in a state to do it. */
  static Complaint impossible(String why) {
    return new Complaint(409, "IMPOSSIBLE", why, "当前状态下无法执行:" + why);
  }

  /** The daemon did not take it. */
  static Complaint notTaken(String why) {
    return new Complaint(502, "NOT_TAKEN", why, "检票机程序未接收:" + why);
  }

  static Complaint broken() {
    return new Complaint(
        500, "INTERNAL", "the simulator failed; its log tells more", "模拟器内部错误,详见其日志");
  }

  int status() {
    return status;
  }

  JsonObject json() {
    return new JsonObject()
        .put(
            "error",
            new JsonObject()
                .put("code", code)
                .put("message_en", getMessage())
                .put("message_zh", chinese));
  }
}
