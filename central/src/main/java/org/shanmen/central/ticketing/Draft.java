package org.shanmen.central.ticketing;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.shanmen.central.web.Refused;

/**
 * One ticket about to be sold: an order line applied to its type. Pure.
 *
 * @param entries in total, 0: no limit; of a group one for each of its people
 * @param people how many may pass on one presentation
 */
record Draft(
    TicketType type, int people, int entries, Validity validity, List<Presented> credentials) {
  /** Of one sale. */
  static final int TICKETS = 500;

  /** A sale on paper, made while the centre was down, may be written up this many days later. */
  static final int DAYS_BACK = 366;

  /** How many days before the visit a ticket may be sold. */
  static final int DAYS_AHEAD = 730;

  /**
   * The tickets of an order, in its order.
   *
   * @throws Refused naming what cannot be sold
   */
  static List<Draft> of(Order order, Map<String, TicketType> types, LocalDate today, ZoneId zone) {
    var drafts = new ArrayList<Draft>();
    for (var line : order.lines()) {
      var draft = draft(line, types.get(line.ticketType()), today, zone);
      for (int i = 0; i < line.quantity(); i++) {
        drafts.add(draft);
      }
    }
    if (drafts.size() > TICKETS) {
      throw Refused.unprocessable(
          "一次最多售 " + TICKETS + " 张票", "at most " + TICKETS + " tickets in one sale");
    }
    return drafts;
  }

  private static Draft draft(Order.Line line, TicketType type, LocalDate today, ZoneId zone) {
    if (type == null || !type.row().getOnSale()) {
      throw Refused.unprocessable(
          "票种不存在或已停售:" + line.ticketType(),
          "there is no ticket type " + line.ticketType() + ", or it is not on sale");
    }
    int people = people(type, line.people());
    LocalDate first = line.firstDay().orElse(today);
    long ahead = ChronoUnit.DAYS.between(today, first);
    if (ahead < -DAYS_BACK || ahead > DAYS_AHEAD) {
      throw Refused.unprocessable(
          "有效日期超出范围:" + first,
          "%s is out of range: from %d days ago to %d days ahead"
              .formatted(first, DAYS_BACK, DAYS_AHEAD));
    }
    return new Draft(
        type,
        people,
        type.isGroup() ? people : type.row().getEntries(),
        Validity.of(first, type.row().getValidDays(), zone),
        line.credentials());
  }

  private static int people(TicketType type, Optional<Integer> given) {
    if (!type.isGroup()) {
      if (given.orElse(1) != 1) {
        throw Refused.unprocessable("只有团体票可以指定人数", "only a group ticket has a number of people");
      }
      return 1;
    }
    int most = type.row().getMaxPeople();
    int people =
        given.orElseThrow(
            () -> Refused.unprocessable("团体票需要人数", "a group ticket needs a number of people"));
    if (people > most) {
      throw Refused.unprocessable("团体票最多 " + most + " 人", "at most " + most + " people");
    }
    return people;
  }
}
