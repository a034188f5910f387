package org.shanmen.central.report;

import static org.shanmen.central.db.tables.Tables.POSTING;
import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.money.Posting.Kind.EXCHANGE;
import static org.shanmen.central.money.Posting.Kind.REFUND;
import static org.shanmen.central.money.Posting.Kind.SALE;
import static org.shanmen.central.money.Posting.Kind.SHIFT_CLOSED;
import static org.shanmen.central.money.Posting.Kind.SHIFT_OPENED;
import static org.shanmen.central.money.Posting.Kind.TOP_UP;
import static org.shanmen.central.money.Posting.Kind.VOID;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.shanmen.central.money.Account;
import org.shanmen.central.money.Payment;
import org.shanmen.central.money.Posting;
import org.shanmen.central.paper.Words;

/**
 * What is summed of sales: money from the ledger alone, so that every sum agrees with it to the
 * fen, and tickets from the tickets.
 *
 * @param ofLine what a line of the ledger adds
 * @param ofSold what a sold ticket adds
 * @param ofRefunded what a ticket that was refunded or voided adds
 */
record Measure(Column column, Field<Long> ofLine, Field<Long> ofSold, Field<Long> ofRefunded) {
  private static final Field<Long> NOTHING = DSL.inline(0L);
  private static final Field<Long> ONE = DSL.inline(1L);
  private static final Field<Long> OUT = Lines.FEN.neg();

  private static final Map<Payment, Words> PAYMENTS =
      Map.of(
          Payment.CASH, new Words("现金", "Cash"),
          Payment.CARD, new Words("刷卡", "Card"),
          Payment.QR, new Words("扫码", "QR"),
          Payment.PARTNER, new Words("渠道", "Partner"));

  static final Measure TICKETS =
      new Measure(Column.count("tickets", "售出张数", "Tickets sold"), NOTHING, ONE, NOTHING);
  static final Measure PEOPLE =
      new Measure(
          Column.count("people", "人数", "People"), NOTHING, TICKET.PEOPLE.cast(Long.class), NOTHING);
  static final Measure SOLD = money("sold_fen", "销售额", "Sold", OUT, booked(Account.TICKETS, SALE));
  static final Measure EXCHANGED =
      money("exchanged_fen", "改签差额", "Exchanges", OUT, booked(Account.TICKETS, EXCHANGE));
  static final Measure GATE_FEES =
      money("gate_fees_fen", "闸机扣款", "At gates", OUT, account(Account.GATE_FEES));
  static final Measure REFUNDED_TICKETS =
      new Measure(
          Column.count("refunded_tickets", "退票张数", "Tickets refunded"), NOTHING, NOTHING, ONE);
  static final Measure REFUNDED =
      money("refunded_fen", "退票额", "Refunded", Lines.FEN, booked(Account.TICKETS, REFUND, VOID));
  static final Measure FEES =
      money("fees_fen", "退票手续费", "Refund fees", OUT, account(Account.REFUND_FEES));

  /** Everything earned: what the ledger has in its accounts of takings. */
  static final Measure NET =
      money(
          "net_fen",
          "净收入",
          "Net",
          OUT,
          Lines.ACCOUNT.in(
              Account.TICKETS.name(), Account.GATE_FEES.name(), Account.REFUND_FEES.name()));

  /** Paid in on tickets that hold money. */
  static final Measure STORED =
      money("stored_fen", "储值收款", "Paid in", OUT, booked(Account.STORED_VALUE, SALE, TOP_UP));

  /** More in a drawer than there should be; below 0: less. */
  static final Measure OVER_SHORT =
      money("over_short_fen", "长短款", "Over/short", OUT, account(Account.CASH_DIFFERENCE));

  /** Of a sales report. */
  static final List<Measure> SALES =
      List.of(TICKETS, PEOPLE, SOLD, EXCHANGED, GATE_FEES, REFUNDED_TICKETS, REFUNDED, FEES, NET);

  /** What visitors paid and were paid back by each means of payment. */
  static List<Measure> payments() {
    var measures = new ArrayList<Measure>();
    var visitors = POSTING.KIND.notIn(SHIFT_OPENED.name(), SHIFT_CLOSED.name());
    for (var payment : Payment.values()) {
      var words = PAYMENTS.getOrDefault(payment, new Words(payment.name(), payment.name()));
      String key = payment.name().toLowerCase(java.util.Locale.ROOT);
      var of = account(payment.account()).and(visitors);
      measures.add(
          money(
              key + "_in_fen",
              words.zh() + "收款",
              words.en() + " in",
              Lines.FEN,
              of.and(Lines.FEN.gt(0L))));
      measures.add(
          money(
              key + "_out_fen",
              words.zh() + "退款",
              words.en() + " back",
              OUT,
              of.and(Lines.FEN.lt(0L))));
    }
    return measures;
  }

  /** Those of them that are money, which is split by areas to the fen; tickets cannot be. */
  static List<Measure> money(List<Measure> measures) {
    return measures.stream().filter(each -> each.column.kind() == Column.Kind.FEN).toList();
  }

  /** Its column in {@link Facts}. */
  Field<Long> fact() {
    return DSL.field(DSL.name(Facts.NAME, column.key()), Long.class);
  }

  private static Measure money(String key, String zh, String en, Field<Long> fen, Condition which) {
    return new Measure(
        Column.fen(key, zh, en), DSL.when(which, fen).otherwise(NOTHING), NOTHING, NOTHING);
  }

  private static Condition booked(Account account, Posting.Kind... kinds) {
    return account(account)
        .and(Arrays.stream(kinds).map(Measure::kind).reduce(Condition::or).orElseThrow());
  }

  private static Condition account(Account account) {
    return Lines.ACCOUNT.eq(DSL.inline(account.name()));
  }

  private static Condition kind(Posting.Kind kind) {
    return POSTING.KIND.eq(DSL.inline(kind.name()));
  }
}
