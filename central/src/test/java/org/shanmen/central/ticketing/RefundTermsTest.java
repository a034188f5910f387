package org.shanmen.central.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.shanmen.central.web.Refused;

class RefundTermsTest {
  private static final Instant VISIT = Instant.parse("2026-05-01T16:00:00Z");
  private final RefundTerms terms =
      new RefundTerms(
          List.of(
              new RefundTerms.Tier(2, 30),
              new RefundTerms.Tier(72, 0),
              new RefundTerms.Tier(24, 10)));

  @Test
  void theMoreTimeIsLeftTheLessIsKept() {
    assertThat(fee(Duration.ofHours(72))).isZero();
    assertThat(fee(Duration.ofHours(72).minusMillis(1))).isEqualTo(9_99);
    assertThat(fee(Duration.ofHours(24))).isEqualTo(9_99);
    assertThat(fee(Duration.ofHours(2))).isEqualTo(29_99);
  }

  @Test
  void afterTheLastTierItIsTooLate() {
    assertThatThrownBy(() -> fee(Duration.ofHours(2).minusMillis(1)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("2 hours before");
    assertThatThrownBy(() -> fee(Duration.ofHours(-5))).isInstanceOf(Refused.class);
  }

  @Test
  void withoutTermsEverythingIsPaidBackAlways() {
    assertThat(new RefundTerms(List.of()).feeFen(100, VISIT.plusSeconds(9), VISIT)).isZero();
  }

  @Test
  void twoTiersOfOneHourAreRefused() {
    var tier = new JsonObject().put("hours_before", 1).put("fee_percent", 5);
    assertThatThrownBy(() -> RefundTerms.of(new JsonArray().add(tier).add(tier)))
        .isInstanceOf(Refused.class);
  }

  private long fee(Duration before) {
    return terms.feeFen(99_99, VISIT.minus(before), VISIT);
  }
}
