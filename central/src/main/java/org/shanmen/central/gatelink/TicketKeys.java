package org.shanmen.central.gatelink;

import static org.shanmen.central.db.tables.Tables.TICKET_KEY;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.shanmen.protocol.Frames;
import org.shanmen.protocol.wire.TicketKey;

/**
 * With which keys gates check ticket codes.
 *
 * @param all ended ones too, by id
 */
record TicketKeys(List<TicketKey> all) {
  static TicketKeys read(DSLContext sql) {
    return new TicketKeys(
        sql.select(TICKET_KEY.ID, TICKET_KEY.PUBLIC_KEY, TICKET_KEY.VALID_UNTIL)
            .from(TICKET_KEY)
            .orderBy(TICKET_KEY.ID)
            .fetch(
                row -> {
                  var key =
                      TicketKey.newBuilder()
                          .setId(row.value1())
                          .setPublicKey(ByteString.copyFrom(row.value2()));
                  if (row.value3() != null) {
                    key.setValidUntil(row.value3().toEpochSecond());
                  }
                  return key.build();
                }));
  }

  /**
   * What a gate is told: all keys, so that it can tell an ended one's codes from forged ones. A
   * gate of a version that knows no ends takes every key for good, and is told none that has ended.
   */
  List<TicketKey> toldTo(int protocolVersion, Instant now) {
    return protocolVersion >= Frames.KEY_ENDS_SINCE
        ? all
        : all.stream()
            .filter(key -> key.getValidUntil() == 0 || key.getValidUntil() > now.getEpochSecond())
            .toList();
  }
}
