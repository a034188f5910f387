package org.shanmen.gate.lane;

import java.util.Optional;
import org.shanmen.gate.Limits;
import org.shanmen.gate.admission.Decision;
import org.shanmen.protocol.wire.Reason;

/**
 * The visitor whom a member of staff is called to look at, if there is one. Once somebody agreed he
 * is not looked at any more, and waits only for the lane. Not thread-safe.
 */
final class Holding {
  /**
   * @param number tells this holding from all others of the lane; not 0
   * @param untilMillis when it is too late
   */
  record Held(Input.Presented shown, Decision.Admit then, long number, long untilMillis) {
    long right() {
      return then.ticket().right();
    }

    /** Whether this is whom a member of staff saw who names the right and the number. */
    boolean is(long namedRight, long namedNumber) {
      return namedRight == right() && namedNumber == number;
    }
  }

  private final long checkTimeoutMillis;
  private Optional<Held> held = Optional.empty();
  private long lastNumber;

  /** How whoever agreed said so; empty: nobody did. */
  private String agreedBy = "";

  private long agreedUntilMillis;

  /** Who was held until it was too late, and may have left. */
  private Optional<Held> lapsed = Optional.empty();

  private long lapsedUntilMillis;

  /** Why whoever was held last was not let through; empty: he was. */
  private Optional<Reason> refusal = Optional.empty();

  Holding(long checkTimeoutMillis) {
    this.checkTimeoutMillis = checkTimeoutMillis;
  }

  void begin(Input.Presented shown, Decision.Admit then, long nowMillis) {
    // The clock goes on while the daemon restarts, so that no number comes twice.
    lastNumber = Math.max(lastNumber + 1, nowMillis);
    agreedBy = "";
    forgetLapsed();
    held = Optional.of(new Held(shown, then, lastNumber, nowMillis + checkTimeoutMillis));
  }

  /** Held, or agreed to and not let through yet. */
  Optional<Held> held() {
    return held;
  }

  /** A member of staff is still to look. */
  Optional<Held> lookedFor() {
    return held.filter(each -> agreedBy.isEmpty());
  }

  /** A member of staff agreed; the lane has still to open. */
  Optional<Held> agreed() {
    return held.filter(each -> !agreedBy.isEmpty());
  }

  /** A member of staff agrees; of interest only while somebody is looked for. */
  void agree(String by, long nowMillis) {
    agreedBy = by;
    agreedUntilMillis = nowMillis + Limits.WAITING_MILLIS;
  }

  /** Whether this is whom the lane holds, or about whom staff may still say a late word. */
  boolean isOf(Showing showing) {
    return held.or(() -> lapsed).filter(each -> each.shown().showing().equals(showing)).isPresent();
  }

  /** It took too long: nobody came to look, or the other lane of a pair did not close. */
  boolean isOver(long nowMillis) {
    long agreed = agreedUntilMillis;
    return held.filter(each -> nowMillis >= (agreedBy.isEmpty() ? each.untilMillis() : agreed))
        .isPresent();
  }

  /** He is let through; returns how whoever agreed said so. */
  String letThrough() {
    held = Optional.empty();
    refusal = Optional.empty();
    return agreedBy;
  }

  /** Nobody came to look in time; a word that comes a little later still counts. */
  Optional<Held> lapse(Reason why, long nowMillis) {
    lapsed = held;
    lapsedUntilMillis = nowMillis + Limits.LATE_WORD_MILLIS;
    return end(why);
  }

  /** It is too late for a late word, or somebody else had his turn. */
  void forgetLapsed() {
    lapsed = Optional.empty();
  }

  void forgetLapsedAfter(long nowMillis) {
    if (nowMillis >= lapsedUntilMillis) {
      forgetLapsed();
    }
  }

  /** Holds again whoever was held too long, for a late word; false if there is none. */
  boolean resume() {
    if (held.isPresent() || lapsed.isEmpty()) {
      return false;
    }
    held = lapsed;
    agreedBy = "";
    forgetLapsed();
    return true;
  }

  /** About whom staff may still say a late word. */
  Optional<Held> lapsed() {
    return lapsed;
  }

  /** Nobody is held any more. */
  Optional<Held> end(Reason why) {
    var ended = held;
    held = Optional.empty();
    refusal = Optional.of(why);
    return ended;
  }

  /** Why whoever was held last was not let through; empty: he was. */
  Optional<Reason> refusal() {
    return refusal;
  }
}
