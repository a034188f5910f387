package org.shanmen.gate.admission;

import org.shanmen.protocol.wire.Reason;

/**
 * How far one rule lets people through.
 *
 * @param people at most so many on this presentation; 0 or less: nobody
 * @param otherwise why nobody; unspecified for a rule that has nothing to say here
 * @param fromMillis Unix time from which the answer would be another one; 0: not known
 */
record Verdict(long people, Reason otherwise, long fromMillis) {
  private static final Verdict FINE = new Verdict(Long.MAX_VALUE, Reason.REASON_UNSPECIFIED, 0);

  static Verdict fine() {
    return FINE;
  }

  static Verdict upTo(long people, Reason otherwise) {
    return new Verdict(people, otherwise, 0);
  }

  static Verdict refuse(Reason reason) {
    return refuse(reason, 0);
  }

  static Verdict refuse(Reason reason, long fromMillis) {
    return new Verdict(0, reason, fromMillis);
  }

  static Verdict refuseIf(boolean wrong, Reason reason) {
    return wrong ? refuse(reason) : FINE;
  }
}
