package org.shanmen.gate.device.gpio;

import static org.assertj.core.api.Assertions.assertThat;

import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.DigitalStateChangeEvent;
import com.pi4j.io.gpio.digital.DigitalStateChangeListener;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One input on a machine so busy that the scheduler does not get to run. */
class InputWireTest {
  private static final long ONE_NANO = 1;
  private static final long TEN_MINUTES_NANOS = 600_000_000_000L;

  private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
  private final CountDownLatch busy = new CountDownLatch(1);
  private final List<Boolean> told = new ArrayList<>();
  private DigitalState state = DigitalState.LOW;
  private DigitalStateChangeListener listener;

  @AfterEach
  void letTheSchedulerGo() {
    busy.countDown();
    scheduler.shutdownNow();
  }

  @Test
  void aLevelThatWasQuietLongEnoughIsToldWhenItGoesAtTheLatest() {
    InputWire wire = wire(ONE_NANO);
    edge(DigitalState.HIGH);
    edge(DigitalState.LOW);
    wire.check();
    assertThat(told).containsExactly(false, true, false);
  }

  @Test
  void aBounceIsStillNotTold() {
    InputWire wire = wire(TEN_MINUTES_NANOS);
    edge(DigitalState.HIGH);
    edge(DigitalState.LOW);
    wire.check();
    assertThat(told).containsExactly(false);
  }

  private InputWire wire(long quietNanos) {
    scheduler.execute(
        () -> {
          try {
            busy.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    var wire =
        new InputWire(
            input(), Wire.high(5), quietNanos, scheduler, (high, atNanos) -> told.add(high));
    wire.begin();
    return wire;
  }

  private void edge(DigitalState level) {
    state = level;
    listener.onDigitalStateChange(new DigitalStateChangeEvent<>(input(), level));
  }

  private DigitalInput input() {
    return (DigitalInput)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {DigitalInput.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "state" -> state;
                  case "addListener" -> {
                    listener = ((DigitalStateChangeListener[]) arguments[0])[0];
                    yield proxy;
                  }
                  default -> null;
                });
  }
}
