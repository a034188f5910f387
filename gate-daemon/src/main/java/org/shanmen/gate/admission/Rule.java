package org.shanmen.gate.admission;

import static org.shanmen.gate.admission.Figure.Name.AREA;
import static org.shanmen.gate.admission.Figure.Name.BALANCE_FEN;
import static org.shanmen.gate.admission.Figure.Name.CHECK_POINT;
import static org.shanmen.gate.admission.Figure.Name.ENTERED_TODAY;
import static org.shanmen.gate.admission.Figure.Name.FEE_FEN;
import static org.shanmen.gate.admission.Figure.Name.FROM;
import static org.shanmen.gate.admission.Figure.Name.FULL;
import static org.shanmen.gate.admission.Figure.Name.INSIDE;
import static org.shanmen.gate.admission.Figure.Name.LAST_ENTRY;
import static org.shanmen.gate.admission.Figure.Name.LIMIT;
import static org.shanmen.gate.admission.Figure.Name.LIMIT_FEN;
import static org.shanmen.gate.admission.Figure.Name.MINUTES;
import static org.shanmen.gate.admission.Figure.Name.ONLINE;
import static org.shanmen.gate.admission.Figure.Name.PEOPLE;
import static org.shanmen.gate.admission.Figure.Name.STATE;
import static org.shanmen.gate.admission.Figure.Name.UNCONFIRMED_FEN;
import static org.shanmen.gate.admission.Figure.Name.UNTIL;
import static org.shanmen.gate.admission.Figure.Name.USED;
import static org.shanmen.gate.admission.Figure.Name.USED_HERE;
import static org.shanmen.gate.admission.Figure.Name.USED_TODAY;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.shanmen.protocol.wire.ClockQuality;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.OfflinePolicy;
import org.shanmen.protocol.wire.Reason;
import org.shanmen.protocol.wire.Reentry;
import org.shanmen.protocol.wire.RightState;

/**
 * One rule of admission. They are declared in the order in which they are asked: what only the
 * centre or the window can mend, then how old a code is, then counts, times, places, money, and how
 * full the area is.
 */
public enum Rule {
  /** The gate's own settings make sense. */
  SETTINGS {
    @Override
    Verdict on(Case c) {
      return Verdict.refuseIf(!c.knowsZone(), Reason.DEVICE_FAULT);
    }
  },

  /** The gate knows the ticket type; else the ticket may be good and the gate's list is behind. */
  TYPE {
    @Override
    Verdict on(Case c) {
      return Verdict.refuseIf(!c.question().hasTemplate(), Reason.STALE);
    }
  },

  /** What was shown is still one of the right's credentials: not replaced or reprinted since. */
  CREDENTIAL {
    @Override
    Verdict on(Case c) {
      // Of a right that was refunded there is no other code to look for.
      boolean refunded = c.right().getState() == RightState.RIGHT_REVOKED;
      return Verdict.refuseIf(
          c.question().getReplaced(), refunded ? Reason.REVOKED : Reason.REPLACED);
    }
  },

  /** The right is active. A state that a newer centre invented does not open an older gate. */
  STATE_ACTIVE {
    @Override
    Verdict on(Case c) {
      return switch (c.right().getState()) {
        case ACTIVE -> Verdict.fine();
        case RIGHT_REVOKED -> Verdict.refuse(Reason.REVOKED);
        case RIGHT_LOST -> Verdict.refuse(Reason.LOST);
        case RIGHT_BLOCKED -> Verdict.refuse(Reason.BLOCKED);
        case RIGHT_NOT_ACTIVATED, RIGHT_STATE_UNSPECIFIED, UNRECOGNIZED ->
            Verdict.refuse(Reason.NOT_ACTIVATED);
      };
    }

    @Override
    List<Figure> figures(Case c) {
      return List.of(new Figure(STATE, c.question().getRight().getStateValue()));
    }
  },

  /**
   * Whoever wants out is not somebody for whom staff look: a right that was revoked, lost or
   * blocked is in the wrong hands. All others are let out, valid or not.
   */
  STATE_TO_LEAVE {
    @Override
    Verdict on(Case c) {
      return switch (c.right().getState()) {
        case RIGHT_REVOKED, RIGHT_LOST, RIGHT_BLOCKED -> STATE_ACTIVE.on(c);
        default -> Verdict.fine();
      };
    }

    @Override
    List<Figure> figures(Case c) {
      return STATE_ACTIVE.figures(c);
    }
  },

  /**
   * A rotating code was made just now, as far as the gate's clock can tell: one that knows no more
   * than that it is later than some time refuses only what was old then. A code from ahead of the
   * clock is fresh, for the centre made it: it is the clock that is behind.
   */
  FRESH {
    @Override
    Verdict on(Case c) {
      return Verdict.refuseIf(
          isOfRotatingCode(c) && ageMillis(c) >= goodForMillis(c), Reason.OLD_CODE);
    }

    @Override
    List<Figure> figures(Case c) {
      return isOfRotatingCode(c)
          ? List.of(
              new Figure(Figure.Name.CODE_AGE, ageMillis(c)),
              new Figure(Figure.Name.LIMIT_AGE, goodForMillis(c)))
          : List.of();
    }
  },

  ENTRIES {
    @Override
    Verdict on(Case c) {
      return Verdict.upTo(c.left(c.right().getEntries(), c.visits().total()), Reason.USED_UP);
    }

    @Override
    List<Figure> figures(Case c) {
      return List.of(new Figure(USED, c.visits().total()), limit(c.right().getEntries()));
    }
  },

  ENTRIES_PER_AREA {
    @Override
    Verdict on(Case c) {
      return Verdict.upTo(
          c.left(c.rules().getEntriesPerArea(), c.visits().totalHere()), Reason.USED_UP);
    }

    @Override
    List<Figure> figures(Case c) {
      return List.of(
          new Figure(USED_HERE, c.visits().totalHere()), limit(c.rules().getEntriesPerArea()));
    }
  },

  /** Where re-entry is refused, only those enter who have not entered today. */
  NO_REENTRY {
    @Override
    Verdict on(Case c) {
      return c.rules().getReentry() == Reentry.REENTRY_NEVER
          ? Verdict.upTo(c.visits().newcomers(), reason(c))
          : Verdict.fine();
    }

    /** A pass of several days is good again tomorrow, and its holder needs no other ticket. */
    private Reason reason(Case c) {
      return c.validity().hasEnded(Saturated.plus(c.question().getNowMillis(), DAY_MILLIS))
          ? Reason.USED_UP
          : Reason.DAILY_LIMIT;
    }

    @Override
    List<Figure> figures(Case c) {
      return List.of(
          new Figure(ENTERED_TODAY, c.visits().enteredToday()), new Figure(PEOPLE, c.members()));
    }
  },

  ENTRIES_PER_DAY {
    @Override
    Verdict on(Case c) {
      return Verdict.upTo(
          c.left(c.rules().getEntriesPerDay(), c.visits().totalToday()), Reason.DAILY_LIMIT);
    }

    @Override
    List<Figure> figures(Case c) {
      return List.of(
          new Figure(USED_TODAY, c.visits().totalToday()), limit(c.rules().getEntriesPerDay()));
    }
  },

  /** Where one must have left to come back, never more are inside than the right stands for. */
  OUT_BEFORE_IN {
    @Override
    Verdict on(Case c) {
      return c.rules().getReentry() == Reentry.REENTRY_AFTER_EXIT
          ? Verdict.upTo(c.members() - c.visits().inside(), Reason.ALREADY_INSIDE)
          : Verdict.fine();
    }

    @Override
    List<Figure> figures(Case c) {
      return List.of(new Figure(INSIDE, c.visits().inside()), new Figure(PEOPLE, c.members()));
    }
  },

  /** The same over all gates of a check point, for some minutes: nobody hands his card back. */
  ANTI_PASSBACK {
    @Override
    Verdict on(Case c) {
      return c.rules().getAntiPassbackMinutes() != 0
          ? Verdict.upTo(c.members() - c.visits().insideCheckPoint(), Reason.ALREADY_INSIDE)
          : Verdict.fine();
    }

    @Override
    List<Figure> figures(Case c) {
      return List.of(
          new Figure(MINUTES, Integer.toUnsignedLong(c.rules().getAntiPassbackMinutes())),
          new Figure(INSIDE, c.visits().insideCheckPoint()),
          new Figure(PEOPLE, c.members()));
    }
  },

  /** Before its end: of the right, and of so many days from the first use. */
  NOT_ENDED {
    @Override
    Verdict on(Case c) {
      return Verdict.refuseIf(c.validity().hasEnded(c.question().getNowMillis()), Reason.EXPIRED);
    }

    @Override
    List<Figure> figures(Case c) {
      return List.of(new Figure(UNTIL, c.validity().untilMillis()));
    }
  },

  BEGUN {
    @Override
    Verdict on(Case c) {
      return c.question().getNowMillis() < c.validity().fromMillis()
          ? Verdict.refuse(Reason.NOT_YET_VALID, c.validity().fromMillis())
          : Verdict.fine();
    }

    @Override
    List<Figure> figures(Case c) {
      return List.of(new Figure(FROM, c.validity().fromMillis()));
    }
  },

  /** Weekday, day rule and hours. */
  OPEN {
    @Override
    Verdict on(Case c) {
      long now = c.question().getNowMillis();
      return c.validity().isOpen(now)
          ? Verdict.fine()
          : Verdict.refuse(Reason.OUTSIDE_HOURS, c.validity().nextOpening(now));
    }
  },

  /**
   * Minutes since the last entry; nobody on his way in knows when that will have been. It is a
   * pause between visits: a group that has not come in as a whole goes on with its visit.
   */
  PAUSE {
    @Override
    Verdict on(Case c) {
      long minutes = Integer.toUnsignedLong(c.rules().getMinutesBetween());
      if (minutes == 0) {
        return Verdict.fine();
      }
      long left = c.members() - c.visits().ofThisVisit() - c.visits().reserved();
      if (c.visits().reserved() > 0) {
        return Verdict.upTo(left, Reason.TOO_SOON);
      }
      var last = c.visits().lastMillis();
      if (last.isEmpty()) {
        return Verdict.fine();
      }
      long from = Saturated.plus(last.getAsLong(), minutes * MINUTE_MILLIS);
      return c.question().getNowMillis() < from
          ? new Verdict(left, Reason.TOO_SOON, from)
          : Verdict.fine();
    }

    @Override
    List<Figure> figures(Case c) {
      var figures = new ArrayList<Figure>();
      figures.add(new Figure(MINUTES, Integer.toUnsignedLong(c.rules().getMinutesBetween())));
      c.visits().lastMillis().ifPresent(last -> figures.add(new Figure(LAST_ENTRY, last)));
      return figures;
    }
  },

  IN_AREA {
    @Override
    Verdict on(Case c) {
      var areas = c.rules().getAreasList();
      return Verdict.refuseIf(
          !areas.isEmpty() && !areas.contains(c.question().getArea()), Reason.WRONG_AREA);
    }

    @Override
    List<Figure> figures(Case c) {
      return List.of(new Figure(AREA, Integer.toUnsignedLong(c.question().getArea())));
    }
  },

  AT_CHECK_POINT {
    @Override
    Verdict on(Case c) {
      var points = c.rules().getCheckPointsList();
      return Verdict.refuseIf(
          !points.isEmpty() && !points.contains(c.question().getCheckPoint()), Reason.WRONG_AREA);
    }

    @Override
    List<Figure> figures(Case c) {
      return List.of(new Figure(CHECK_POINT, Integer.toUnsignedLong(c.question().getCheckPoint())));
    }
  },

  /** Some rights open one way only. */
  DIRECTION {
    @Override
    Verdict on(Case c) {
      var wrong = c.leaving() ? Direction.IN : Direction.OUT;
      return Verdict.refuseIf(c.rules().getOnly() == wrong, Reason.WRONG_WAY);
    }
  },

  /** A stored-value card opens no area that has no price for it. */
  PRICED {
    @Override
    Verdict on(Case c) {
      return Verdict.refuseIf(
          Fares.needPrice(c.question()) && !c.fares().priced(), Reason.WRONG_AREA);
    }

    @Override
    List<Figure> figures(Case c) {
      return c.fares().priced() ? List.of(new Figure(FEE_FEN, c.fares().fen())) : List.of();
    }
  },

  BALANCE {
    @Override
    Verdict on(Case c) {
      return Verdict.upTo(c.fares().paidBy(c.fares().balanceFen()), Reason.INSUFFICIENT_BALANCE);
    }

    @Override
    List<Figure> figures(Case c) {
      return List.of(
          new Figure(FEE_FEN, c.fares().fen()), new Figure(BALANCE_FEN, c.fares().balanceFen()));
    }
  },

  /** Two gates without a link would take the same credit twice: each takes a little only. */
  OFFLINE_LIMIT {
    @Override
    Verdict on(Case c) {
      return c.question().getOnline()
          ? Verdict.fine()
          : Verdict.upTo(c.fares().paidBy(c.fares().offlineFen()), Reason.OFFLINE_LIMIT);
    }

    @Override
    List<Figure> figures(Case c) {
      return List.of(
          new Figure(ONLINE, c.question().getOnline() ? 1 : 0),
          new Figure(UNCONFIRMED_FEN, Integer.toUnsignedLong(c.question().getUnconfirmedFen())),
          new Figure(LIMIT_FEN, Integer.toUnsignedLong(c.rules().getOfflineLimitFen())));
    }
  },

  /** A full area takes those back who were seen out of it today, and staff. */
  ROOM {
    @Override
    Verdict on(Case c) {
      return c.question().getAreaFull() && !c.rules().getBeyondCapacity()
          ? Verdict.upTo(c.visits().seenOut(), Reason.PARK_FULL)
          : Verdict.fine();
    }

    @Override
    List<Figure> figures(Case c) {
      return List.of(new Figure(FULL, c.question().getAreaFull() ? 1 : 0));
    }
  },

  /** The centre lets only this gate let people in on the right now, where it has to be asked. */
  CLAIM {
    @Override
    Verdict on(Case c) {
      var policy = c.rules().getOffline();
      if (policy == OfflinePolicy.OFFLINE_OPEN) {
        return Verdict.fine();
      }
      return switch (c.question().getClaim()) {
        case CLAIM_GRANTED -> Verdict.fine();
        case CLAIM_HELD_ELSEWHERE -> Verdict.refuse(Reason.BUSY);
        // A policy that a newer centre invented is not taken for leave to let people in.
        case CLAIM_NOT_NEEDED, CLAIM_UNANSWERED, UNRECOGNIZED ->
            Verdict.refuseIf(policy != OfflinePolicy.OFFLINE_CLAIM, Reason.STALE);
      };
    }

    @Override
    List<Figure> figures(Case c) {
      return c.rules().getOffline() == OfflinePolicy.OFFLINE_OPEN
          ? List.of()
          : List.of(new Figure(Figure.Name.CLAIM, c.question().getClaimValue()));
    }
  };

  private static final long MINUTE_MILLIS = 60_000;

  private static final long DAY_MILLIS = 24 * 60 * MINUTE_MILLIS;

  /**
   * A page shows a new code every 15 s; the rest is for clocks, and for whoever waits or is held.
   */
  private static final long CODE_GOOD_MILLIS = MINUTE_MILLIS;

  /** How wrong the clock of a machine may be that has not heard the centre since its start. */
  private static final long LOCAL_CLOCK_MILLIS = 5 * MINUTE_MILLIS;

  /** Asked of whoever leaves through a two-way lane, in this order. */
  static final List<Rule> TO_LEAVE = List.of(CREDENTIAL, STATE_TO_LEAVE, DIRECTION);

  /** Asked of whoever enters, in this order. */
  static final List<Rule> TO_ENTER =
      Arrays.stream(values()).filter(rule -> rule != STATE_TO_LEAVE).toList();

  /** What keeps a holder out and is no reason to doubt his card. */
  static final Set<Rule> OF_ONES_OWN_ENTRY =
      EnumSet.of(
          ENTRIES,
          ENTRIES_PER_AREA,
          NO_REENTRY,
          ENTRIES_PER_DAY,
          OUT_BEFORE_IN,
          ANTI_PASSBACK,
          PAUSE,
          ROOM);

  abstract Verdict on(Case c);

  /** What the rule looks at. */
  List<Figure> figures(Case c) {
    return List.of();
  }

  private static boolean isOfRotatingCode(Case c) {
    return c.question().getCodeMadeAtMillis() != 0;
  }

  private static long ageMillis(Case c) {
    return Saturated.minus(c.question().getNowMillis(), c.question().getCodeMadeAtMillis());
  }

  private static long goodForMillis(Case c) {
    return c.question().getClock() == ClockQuality.LOCAL
        ? CODE_GOOD_MILLIS + LOCAL_CLOCK_MILLIS
        : CODE_GOOD_MILLIS;
  }

  private static Figure limit(int unsigned) {
    return new Figure(LIMIT, Integer.toUnsignedLong(unsigned));
  }
}
