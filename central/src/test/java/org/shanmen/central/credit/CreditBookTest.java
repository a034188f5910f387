package org.shanmen.central.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.db.tables.Tables.CREDIT_ENTRY;
import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.GATE_EVENT;
import static org.shanmen.central.db.tables.Tables.TICKET;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.shanmen.central.Sales;
import org.shanmen.central.WholeCentre;
import org.shanmen.central.money.Payment;
import org.shanmen.central.money.Till;

/** The entries of real accounts. */
class CreditBookTest {
  private static long sequence;

  private final WholeCentre centre = WholeCentre.shared();
  private final String gate = centre.newGate();
  private final String type =
      centre.newTicketType(
          new JsonObject()
              .put("kind", "STORED_VALUE")
              .put("entries", 0)
              .put(
                  "fees", new JsonArray().add(new JsonObject().put("area", gate).put("fen", 500))));

  @Example
  void aDebtThatTheBonusSettlesIsAnEntryOfItsOwn() {
    long ticket = newTicket();
    centre
        .database()
        .transact(
            tx -> {
              charge(tx, ticket, 30);
              CreditBook.topUp(tx, paid(ticket, new Balance.Parts(10, 30)), Instant.now());
              return tx;
            });
    assertThat(
            centre
                .database()
                .<List<String>>query(
                    sql ->
                        sql.selectFrom(CREDIT_ENTRY)
                            .where(CREDIT_ENTRY.TICKET_ID.eq(ticket))
                            .orderBy(CREDIT_ENTRY.ID)
                            .fetch(
                                row ->
                                    "%s %d %d"
                                        .formatted(
                                            row.getKind(),
                                            row.getPrincipalFen(),
                                            row.getBonusFen()))))
        .containsExactly("SALE 0 0", "FEE -30 0", "TOP_UP 10 30", "SETTLEMENT 20 -20");
  }

  @Property(tries = 30)
  void theEntriesOfAnAccountAreWhatItHolds(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = -3000, max = 2000) Integer> history) {
    long ticket = newTicket();
    for (int amount : history) {
      centre
          .database()
          .transact(
              tx -> {
                if (amount < 0) {
                  charge(tx, ticket, -amount);
                } else {
                  var parts = new Balance.Parts(amount / 3, amount - amount / 3);
                  CreditBook.topUp(tx, paid(ticket, parts), Instant.now());
                }
                return tx;
              });
      var left =
          centre
              .database()
              .query(sql -> CreditBook.of(sql, List.of(ticket)).get(ticket).balance().left());
      assertThat(sums(ticket)).isEqualTo(left);
    }
  }

  /** Taken by the administrator, whom every centre has. */
  private static CreditBook.PayIn paid(long ticket, Balance.Parts parts) {
    var till = new Till(1, Optional.empty());
    return new CreditBook.PayIn(ticket, parts, Payment.CASH, till, Optional.empty());
  }

  private Balance.Parts sums(long ticket) {
    return centre
        .database()
        .query(
            sql ->
                sql.select(DSL.sum(CREDIT_ENTRY.PRINCIPAL_FEN), DSL.sum(CREDIT_ENTRY.BONUS_FEN))
                    .from(CREDIT_ENTRY)
                    .where(CREDIT_ENTRY.TICKET_ID.eq(ticket))
                    .fetchSingle(
                        row ->
                            new Balance.Parts(row.value1().longValue(), row.value2().longValue())));
  }

  private long newTicket() {
    String number = Sales.ticket(centre.admin(), Sales.line(type, 1)).getString("number");
    return centre
        .database()
        .query(sql -> sql.selectFrom(TICKET).where(TICKET.NUMBER.eq(number)).fetchSingle().getId());
  }

  /** What the centre does when the gate reports a fee. */
  private void charge(DSLContext tx, long ticket, int fen) {
    long event =
        tx.insertInto(GATE_EVENT)
            .set(
                GATE_EVENT.GATE_ID,
                tx.selectFrom(GATE).where(GATE.CODE.eq(gate)).fetchSingle().getId())
            .set(GATE_EVENT.EPOCH, 1L)
            .set(GATE_EVENT.SEQUENCE, ++sequence)
            .set(GATE_EVENT.AT, OffsetDateTime.now())
            .set(GATE_EVENT.STORED_AT, OffsetDateTime.now())
            .set(GATE_EVENT.KIND, "PASSED")
            .set(GATE_EVENT.DIRECTION, "IN")
            .set(GATE_EVENT.RIGHT_ID, ticket)
            .set(GATE_EVENT.PEOPLE, 1)
            .set(GATE_EVENT.REFERENCE, 0L)
            .set(GATE_EVENT.REFERENCE_EPOCH, 0L)
            .set(GATE_EVENT.DETAIL, "")
            .set(GATE_EVENT.FEE_FEN, fen)
            .returning(GATE_EVENT.ID)
            .fetchSingle()
            .getId();
    CreditBook.charge(
        tx, List.of(new CreditBook.Fee(ticket, fen, event, Instant.now())), Instant.now());
  }
}
