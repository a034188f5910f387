package org.shanmen.gate.admission;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.Reason;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.protocol.wire.TicketKind;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

/**
 * The rules of admission.
 *
 * <p>When several refusals apply, the visitor hears the one that he can act on, so the order is:
 *
 * <ol>
 *   <li>the right's state (lost, blocked, refunded, not activated): the window must help, nothing
 *       else matters;
 *   <li>counts (used up, daily limit): another ticket, or another day;
 *   <li>times (expired, not yet valid, outside hours, too soon): from the one that cannot be waited
 *       for to the one that takes minutes;
 *   <li>the area: the ticket is good, only not here.
 * </ol>
 *
 * <p>Leaving needs no right: at an exit every credential is let out, and its use of the exit counts
 * against nothing. At entries and two-way lanes a credential opens inwards.
 */
public final class Admission {
  private Admission() {}

  /**
   * Decides whether a right opens a lane now. Total and pure.
   *
   * @param template the right's; empty when the gate does not hold it, which is {@link
   *     Reason#STALE}: the ticket may be good, the gate's list is behind
   * @param uses every known use of the right, each once
   * @param reserved people whom this lane has admitted on the right and who have not passed yet
   * @param nowMillis Unix time
   */
  public static Decision decide(
      Right right,
      Optional<TicketTemplate> template,
      List<Use> uses,
      int reserved,
      LaneFacts lane,
      long nowMillis) {
    var rules = template.orElse(TicketTemplate.getDefaultInstance());
    var ticket = Ticket.of(right, rules);
    int people = Math.max(1, right.getPeople());
    if (lane.kind() == LaneKind.EXIT) {
      return new Decision.Admit(ticket, Direction.OUT, people, Decision.UNLIMITED);
    }
    if (template.isEmpty()) {
      return new Decision.Refuse(ticket, Reason.STALE);
    }
    var now = Instant.ofEpochMilli(nowMillis).atZone(lane.zone());
    var entered = Entered.of(uses, now, reserved);
    var refusal =
        ofState(right.getState())
            .or(() -> ofKind(rules.getKind()))
            .or(() -> ofCounts(right, rules, entered))
            .or(() -> ofTimes(right, rules, entered, nowMillis, now))
            .or(() -> ofArea(rules, lane.area()));
    if (refusal.isPresent()) {
      return new Decision.Refuse(ticket, refusal.get());
    }
    long leftInTotal = left(right.getEntries(), entered.total);
    long leftToday = left(rules.getEntriesPerDay(), entered.today);
    int admitted = (int) Math.min(people, Math.min(leftInTotal, leftToday));
    int left =
        right.getEntries() == 0
            ? Decision.UNLIMITED
            : (int) Math.min(Integer.MAX_VALUE, leftInTotal - admitted);
    return new Decision.Admit(ticket, Direction.IN, admitted, left);
  }

  /** Lets somebody out, or keeps him out, whose credential says nothing to this gate. */
  static Decision decideUnknown(Reason reason, LaneFacts lane) {
    return lane.kind() == LaneKind.EXIT
        ? new Decision.Admit(Ticket.NONE, Direction.OUT, 1, Decision.UNLIMITED)
        : new Decision.Refuse(Ticket.NONE, reason);
  }

  private static Optional<Reason> ofState(RightState state) {
    return switch (state) {
      case ACTIVE -> Optional.empty();
      case RIGHT_REVOKED -> Optional.of(Reason.REVOKED);
      case RIGHT_LOST -> Optional.of(Reason.LOST);
      case RIGHT_BLOCKED -> Optional.of(Reason.BLOCKED);
      // A state that a newer centre invented does not open an older gate.
      case RIGHT_NOT_ACTIVATED, RIGHT_STATE_UNSPECIFIED, UNRECOGNIZED ->
          Optional.of(Reason.NOT_ACTIVATED);
    };
  }

  /** A gate holds no balances: what it cannot deduct it does not admit. */
  private static Optional<Reason> ofKind(TicketKind kind) {
    return kind == TicketKind.STORED_VALUE
        ? Optional.of(Reason.INSUFFICIENT_BALANCE)
        : Optional.empty();
  }

  private static Optional<Reason> ofCounts(Right right, TicketTemplate rules, Entered entered) {
    if (left(right.getEntries(), entered.total) <= 0) {
      return Optional.of(Reason.USED_UP);
    }
    if (left(rules.getEntriesPerDay(), entered.today) <= 0) {
      return Optional.of(Reason.DAILY_LIMIT);
    }
    return Optional.empty();
  }

  private static Optional<Reason> ofTimes(
      Right right, TicketTemplate rules, Entered entered, long nowMillis, ZonedDateTime now) {
    long nowSeconds = Math.floorDiv(nowMillis, 1000L);
    if (nowSeconds >= right.getValidUntil()) {
      return Optional.of(Reason.EXPIRED);
    }
    if (nowSeconds < right.getValidFrom()) {
      return Optional.of(Reason.NOT_YET_VALID);
    }
    if (!isOpen(
        rules.getOpenFromMinute(),
        rules.getOpenUntilMinute(),
        now.getHour() * 60 + now.getMinute())) {
      return Optional.of(Reason.OUTSIDE_HOURS);
    }
    if (rules.getMinutesBetween() != 0
        && !entered.pausedFor(rules.getMinutesBetween(), nowMillis)) {
      return Optional.of(Reason.TOO_SOON);
    }
    return Optional.empty();
  }

  private static Optional<Reason> ofArea(TicketTemplate rules, int area) {
    return rules.getAreasCount() == 0 || rules.getAreasList().contains(area)
        ? Optional.empty()
        : Optional.of(Reason.WRONG_AREA);
  }

  /** Whether a minute of the day lies in hours that may span midnight; equal ends: all day. */
  private static boolean isOpen(int from, int until, int minute) {
    if (from == until) {
      return true;
    }
    return from < until ? minute >= from && minute < until : minute >= from || minute < until;
  }

  /** On the wire a limit is unsigned and 0 means none. */
  private static long left(int limit, long used) {
    return limit == 0 ? Long.MAX_VALUE : Integer.toUnsignedLong(limit) - used;
  }

  /**
   * People who entered on a right, or are about to.
   *
   * @param lastMillis of the latest entry, {@link Long#MIN_VALUE} when there was none
   */
  private record Entered(long total, long today, long lastMillis, boolean entering) {
    static Entered of(List<Use> uses, ZonedDateTime now, int reserved) {
      LocalDate day = now.toLocalDate();
      long total = reserved;
      long today = reserved;
      long last = Long.MIN_VALUE;
      for (Use use : uses) {
        if (use.getDirection() == Direction.OUT) {
          continue;
        }
        long people = Integer.toUnsignedLong(use.getPeople());
        total += people;
        if (Instant.ofEpochMilli(use.getAtMillis())
            .atZone(now.getZone())
            .toLocalDate()
            .equals(day)) {
          today += people;
        }
        last = Math.max(last, use.getAtMillis());
      }
      return new Entered(total, today, last, reserved > 0);
    }

    boolean pausedFor(int minutes, long nowMillis) {
      if (entering) {
        return false;
      }
      return lastMillis == Long.MIN_VALUE
          || nowMillis - lastMillis >= Integer.toUnsignedLong(minutes) * 60_000L;
    }
  }
}
