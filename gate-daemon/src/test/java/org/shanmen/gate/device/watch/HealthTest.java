package org.shanmen.gate.device.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.shanmen.gate.device.RecordingInbox;
import org.shanmen.gate.lane.port.Signal.DeviceHealth;

class HealthTest {
  private final RecordingInbox inbox = new RecordingInbox();
  private final Health health = new Health("scanner", inbox);

  @Test
  void eachChangeIsToldOnce() {
    health.well();
    health.failing("gone");
    health.failing("still gone");
    health.well();
    health.well();
    assertThat(inbox.left())
        .containsExactly(
            new DeviceHealth("scanner", false, "gone"), new DeviceHealth("scanner", true, ""));
  }

  @Test
  void whatAFullInboxRefusedIsToldLater() {
    inbox.setFull(true);
    health.failing("gone");
    inbox.setFull(false);
    health.tell();
    health.tell();
    assertThat(inbox.left()).containsExactly(new DeviceHealth("scanner", false, "gone"));
  }

  @Test
  void aFaultThatWasOverBeforeItCouldBeToldIsNotTold() {
    inbox.setFull(true);
    health.failing("gone");
    health.well();
    inbox.setFull(false);
    health.tell();
    assertThat(inbox.left()).isEmpty();
  }
}
