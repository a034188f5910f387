package org.shanmen.sim.demo;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Objects;
import org.shanmen.sim.park.Await;
import org.shanmen.sim.park.CentreClient;
import org.shanmen.sim.park.SandboxHouse;

/**
 * Orders that visitors pay with their phones: the seller shows a code of the payment provider, the
 * visitor scans it and pays there, and the seller looks until the centre has heard of it.
 * Thread-safe.
 */
final class CodePayment {
  private static final String PROVIDER = "SANDBOX";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final SandboxHouse provider;

  CodePayment(SandboxHouse provider) {
    this.provider = provider;
  }

  /**
   * @param seller whose order it is
   * @throws Await.TookTooLong if the centre does not hear of the payment
   */
  void pay(CentreClient seller, String order) {
    String charges = "/orders/" + order + "/charges";
    var charge =
        Await.until(
            "a code for order " + order,
            LIMIT,
            () -> seller.post(charges, new JsonObject().put("provider", PROVIDER)),
            asked -> Objects.nonNull(asked.getString("code_url")));
    provider.pay(charge.getString("code_url"));
    Await.until(
        "order " + order + " to be paid",
        LIMIT,
        () -> seller.get(charges + "/" + charge.getString("number")),
        now -> now.getString("state").equals("PAID"));
  }
}
