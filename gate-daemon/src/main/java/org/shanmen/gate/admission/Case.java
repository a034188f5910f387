package org.shanmen.gate.admission;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.shanmen.protocol.OpeningHours;
import org.shanmen.protocol.wire.Question;
import org.shanmen.protocol.wire.Reentry;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.TicketTemplate;

/** A question with what follows from it at once; what the rules look at. Never throws. */
final class Case {
  private final Question question;
  private final Optional<ZoneId> zone;
  private final Visits visits;
  private final Validity validity;
  private final Fares fares;

  Case(Question question) {
    this.question = question;
    this.zone = zoneOf(question.getZone());
    var zoneOrUtc = zone.orElse(ZoneOffset.UTC);
    var hours = new OpeningHours(question.getTemplate(), zoneOrUtc);
    this.visits = Visits.of(question, hours);
    this.validity =
        new Validity(
            question.getRight(), question.getTemplate(), zoneOrUtc, hours, visits.firstMillis());
    this.fares = Fares.of(question, visits.spentFen(), isFreeReentry());
  }

  private static Optional<ZoneId> zoneOf(String name) {
    try {
      return Optional.of(ZoneId.of(name));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  Question question() {
    return question;
  }

  Right right() {
    return question.getRight();
  }

  TicketTemplate rules() {
    return question.getTemplate();
  }

  boolean knowsZone() {
    return zone.isPresent();
  }

  Visits visits() {
    return visits;
  }

  Validity validity() {
    return validity;
  }

  Fares fares() {
    return fares;
  }

  Ticket ticket() {
    return Ticket.of(right(), rules());
  }

  boolean leaving() {
    return Admission.isLeaving(question);
  }

  /** People for whom the right stands, 1 but for groups. */
  long members() {
    return members(right());
  }

  static long members(Right right) {
    return Math.min(Integer.MAX_VALUE, Math.max(1, Integer.toUnsignedLong(right.getPeople())));
  }

  /**
   * How many may pass on one presentation, before any rule limits it; at least 1. Out go those who
   * are inside, as far as that is known. In go those who have not entered yet today and, when all
   * have, those who come back: never both at once, because the ones cost an entry and perhaps a
   * fee, the others do not.
   */
  long people() {
    if (leaving()) {
      return Math.max(1, Math.min(members(), visits.inside()));
    }
    return reentriesAreFree() && !isFreeReentry() ? visits.newcomers() : members();
  }

  /** Everybody for whom the right stands entered today, and coming back costs nothing. */
  boolean isFreeReentry() {
    return reentriesAreFree() && visits.newcomers() == 0;
  }

  boolean reentriesAreFree() {
    return reentriesAreFree(rules());
  }

  static boolean reentriesAreFree(TicketTemplate rules) {
    return rules.getReentry() == Reentry.REENTRY_FREE
        || rules.getReentry() == Reentry.REENTRY_AFTER_EXIT;
  }

  /** How many more entries a limit allows; on the wire it is unsigned, and 0 means none. */
  long left(int limit, long used) {
    return limit == 0 || isFreeReentry() ? Long.MAX_VALUE : Integer.toUnsignedLong(limit) - used;
  }

  /** Entries that remain on the ticket when so many have passed. */
  int leftAfter(int people) {
    if (right().getEntries() == 0) {
      return Decision.UNLIMITED;
    }
    long used = visits.total() + (isFreeReentry() ? 0 : people);
    long left = Integer.toUnsignedLong(right().getEntries()) - used;
    return (int) Math.min(Integer.MAX_VALUE, Math.max(0, left));
  }
}
