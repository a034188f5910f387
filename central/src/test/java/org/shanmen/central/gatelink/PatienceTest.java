package org.shanmen.central.gatelink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.Events;
import org.shanmen.protocol.wire.Heartbeat;
import org.shanmen.protocol.wire.Refusal;

/** Whom the centre gives up, and whom not; its time for that stands still until it is told. */
class PatienceTest {
  private static final long GREETING_MILLIS = 2_000;
  private static final long SILENCE_MILLIS = 4_000;

  @TempDir Path temp;
  private final AtomicLong nanos = new AtomicLong();
  private TestCentre centre;

  @BeforeEach
  void start() throws Exception {
    centre = new TestCentre(temp, GREETING_MILLIS, SILENCE_MILLIS, nanos::get);
  }

  @AfterEach
  void stop() {
    centre.close();
  }

  @Test
  void whoFallsSilentOrNeverSaysHelloIsLetGo() throws Exception {
    try (var mute = TestGate.connect(centre, TestGate.Identity.NONE);
        var silent = centre.gate("N1")) {
      listen(SILENCE_MILLIS + Limits.TICK_MILLIS);
      assertThat(mute.refused()).isEqualTo(Refusal.Cause.OUT_OF_ORDER);
      assertThat(silent.refused()).isEqualTo(Refusal.Cause.CAUSE_UNSPECIFIED);
      assertThat(centre.link.connected()).isZero();
    }
  }

  @Test
  void aGateWhoseDiskDoesNotTakeItsListIsNotGivenUp() throws Exception {
    try (var full = centre.gate("N1");
        var idle = centre.gate("N2")) {
      centre.publish(TestCentre.right(1));
      full.await(Envelope.BodyCase.DELTA);
      idle.await(Envelope.BodyCase.DELTA);
      for (long gone = 0; gone <= Limits.CONFIRM_MILLIS; gone += SILENCE_MILLIS) {
        say(full, Heartbeat.newBuilder().setWhitelistUnsaved(true));
        if (centre.link.connected() == 2) {
          say(idle, Heartbeat.newBuilder());
        }
        listen(SILENCE_MILLIS);
      }
      assertThat(idle.refused()).isEqualTo(Refusal.Cause.CAUSE_UNSPECIFIED);
      say(full, Heartbeat.newBuilder().setWhitelistUnsaved(true));
      assertThat(centre.link.connected()).isEqualTo(1);
    }
  }

  private static void say(TestGate gate, Heartbeat.Builder heartbeat) throws Exception {
    gate.send(Envelope.newBuilder().setHeartbeat(heartbeat));
    gate.await(Envelope.BodyCase.HEARTBEAT_REPLY);
  }

  @Test
  void aBusyCentreTakesWhatItHasNotReadForNoSilence() throws Exception {
    try (var gate = centre.gate("N1")) {
      var over = new CountDownLatch(1);
      centre.link.onLoop(
          () -> {
            await(over);
            centre.link.tick();
          });
      gate.heartbeat();
      nanos.addAndGet(TimeUnit.HOURS.toNanos(1));
      over.countDown();
      gate.await(Envelope.BodyCase.HEARTBEAT_REPLY);
      assertThat(centre.link.connected()).isEqualTo(1);
    }
  }

  @Test
  void aGateToWhichNobodyListensWhileItsEventsAreStoredIsNotSilent() throws Exception {
    try (var gate = centre.gate("N1")) {
      var locked = new CountDownLatch(1);
      var over = new CountDownLatch(1);
      var slow =
          CompletableFuture.runAsync(
              () ->
                  centre.database.transact(
                      tx -> {
                        tx.execute("lock table gate_event");
                        locked.countDown();
                        await(over);
                        return null;
                      }));
      await(locked);
      for (int i = 1; i < Limits.WAITING_BATCHES; i++) {
        gate.send(batch(i));
      }
      // What comes in one piece is read in one go: its answer says that the last batch was taken.
      gate.sendTogether(
          batch(Limits.WAITING_BATCHES),
          Envelope.newBuilder().setHeartbeat(Heartbeat.newBuilder().setAtMillis(1)));
      gate.await(Envelope.BodyCase.HEARTBEAT_REPLY);
      listen(10 * SILENCE_MILLIS);
      over.countDown();
      for (int i = 1; i <= Limits.WAITING_BATCHES; i++) {
        gate.await(Envelope.BodyCase.EVENTS_ACK);
      }
      slow.get(30, TimeUnit.SECONDS);
      assertThat(centre.link.connected()).isEqualTo(1);
    }
  }

  /** So much time goes by, tick by tick. */
  private void listen(long millis) throws Exception {
    var listened = new CountDownLatch(1);
    centre.link.onLoop(
        () -> {
          for (long gone = 0; gone < millis; gone += Limits.TICK_MILLIS) {
            nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(Limits.TICK_MILLIS));
            centre.link.tick();
          }
          listened.countDown();
        });
    await(listened);
  }

  private Envelope.Builder batch(long sequence) {
    return Envelope.newBuilder()
        .setEvents(
            Events.newBuilder()
                .addEvents(
                    Event.newBuilder()
                        .setEpoch(1)
                        .setSequence(sequence)
                        .setKind(EventKind.STARTED)
                        .setAtMillis(centre.clock.millis())));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
