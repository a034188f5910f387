package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.CREDIT_ENTRY;
import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.GATE_EVENT;
import static org.shanmen.central.db.tables.Tables.PERSON;
import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_ORDER;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.shanmen.central.web.Refused;

/** What was paid into a ticket, by which means and to whom, and which gates took it out again. */
final class CreditStatement {
  private static final int ENTRIES = 1000;

  private CreditStatement() {}

  /**
   * As openapi.yaml's listCreditEntries shows it. Blocks.
   *
   * @throws Refused if there is no such ticket
   */
  static JsonObject of(DSLContext sql, String number) {
    if (!sql.fetchExists(TICKET, TICKET.NUMBER.eq(number))) {
      throw Refused.notFound("没有票 " + number, "there is no ticket " + number);
    }
    var ofSale = CREDIT_ENTRY.KIND.eq("SALE");
    var payment =
        DSL.when(ofSale, TICKET_ORDER.PAYMENT).otherwise(CREDIT_ENTRY.PAYMENT).as("means");
    var taker = DSL.when(ofSale, TICKET_ORDER.PAID_BY).otherwise(CREDIT_ENTRY.TAKEN_BY);
    var latest =
        new ArrayList<>(
            sql.select(
                    CREDIT_ENTRY.AT,
                    CREDIT_ENTRY.KIND,
                    CREDIT_ENTRY.PRINCIPAL_FEN,
                    CREDIT_ENTRY.BONUS_FEN,
                    payment,
                    PERSON.NAME,
                    GATE.CODE)
                .from(CREDIT_ENTRY)
                .join(TICKET)
                .on(TICKET.ID.eq(CREDIT_ENTRY.TICKET_ID))
                .leftJoin(TICKET_ORDER)
                .on(TICKET_ORDER.ID.eq(TICKET.ORDER_ID))
                .leftJoin(PERSON)
                .on(PERSON.ID.eq(taker))
                .leftJoin(GATE_EVENT)
                .on(GATE_EVENT.ID.eq(CREDIT_ENTRY.GATE_EVENT_ID))
                .leftJoin(GATE)
                .on(GATE.ID.eq(GATE_EVENT.GATE_ID))
                .where(TICKET.NUMBER.eq(number))
                .orderBy(CREDIT_ENTRY.ID.desc())
                .limit(ENTRIES)
                .fetch());
    Collections.reverse(latest);
    var entries = new JsonArray();
    latest.forEach(
        row ->
            entries.add(
                new JsonObject()
                    .put("at", row.value1().toInstant().toString())
                    .put("kind", row.value2())
                    .put("principal_fen", row.value3())
                    .put("bonus_fen", row.value4())
                    .put("payment", row.value5())
                    .put("taken_by", row.value6())
                    .put("gate", row.value7())));
    return new JsonObject().put("entries", entries);
  }
}
