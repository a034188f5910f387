package org.shanmen.central.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.GATE_EVENT;
import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.WHITELIST_ELEMENT;

import com.google.protobuf.ByteString;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.shanmen.central.Browser;
import org.shanmen.central.Sales;
import org.shanmen.central.WholeCentre;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.protocol.wire.Use;

class RefundTest {
  private final WholeCentre centre = WholeCentre.shared();
  private final Browser clerk = centre.with("clerk");

  @Test
  void aRefundedTicketIsRevokedAtTheGatesAndCannotBeRefundedAgain() throws Exception {
    String number = sellOne();
    var requests = new ArrayList<CompletableFuture<Browser.Answer>>();
    for (int i = 0; i < 6; i++) {
      requests.add(CompletableFuture.supplyAsync(() -> refund(number)));
    }
    var statuses = requests.stream().map(request -> request.join().status()).sorted().toList();
    assertThat(statuses).containsExactly(200, 409, 409, 409, 409, 409);
    assertThat(clerk.get("/tickets/" + number).json().getString("state")).isEqualTo("REVOKED");
    byte[] body =
        centre
            .database()
            .query(
                sql ->
                    sql.selectFrom(WHITELIST_ELEMENT)
                        .where(WHITELIST_ELEMENT.KIND.eq("R"))
                        .and(WHITELIST_ELEMENT.KEY.eq(idOf(centre, number)))
                        .fetchSingle()
                        .getBody());
    assertThat(Right.parseFrom(body).getState()).isEqualTo(RightState.RIGHT_REVOKED);
    assertThat(Right.parseFrom(body).getFingerprintsCount()).isEqualTo(1);
    refund("none").expect(404);
    clerk.get("/tickets/none/refund-quote").expect(404);
  }

  @Test
  void aUsedTicketIsNotRefunded() {
    String number = sellOne();
    String gate = centre.newGate();
    use(centre, number, gate, 1);
    clerk.get("/tickets/" + number + "/refund-quote").expect(409);
    assertThat(refund(number).expect(409).error()).isEqualTo("CONFLICT");
    var ticket = clerk.get("/tickets/" + number).expect(200).json();
    assertThat(ticket.getString("state")).isEqualTo("ACTIVE");
    assertThat(ticket.getInteger("used")).isEqualTo(1);
    assertThat(ticket.getJsonArray("uses").getJsonObject(0).getString("gate")).isEqualTo(gate);
  }

  @Test
  void theBodyMayBeLeftOut() {
    String number = sellOne();
    clerk
        .raw("POST", "/tickets/" + number + "/refund", "application/json", new byte[0])
        .expect(200);
  }

  private String sellOne() {
    String type = centre.newTicketType(new JsonObject());
    return Sales.ticket(clerk, Sales.line(type, 1)).getString("number");
  }

  private Browser.Answer refund(String number) {
    return clerk.post("/tickets/" + number + "/refund", new JsonObject().put("reason", "雨天"));
  }

  private static long idOf(WholeCentre centre, String number) {
    return centre
        .database()
        .query(sql -> sql.selectFrom(TICKET).where(TICKET.NUMBER.eq(number)).fetchSingle().getId());
  }

  /** What the centre does when a gate reports its pass of this sequence. */
  static void use(WholeCentre centre, String number, String gateCode, long sequence) {
    long right = idOf(centre, number);
    centre
        .database()
        .transact(
            tx -> {
              int gate = tx.selectFrom(GATE).where(GATE.CODE.eq(gateCode)).fetchSingle().getId();
              tx.insertInto(GATE_EVENT)
                  .set(GATE_EVENT.GATE_ID, gate)
                  .set(GATE_EVENT.EPOCH, 1L)
                  .set(GATE_EVENT.SEQUENCE, sequence)
                  .set(GATE_EVENT.AT, OffsetDateTime.now())
                  .set(GATE_EVENT.STORED_AT, OffsetDateTime.now())
                  .set(GATE_EVENT.KIND, "PASSED")
                  .set(GATE_EVENT.DIRECTION, "IN")
                  .set(GATE_EVENT.RIGHT_ID, right)
                  .set(GATE_EVENT.PEOPLE, 1)
                  .set(GATE_EVENT.REFERENCE, 0L)
                  .set(GATE_EVENT.REFERENCE_EPOCH, 0L)
                  .set(GATE_EVENT.DETAIL, "")
                  .execute();
              var use =
                  Use.newBuilder()
                      .setRight(right)
                      .setGateNumber(gate)
                      .setEpoch(1)
                      .setSequence(sequence)
                      .setPeople(1)
                      .setAtMillis(System.currentTimeMillis())
                      .setDirection(Direction.IN)
                      .build();
              return new ChangeLog(InstantSource.system())
                  .append(
                      tx,
                      List.of(
                          Change.newBuilder()
                              .setAddUse(ByteString.copyFrom(use.toByteArray()))
                              .build()));
            });
  }
}
