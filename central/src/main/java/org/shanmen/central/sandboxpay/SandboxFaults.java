package org.shanmen.central.sandboxpay;

import io.vertx.core.json.JsonObject;

/** What goes wrong on purpose, from now on. */
record SandboxFaults(Notifications notifications, Refunds refunds, Answers answers) {
  static final SandboxFaults NONE =
      new SandboxFaults(Notifications.DELIVER, Refunds.DONE, Answers.GIVEN);

  /** What becomes of a notification. */
  enum Notifications {
    DELIVER,
    /** It is never sent. */
    LOSE,
    TWICE,
    /** It is sent when somebody asks for what is held. */
    HOLD
  }

  /** What becomes of money to be paid back. */
  enum Refunds {
    DONE,
    /** Accepted, and done when somebody asks for what is held. */
    HELD,
    DECLINED
  }

  /** What whoever asks hears. */
  enum Answers {
    GIVEN,
    /** It is done, and the connection breaks before the answer. */
    LOST
  }

  /**
   * @param body what is left out stays
   * @throws IllegalArgumentException if there is no such fault
   */
  SandboxFaults with(JsonObject body) {
    return new SandboxFaults(
        Notifications.valueOf(body.getString("notifications", notifications.name())),
        Refunds.valueOf(body.getString("refunds", refunds.name())),
        Answers.valueOf(body.getString("answers", answers.name())));
  }

  JsonObject json() {
    return new JsonObject()
        .put("notifications", notifications.name())
        .put("refunds", refunds.name())
        .put("answers", answers.name());
  }
}
