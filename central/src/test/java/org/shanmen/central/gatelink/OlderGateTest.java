package org.shanmen.central.gatelink;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.protocol.Frames;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.OfflinePolicy;
import org.shanmen.protocol.wire.TicketTemplate;

/** A gate whose program is from before offline policies, in a park that sells strict tickets. */
class OlderGateTest {
  private static final int BEFORE_CLAIMS = Frames.CLAIMS_SINCE - 1;

  private static final ByteString STRICT =
      TicketTemplate.newBuilder()
          .setId(1)
          .setOffline(OfflinePolicy.OFFLINE_STRICT)
          .build()
          .toByteString();

  @TempDir Path temp;
  private TestCentre centre;

  @BeforeEach
  void start() throws Exception {
    centre = new TestCentre(temp);
    centre.publish(Change.newBuilder().setPutTemplate(STRICT).build());
  }

  @AfterEach
  void stop() {
    centre.close();
  }

  @Test
  void getsThePolicyWithAllOtherBytesSoThatItsHashAgrees() throws Exception {
    try (var older = connected("N1", BEFORE_CLAIMS);
        var newer = connected("N2", Frames.CLAIMS_SINCE)) {
      var toOlder = older.await(Envelope.BodyCase.DELTA).getDelta();
      assertThat(toOlder).isEqualTo(newer.await(Envelope.BodyCase.DELTA).getDelta());
      assertThat(toOlder.getChanges(0).getPutTemplate()).isEqualTo(STRICT);
      assertThat(toOlder.getTargetHash()).isEqualTo(centre.position().hash());
    }
  }

  @Test
  void standsOnTheBoardForItWhileSuchTicketsAreSold() throws Exception {
    try (var older = connected("N1", BEFORE_CLAIMS);
        var newer = connected("N2", Frames.CLAIMS_SINCE)) {
      assertThat(alarms("N1")).as("nothing is sold that it does not know").isEmpty();
      sellStrictly();
      older.close();
      // Whatever happens to a gate, the board is read anew.
      try (var again = connected("N1", BEFORE_CLAIMS)) {
        assertThat(alarms("N1")).containsExactly("GATE_OUTDATED");
        assertThat(alarms("N2")).isEmpty();
      }
      try (var updated = connected("N1", Frames.CLAIMS_SINCE)) {
        assertThat(alarms("N1")).isEmpty();
      }
    }
  }

  private TestGate connected(String gate, int protocolVersion) throws Exception {
    return TestGate.connect(centre, centre.enrol(gate)).helloOfVersion(protocolVersion, gate);
  }

  private void sellStrictly() {
    centre.database.transact(
        tx ->
            tx.execute(
                "insert into ticket_type (code, name_zh, name_en, kind, price_fen, valid_days,"
                    + " entries, entries_per_day, minutes_between, open_from_minute,"
                    + " open_until_minute, max_people, code_form, offline) values ('day', '票',"
                    + " 'Day', 'SINGLE', 100, 1, 1, 0, 0, 0, 0, 1, 'OPAQUE', 'STRICT')"));
  }

  private JsonArray alarms(String gate) {
    return TestCentre.await(centre.board.current()).board().getJsonArray("gates").stream()
        .map(JsonObject.class::cast)
        .filter(row -> row.getString("code").equals(gate))
        .findFirst()
        .orElseThrow()
        .getJsonArray("alarms");
  }
}
