package org.shanmen.central.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.shanmen.central.db.tables.tables.records.ChargeRecord;
import org.shanmen.central.money.Account;

/** Whatever visitors, clerks, the network and the provider do: no money is lost or made. */
class PaymentPropertiesTest {
  private static final int STEPS = 25;
  private static final List<String> NOTIFICATIONS = List.of("DELIVER", "LOSE", "TWICE", "HOLD");

  private PaymentRig rig;

  /** Each history has a clock of its own: orders are held by the real one. */
  @BeforeTry
  void open() {
    rig = new PaymentRig();
  }

  @AfterTry
  void close() {
    rig.close();
  }

  @Property(tries = 5)
  void theLedgerIsWhatTheProviderHas(@ForAll long seed) {
    var random = new Random(seed);
    var charges = new ArrayList<ChargeRecord>();
    for (int step = 0; step < STEPS; step++) {
      step(random, charges);
      // At any time: what the provider has is what the ledger has, or it has not been heard yet.
      assertThat(-rig.ledgerFen(Account.SUSPENSE)).isEqualTo(rig.owedFen());
    }
    rig.fault("notifications", "DELIVER");
    rig.fault("refunds", "DONE");
    rig.fault("answers", "GIVEN");
    rig.release();
    settle();
    rig.requireEqualBooks();
    assertThat(rig.owedFen()).isZero();
    for (var charge : charges) {
      var now = rig.now(charge);
      assertThat(now.getState()).isIn("PAID", "CLOSED");
      boolean order = rig.orderNow(now.getOrderNumber()).getString("payment") != null;
      if (Boolean.TRUE.equals(now.getTaken())) {
        assertThat(order).isTrue();
      }
    }
  }

  /** Until there is nothing left to ask. */
  private void settle() {
    for (int i = 0; i < 20; i++) {
      rig.clock.advance(Duration.ofMinutes(61));
      rig.turn();
    }
  }

  private void step(Random random, List<ChargeRecord> charges) {
    if (charges.isEmpty() || random.nextInt(4) == 0) {
      charges.add(rig.charge(rig.order(1 + random.nextInt(2))));
      return;
    }
    var charge = rig.now(charges.get(random.nextInt(charges.size())));
    switch (random.nextInt(10)) {
      case 0 -> rig.fault("notifications", NOTIFICATIONS.get(random.nextInt(4)));
      case 1 -> rig.fault("refunds", random.nextBoolean() ? "HELD" : "DONE");
      case 2 -> rig.fault("answers", random.nextInt(3) == 0 ? "LOST" : "GIVEN");
      case 3 -> rig.end(charge);
      case 4 -> giveUp(charge);
      case 5 -> giveBack(random, charge);
      case 6 -> {
        rig.clock.advance(Duration.ofSeconds(random.nextInt(90)));
        rig.turn();
      }
      case 7 -> rig.startAnew();
      default -> pay(random, charge);
    }
  }

  private void pay(Random random, ChargeRecord charge) {
    if (charge.getCodeUrl() != null) {
      if (random.nextInt(5) == 0) {
        rig.pay(charge, charge.getFen() + 1);
      } else {
        rig.pay(charge);
      }
    }
  }

  private void giveUp(ChargeRecord charge) {
    var answer =
        rig.clerk.post("/orders/" + charge.getOrderNumber() + "/cancellation", new JsonObject());
    assertThat(answer.status()).isIn(200, 409);
  }

  private void giveBack(Random random, ChargeRecord charge) {
    var tickets = rig.tickets(charge.getOrderNumber());
    if (!tickets.isEmpty()) {
      String ticket = tickets.get(random.nextInt(tickets.size()));
      var answer = rig.clerk.post("/tickets/" + ticket + "/refund", new JsonObject());
      assertThat(answer.status()).isLessThan(500);
    }
  }
}
