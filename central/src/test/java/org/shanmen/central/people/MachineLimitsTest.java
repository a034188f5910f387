package org.shanmen.central.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.shanmen.central.WholeCentre;
import org.shanmen.central.gatelink.TestClock;
import org.shanmen.central.web.Refused;

class MachineLimitsTest {
  private final WholeCentre centre = WholeCentre.shared();
  private final TestClock clock = new TestClock();
  private final ChannelClients clients = new ChannelClients(centre.database(), clock);

  @Test
  void aMachineThatRunsWildIsSlowedDownAndNoOther() {
    String wild = token();
    String other = token();
    for (int i = 0; i < MachineLimits.PER_MINUTE; i++) {
      clients.find(wild, "here").await();
    }
    assertRefused(wild);
    clients.find(other, "here").await();
    // A new log-in of the same machine is no way around it.
    clients.forget();
    assertRefused(wild);
    clock.advance(java.time.Duration.ofSeconds(1));
    for (int i = 0; i < MachineLimits.PER_MINUTE / 60; i++) {
      clients.find(wild, "here").await();
    }
    assertRefused(wild);
  }

  private void assertRefused(String token) {
    assertThatThrownBy(() -> clients.find(token, "here").await())
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.status()).isEqualTo(429));
  }

  private String token() {
    var machine =
        new JsonObject()
            .put("code", WholeCentre.newName("M"))
            .put("name", "Machine")
            .put("channel", "WEB");
    return centre.database().transact(tx -> clients.add(tx, machine)).getString("token");
  }
}
