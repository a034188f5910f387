package org.shanmen.central.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.shanmen.central.web.Refused;

class OrderStateTest {
  private static final Map<OrderState, Set<OrderState>> ALLOWED =
      Map.of(
          OrderState.HELD,
          EnumSet.of(OrderState.PAID, OrderState.CANCELLED, OrderState.EXPIRED),
          OrderState.EXPIRED,
          EnumSet.of(OrderState.PAID),
          OrderState.PAID,
          EnumSet.noneOf(OrderState.class),
          OrderState.CANCELLED,
          EnumSet.noneOf(OrderState.class));

  @Test
  void anOrderGoesTheWaysThatAreNamedAndNoOther() {
    for (var from : OrderState.values()) {
      for (var to : OrderState.values()) {
        assertThat(from.mayBecome(to))
            .as("%s -> %s", from, to)
            .isEqualTo(ALLOWED.get(from).contains(to));
      }
    }
  }

  @Test
  void theRefusalSaysHowTheOrderStands() {
    assertThatThrownBy(() -> OrderState.PAID.requireMayBecome(OrderState.CANCELLED, "S1"))
        .isInstanceOf(Refused.class)
        .hasMessage("order S1 is PAID and cannot become CANCELLED");
  }
}
