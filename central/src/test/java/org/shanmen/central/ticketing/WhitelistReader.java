package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE;
import static org.shanmen.central.db.tables.Tables.WHITELIST_ELEMENT;

import com.google.protobuf.InvalidProtocolBufferException;
import io.vertx.core.json.JsonObject;
import org.shanmen.central.WholeCentre;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.TicketTemplate;

/** What the gates of a {@link WholeCentre} are told. */
final class WhitelistReader {
  private final WholeCentre centre;

  WhitelistReader(WholeCentre centre) {
    this.centre = centre;
  }

  /** The right of a ticket, as openapi.yaml shows it. */
  Right right(JsonObject ticket) throws InvalidProtocolBufferException {
    return Right.parseFrom(element("R", idOf(ticket)));
  }

  long idOf(JsonObject ticket) {
    return centre
        .database()
        .query(
            sql ->
                sql.selectFrom(TICKET)
                    .where(TICKET.NUMBER.eq(ticket.getString("number")))
                    .fetchSingle()
                    .getId());
  }

  /** The template of the ticket type of this code. */
  TicketTemplate template(String code) throws InvalidProtocolBufferException {
    int id =
        centre
            .database()
            .query(
                sql ->
                    sql.selectFrom(TICKET_TYPE)
                        .where(TICKET_TYPE.CODE.eq(code))
                        .fetchSingle()
                        .getId());
    return TicketTemplate.parseFrom(element("T", id));
  }

  private byte[] element(String kind, long key) {
    return centre
        .database()
        .query(
            sql ->
                sql.selectFrom(WHITELIST_ELEMENT)
                    .where(WHITELIST_ELEMENT.KIND.eq(kind).and(WHITELIST_ELEMENT.KEY.eq(key)))
                    .fetchSingle()
                    .getBody());
  }
}
