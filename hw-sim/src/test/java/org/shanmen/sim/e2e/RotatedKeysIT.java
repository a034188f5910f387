package org.shanmen.sim.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.shanmen.sim.demo.ModelPark;
import org.shanmen.sim.lane.ArmPosition;
import org.shanmen.sim.park.GateHouse;

/** The park signs its codes with another key while its gates run. */
@ExtendWith(RunningPark.class)
class RotatedKeysIT {
  private final TestPark park;

  RotatedKeysIT(TestPark park) {
    this.park = park;
  }

  @Test
  void whatTheOldKeySignedOpensUntilItsEndAndIsRevokedThen() {
    TestPark.Ticket earlier = park.sell(ModelPark.DAY);
    TestPark.Ticket another = park.sell(ModelPark.DAY);
    park.as("admin").post("/ticket-keys/rotation", new JsonObject());
    TestPark.Ticket later = park.sell(ModelPark.DAY);
    assertThat(park.enter(park.n1(), earlier.qr()).reason()).isEmpty();
    assertThat(park.enter(park.n1(), later.qr()).reason()).isEmpty();

    TestPark.Ticket last = park.sell(ModelPark.DAY);
    park.as("admin")
        .post(
            "/ticket-keys/rotation",
            new JsonObject().put("old_valid_until", Instant.now().toString()));
    TestPark.Ticket ofNewKey = park.sell(ModelPark.DAY);

    assertThat(reasonOnceHeard(park.n1(), another)).isEqualTo("REVOKED");
    assertThat(reasonOnceHeard(park.n1(), last)).isEqualTo("REVOKED");
    assertThat(park.enter(park.n1(), ofNewKey.qr()).reason()).isEmpty();
  }

  /** The gate lets people in until it has heard: nobody goes, and the ticket is shown again. */
  private static String reasonOnceHeard(GateHouse gate, TestPark.Ticket ticket) {
    long patience = System.nanoTime() + TestPark.SOON.toNanos();
    while (true) {
      gate.awaitArm(arm -> arm == ArmPosition.LOCKED, TestPark.SOON);
      GateHouse.Decision decision = gate.show(ticket.qr());
      if (!decision.isAdmission()) {
        return decision.reason();
      }
      assertThat(System.nanoTime()).isLessThan(patience);
      gate.awaitArm(arm -> arm == ArmPosition.RELEASED_IN, TestPark.SOON);
    }
  }
}
