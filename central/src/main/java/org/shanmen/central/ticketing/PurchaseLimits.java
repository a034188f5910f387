package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.ORDER_LINE;
import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_HOLDER;
import static org.shanmen.central.db.tables.Tables.TICKET_ORDER;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.shanmen.central.catalogue.TicketType;
import org.shanmen.central.web.Refused;

/**
 * How many tickets of a type one document or one phone number may buy, for visits that are less
 * than so many days apart. What is held or paid counts, what was given back does not. Methods take
 * the caller's transaction, in which he holds the change log's lock, and block.
 *
 * @param zone the park's
 */
record PurchaseLimits(ZoneId zone) {
  private record Visit(TicketType type, LocalDate day, String who) {}

  /** Whether a ticket's type has a limit. */
  static boolean needed(Draft draft) {
    var row = draft.type().row();
    return row.getLimitPerId() > 0 || row.getLimitPerPhone() > 0;
  }

  /**
   * @param drafts of one order that meets the {@link TermsOfSale}; its lines are not stored yet
   * @throws Refused if somebody has too many
   */
  void check(DSLContext tx, List<Draft> drafts, Contact contact) {
    check(tx, drafts, contact, wanted -> wanted);
  }

  /** The same of an order whose lines are stored: it is among what is counted. */
  void checkStored(DSLContext tx, List<Draft> drafts, Contact contact) {
    check(tx, drafts, contact, wanted -> 0);
  }

  private void check(DSLContext tx, List<Draft> drafts, Contact contact, IntUnaryOperator besides) {
    counted(
            drafts,
            type -> type.row().getLimitPerId(),
            draft -> draft.holder().orElseThrow().number())
        .forEach(
            (visit, wanted) ->
                require(
                    visit,
                    besides.applyAsInt(wanted),
                    byDocument(tx, visit),
                    visit.type().row().getLimitPerId(),
                    "证件"));
    counted(drafts, type -> type.row().getLimitPerPhone(), draft -> contact.phone().orElseThrow())
        .forEach(
            (visit, wanted) ->
                require(
                    visit,
                    besides.applyAsInt(wanted),
                    byPhone(tx, visit),
                    visit.type().row().getLimitPerPhone(),
                    "手机号"));
  }

  /** The tickets of an order that each visitor wants, besides those of near days. */
  private static Map<Visit, Integer> counted(
      List<Draft> drafts, Function<TicketType, Integer> limit, Function<Draft, String> who) {
    var wanted = new LinkedHashMap<Visit, Integer>();
    var limited = drafts.stream().filter(draft -> limit.apply(draft.type()) > 0).toList();
    for (var draft : limited) {
      wanted.putIfAbsent(new Visit(draft.type(), draft.validity().first(), who.apply(draft)), 0);
    }
    wanted.replaceAll(
        (visit, none) ->
            (int)
                limited.stream()
                    .filter(draft -> draft.type().equals(visit.type()))
                    .filter(draft -> who.apply(draft).equals(visit.who()))
                    .filter(draft -> near(visit, draft.validity().first()))
                    .count());
    return wanted;
  }

  private static boolean near(Visit visit, LocalDate day) {
    return !day.isBefore(earliest(visit)) && !day.isAfter(latest(visit));
  }

  private static LocalDate earliest(Visit visit) {
    return visit.day().minusDays(visit.type().row().getLimitDays() - 1L);
  }

  private static LocalDate latest(Visit visit) {
    return visit.day().plusDays(visit.type().row().getLimitDays() - 1L);
  }

  private static void require(Visit visit, int wanted, int bought, int limit, String whatZh) {
    if (bought + wanted > limit) {
      int days = visit.type().row().getLimitDays();
      String what = whatZh.equals("证件") ? "document" : "phone number";
      throw Refused.conflict(
          "%s：每个%s%s限购 %d 张，%s 已购 %d 张"
              .formatted(
                  visit.type().row().getNameZh(),
                  whatZh,
                  days == 1 ? "每天" : " %d 天内".formatted(days),
                  limit,
                  Holder.masked(visit.who()),
                  bought),
          "%s: at most %d for one %s within %d day(s); %s has %d"
              .formatted(
                  visit.type().row().getCode(),
                  limit,
                  what,
                  days,
                  Holder.masked(visit.who()),
                  bought));
    }
  }

  private int byDocument(DSLContext tx, Visit visit) {
    var of = TICKET_HOLDER.DOCUMENT_NUMBER.eq(visit.who());
    int held =
        tx.fetchCount(
            DSL.select(TICKET_HOLDER.ID)
                .from(TICKET_HOLDER)
                .join(ORDER_LINE)
                .on(ORDER_LINE.ID.eq(TICKET_HOLDER.ORDER_LINE_ID))
                .join(TICKET_ORDER)
                .on(TICKET_ORDER.ID.eq(ORDER_LINE.ORDER_ID))
                .where(of.and(held(visit))));
    int paid =
        tx.fetchCount(
            DSL.select(TICKET_HOLDER.ID)
                .from(TICKET_HOLDER)
                .join(TICKET)
                .on(TICKET.ID.eq(TICKET_HOLDER.TICKET_ID))
                .where(of.and(bought(visit))));
    return held + paid;
  }

  private int byPhone(DSLContext tx, Visit visit) {
    var of = TICKET_ORDER.CONTACT_PHONE.eq(visit.who());
    int held =
        tx.select(DSL.coalesce(DSL.sum(ORDER_LINE.QUANTITY), DSL.inline(0)))
            .from(ORDER_LINE)
            .join(TICKET_ORDER)
            .on(TICKET_ORDER.ID.eq(ORDER_LINE.ORDER_ID))
            .where(of.and(held(visit)))
            .fetchSingle()
            .value1()
            .intValueExact();
    int paid =
        tx.fetchCount(
            DSL.select(TICKET.ID)
                .from(TICKET)
                .join(TICKET_ORDER)
                .on(TICKET_ORDER.ID.eq(TICKET.ORDER_ID))
                .where(of.and(bought(visit))));
    return held + paid;
  }

  private static Condition held(Visit visit) {
    return TICKET_ORDER
        .STATE
        .eq(OrderState.HELD.name())
        .and(ORDER_LINE.TICKET_TYPE_ID.eq(visit.type().row().getId()))
        .and(ORDER_LINE.FIRST_DAY.between(earliest(visit), latest(visit)));
  }

  private Condition bought(Visit visit) {
    return Stock.counts(visit.type().row().getId(), earliest(visit), latest(visit), zone);
  }
}
