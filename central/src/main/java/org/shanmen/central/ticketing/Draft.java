package org.shanmen.central.ticketing;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.shanmen.central.catalogue.Slot;
import org.shanmen.central.catalogue.TicketType;
import org.shanmen.central.catalogue.Validity;
import org.shanmen.central.credit.Balance;
import org.shanmen.central.ticketing.Discounts.Discount;
import org.shanmen.central.web.Refused;

/**
 * One ticket about to be sold: an order line applied to its type. Pure.
 *
 * @param listFen what the ticket itself costs before promotions, without what is paid in
 * @param discounts what promotions take off it, at most its price
 * @param entries in total, 0: no limit; of a group one for each of its people
 * @param people how many may pass on one presentation
 * @param credit paid in at the sale, if tickets of the type hold money
 * @param holder in whose name it is, if that was asked for
 */
record Draft(
    TicketType type,
    int people,
    int entries,
    Validity validity,
    long listFen,
    List<Discount> discounts,
    Balance.Parts credit,
    List<Presented> credentials,
    Optional<Holder> holder) {
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
  static List<Draft> of(
      List<Order.Line> lines, Map<String, TicketType> types, LocalDate today, ZoneId zone) {
    var drafts = new ArrayList<Draft>();
    for (var line : lines) {
      var draft = draft(line, types.get(line.ticketType()), today, zone);
      for (int i = 0; i < line.quantity(); i++) {
        drafts.add(line.holders().isEmpty() ? draft : draft.in(line.holders().get(i)));
      }
    }
    if (drafts.size() > TICKETS) {
      throw Refused.unprocessable(
          "一次最多售 " + TICKETS + " 张票", "at most " + TICKETS + " tickets in one sale");
    }
    return drafts;
  }

  /** What of it is for the ticket itself. */
  long ticketFen() {
    return listFen - Discounts.sum(discounts);
  }

  /** What the visitor pays. */
  long priceFen() {
    return ticketFen() + credit.principal();
  }

  /** At which minute its slot begins, or null. */
  Integer slotMinute() {
    return validity.slot().map(Slot::fromMinute).orElse(null);
  }

  /** The same in somebody's name. */
  Draft in(Holder name) {
    return new Draft(
        type,
        people,
        entries,
        validity,
        listFen,
        discounts,
        credit,
        credentials,
        Optional.of(name));
  }

  /** The same for less. */
  Draft less(List<Discount> off) {
    return new Draft(type, people, entries, validity, listFen, off, credit, credentials, holder);
  }

  /** What shows the ticket besides its code: of real-name types the holder's card too. */
  List<Presented> shown() {
    var card = holder.filter(name -> type.row().getRealName()).flatMap(Holder::shown);
    return Stream.concat(credentials.stream(), card.stream()).distinct().toList();
  }

  /**
   * One ticket of an order line.
   *
   * @param type null if there is none
   * @throws Refused saying why it cannot be sold
   */
  static Draft draft(Order.Line line, TicketType type, LocalDate today, ZoneId zone) {
    if (type == null || !type.row().getOnSale()) {
      throw Refused.unprocessable(
          "票种不存在或已停售：" + line.ticketType(),
          "there is no ticket type " + line.ticketType() + ", or it is not on sale");
    }
    int people = people(type, line.people());
    var validity = validity(line, type, today, zone);
    return new Draft(
        type,
        people,
        entries(type, people),
        validity,
        type.priceFen(validity.first(), today),
        List.of(),
        credit(type, line.credit()),
        line.credentials(),
        Optional.empty());
  }

  /** In total; a group has one for each of its people. */
  static int entries(TicketType type, int people) {
    return type.isGroup() ? people : type.row().getEntries();
  }

  private static Validity validity(Order.Line line, TicketType type, LocalDate today, ZoneId zone) {
    var row = type.row();
    if (row.getSeasonFrom() != null) {
      if (line.firstDay().isPresent() || line.slot().isPresent()) {
        throw Refused.unprocessable(
            "该票种有固定有效期，不能指定日期（valid_on）", "this type is valid for a season: it takes no valid_on");
      }
      if (row.getSeasonUntil().isBefore(today)) {
        throw Refused.unprocessable(
            "该票种的有效期已过：" + row.getSeasonUntil(), "the season is over: " + row.getSeasonUntil());
      }
      return new Validity(row.getSeasonFrom(), row.getSeasonUntil(), zone);
    }
    LocalDate first = line.firstDay().orElse(today);
    long ahead = ChronoUnit.DAYS.between(today, first);
    if (ahead < -DAYS_BACK || ahead > DAYS_AHEAD) {
      throw Refused.unprocessable(
          "有效日期超出范围：" + first,
          "%s is out of range: from %d days ago to %d days ahead"
              .formatted(first, DAYS_BACK, DAYS_AHEAD));
    }
    return slot(line, type, first)
        .map(slot -> Validity.of(first, slot, zone))
        .orElseGet(() -> Validity.of(first, row.getValidDays(), zone));
  }

  private static Optional<Slot> slot(Order.Line line, TicketType type, LocalDate day) {
    String code = type.row().getCode();
    if (!type.hasSlots()) {
      if (line.slot().isPresent()) {
        throw Refused.unprocessable(
            "该票种没有时段（slot）：" + code, "tickets of this type have no slot: " + code);
      }
      return Optional.empty();
    }
    int minute =
        line.slot()
            .orElseThrow(
                () -> Refused.unprocessable("请选择时段（slot）：" + code, "choose a slot of " + code));
    var slot = type.calendar().slot(day, minute);
    if (slot.isEmpty()) {
      throw Refused.unprocessable(
          "%s %s 没有 %s 开始的时段".formatted(day, code, Slot.clock(minute)),
          "%s has no slot on %s that begins at %s".formatted(code, day, Slot.clock(minute)));
    }
    return slot;
  }

  private static Balance.Parts credit(TicketType type, Optional<Balance.Parts> given) {
    if (given.isPresent() && !type.holdsMoney()) {
      throw Refused.unprocessable(
          "该票种不能储值：" + type.row().getCode(),
          "tickets of this type hold no money: " + type.row().getCode());
    }
    given.ifPresent(type::requireBonusFits);
    return given.orElse(new Balance.Parts(0, 0));
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
