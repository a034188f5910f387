package org.shanmen.central.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.shanmen.central.web.Refused;

/** The hours of a slot. */
class SlotTest {
  @Test
  void aSlotKeepsItsHoursWhenClocksAreChanged() {
    var melbourne = ZoneId.of("Australia/Melbourne");
    var night = new Slot(22 * 60, 4 * 60, 0, 0);
    var spring = LocalDate.parse("2026-10-03");
    assertThat(Duration.between(night.from(spring, melbourne), night.until(spring, melbourne)))
        .isEqualTo(Duration.ofHours(5));
    var late = new Slot(23 * 60, 24 * 60, 0, 0);
    assertThat(late.until(spring, melbourne))
        .isEqualTo(spring.plusDays(1).atStartOfDay(melbourne).toInstant());
  }

  @Test
  void aSlotLiesWithinHoursThatRunPastMidnight() {
    assertThat(new Slot(60, 120, 0, 0).within(20 * 60, 3 * 60)).isTrue();
    assertThat(new Slot(22 * 60, 60, 0, 0).within(20 * 60, 3 * 60)).isTrue();
    assertThat(new Slot(22 * 60, 4 * 60, 0, 0).within(20 * 60, 3 * 60)).isFalse();
    assertThat(new Slot(8 * 60, 10 * 60, 0, 0).within(9 * 60, 18 * 60)).isFalse();
    var endless = new JsonObject().put("from_minute", 5).put("until_minute", 5).put("quota", 0);
    assertThatThrownBy(() -> Slot.of(new JsonArray().add(endless))).isInstanceOf(Refused.class);
  }
}
