package org.shanmen.gate.device.face;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.shanmen.gate.Limits;
import org.shanmen.gate.device.watch.Counts;

class RequestDeadlineTest {
  private final Counts counts = new Counts();
  private final RequestDeadline deadline = new RequestDeadline(counts);
  private final EmbeddedChannel channel = new EmbeddedChannel(deadline);

  RequestDeadlineTest() {
    channel.freezeTime();
  }

  @Test
  void aByteNowAndThenKeepsNoConnectionForEver() {
    for (long millis = 0; millis < Limits.FACE_REQUEST_MILLIS; millis += 1_000) {
      assertThat(channel.isOpen()).isTrue();
      receive("P");
      pass(1_000);
    }
    assertThat(channel.isOpen()).isFalse();
    assertThat(counts.snapshot()).containsEntry("face.slow", 1L);
  }

  @Test
  void eachRequestHasItsOwnTime() {
    for (int i = 0; i < 3; i++) {
      receive("POST");
      pass(Limits.FACE_REQUEST_MILLIS - 1);
      deadline.answered();
    }
    pass(Limits.FACE_REQUEST_MILLIS);
    assertThat(channel.isOpen()).isTrue();
    assertThat(counts.snapshot()).isEmpty();
  }

  private void receive(String bytes) {
    channel.writeInbound(Unpooled.copiedBuffer(bytes, US_ASCII));
    channel.releaseInbound();
  }

  private void pass(long millis) {
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }
}
