package org.shanmen.gate.device.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shanmen.gate.device.Eventually;
import org.shanmen.gate.device.RecordingInbox;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.gate.lane.port.Signal;
import org.shanmen.gate.lane.port.Signal.ArmPushed;
import org.shanmen.gate.lane.port.Signal.BeamChanged;
import org.shanmen.gate.lane.port.Signal.DeviceHealth;
import org.shanmen.gate.lane.port.Signal.FireLoop;
import org.shanmen.protocol.wire.LampColour;

class WiresTest {
  private static final int RELEASE_IN = 17;
  private static final int RELEASE_OUT = 27;
  private static final int DROP = 22;
  private static final int GREEN = 23;
  private static final int RED = 24;
  private static final int OUTER = 5;
  private static final int INNER = 6;
  private static final int FIRE = 13;
  private static final int PUSH = 19;
  private static final List<String> ALL_LOW_ONCE =
      List.of(RELEASE_IN + "=0", RELEASE_OUT + "=0", DROP + "=0", GREEN + "=0", RED + "=0");

  private final RecordingInbox inbox = new RecordingInbox();
  private final Counts counts = new Counts();
  private Wires wires;

  @BeforeEach
  void aQuietLane() {
    FakePins.reset();
    FakePins.set(FIRE, true);
  }

  @AfterEach
  void close() {
    if (wires != null) {
      wires.close();
    }
  }

  @Test
  void theStartNeverRaisesAnOutput() {
    open();
    assertThat(FakePins.writes()).isEqualTo(ALL_LOW_ONCE);
  }

  @Test
  void theFirstLevelsAreTold() {
    FakePins.set(INNER, true);
    open();
    List<Signal> first = List.copyOf(inbox.left());
    assertThat(first).hasSize(4);
    assertThat(first.get(0))
        .isInstanceOfSatisfying(BeamChanged.class, b -> is(b, Beam.OUTER, false));
    assertThat(first.get(1))
        .isInstanceOfSatisfying(BeamChanged.class, b -> is(b, Beam.INNER, true));
    assertThat(first.get(2)).isEqualTo(new FireLoop(false));
    assertThat(first.get(3)).isEqualTo(new ArmPushed(false));
  }

  @Test
  void aCutFireLoopIsToldAtTheStartAndWhenItBreaks() throws Exception {
    open();
    assertThat(inbox.next(FireLoop.class).broken()).isFalse();
    FakePins.set(FIRE, false);
    assertThat(inbox.next(FireLoop.class).broken()).isTrue();
    FakePins.set(FIRE, true);
    assertThat(inbox.next(FireLoop.class).broken()).isFalse();
  }

  @Test
  void aBrokenBeamIsToldWithTheTimeOfItsEdge() throws Exception {
    open();
    drainFirst();
    long before = System.nanoTime();
    FakePins.set(OUTER, true);
    long after = System.nanoTime();
    BeamChanged broken = inbox.next(BeamChanged.class);
    is(broken, Beam.OUTER, true);
    assertThat(broken.atNanos()).isBetween(before, after);
    FakePins.set(OUTER, false);
    is(inbox.next(BeamChanged.class), Beam.OUTER, false);
  }

  @Test
  void aBounceIsNotTold() throws Exception {
    open();
    drainFirst();
    for (int i = 0; i < 10; i++) {
      FakePins.set(OUTER, true);
      FakePins.set(OUTER, false);
    }
    FakePins.set(INNER, true);
    is(inbox.next(BeamChanged.class), Beam.INNER, true);
    assertThat(inbox.left()).isEmpty();
  }

  @Test
  void anEdgeThatTheProviderLostIsFoundAllTheSame() throws Exception {
    open();
    drainFirst();
    FakePins.setSilently(PUSH, true);
    assertThat(inbox.next(ArmPushed.class).pushed()).isTrue();
  }

  @Test
  void theArmIsWrittenOnlyWhereItChangesAndFirstWhatGoesLow() {
    open();
    FakePins.writes().clear();
    wires.move(ArmPosition.LOCKED);
    wires.move(ArmPosition.RELEASED_OUT);
    wires.move(ArmPosition.RELEASED_OUT);
    wires.move(ArmPosition.RELEASED_IN);
    wires.move(ArmPosition.RELEASED_BOTH);
    wires.move(ArmPosition.DROPPED);
    wires.move(ArmPosition.LOCKED);
    assertThat(FakePins.writes())
        .containsExactly("27=1", "27=0", "17=1", "27=1", "17=0", "27=0", "22=1", "22=0");
  }

  @Test
  void theLampHasOneColourAtATime() {
    open();
    FakePins.writes().clear();
    wires.show(LampColour.LAMP_RED);
    wires.show(LampColour.LAMP_GREEN);
    wires.show(LampColour.LAMP_OFF);
    assertThat(FakePins.writes()).containsExactly("24=1", "24=0", "23=1", "23=0");
  }

  @Test
  void anOrderlyEndLocksTheArm() {
    open();
    wires.move(ArmPosition.RELEASED_BOTH);
    wires.show(LampColour.LAMP_GREEN);
    wires.close();
    assertThat(List.of(RELEASE_IN, RELEASE_OUT, DROP, GREEN, RED)).noneMatch(FakePins::isHigh);
  }

  @Test
  void anOrderlyEndDoesNotRaiseADroppedArm() {
    open();
    wires.move(ArmPosition.DROPPED);
    wires.close();
    assertThat(FakePins.isHigh(DROP)).isTrue();
  }

  @Test
  void anUnknownProviderIsNamedWithThoseThatAreThere() {
    GpioSettings settings = settings("gpoid-digital-input", FakePins.OUTPUT);
    assertThatThrownBy(() -> Wires.open(settings, inbox, new Counts(), ArmPosition.LOCKED))
        .isInstanceOf(UnknownProvider.class)
        .hasMessage(
            "gpio.input-provider = \"gpoid-digital-input\": no such Pi4J provider on the classpath,"
                + " expected one of [fake-digital-input, gpiod-digital-input, raspberrypi-digital-input]");
  }

  @Test
  void aBoardThatIsNotThereIsAFaultAndIsUsedWhenItComes() throws Exception {
    FakePins.setBroken(true);
    open();
    DeviceHealth fault = (DeviceHealth) inbox.next();
    assertThat(fault.device()).isEqualTo("gpio");
    assertThat(fault.well()).isFalse();
    wires.move(ArmPosition.RELEASED_IN);

    FakePins.setBroken(false);

    assertThat(inbox.next(FireLoop.class).broken()).isFalse();
    assertThat(inbox.next(DeviceHealth.class).well()).isTrue();
    assertThat(FakePins.isHigh(RELEASE_IN)).isTrue();
  }

  @Test
  void aBoardThatFailsIsAFaultAndGetsWhatWasAskedMeanwhile() throws Exception {
    open();
    FakePins.setBroken(true);
    wires.move(ArmPosition.RELEASED_IN);
    assertThat(inbox.next(DeviceHealth.class).well()).isFalse();

    FakePins.setBroken(false);

    assertThat(inbox.next(DeviceHealth.class).well()).isTrue();
    Eventually.until(() -> FakePins.isHigh(RELEASE_IN));
  }

  @Test
  void anArmThatWasLeftDroppedIsNeverRaisedByTheStart() {
    open(ArmPosition.DROPPED);
    assertThat(FakePins.isHigh(DROP)).isTrue();
    assertThat(FakePins.writes()).doesNotContain(DROP + "=0");
  }

  @Test
  void oneDeadOutputDoesNotKeepTheArmFromDropping() {
    open();
    wires.move(ArmPosition.RELEASED_IN);
    FakePins.breakPin(RELEASE_IN);
    wires.move(ArmPosition.DROPPED);
    assertThat(FakePins.isHigh(DROP)).isTrue();
  }

  @Test
  void aBoardThatIsOpenedAnewDoesNotRaiseADroppedArm() throws Exception {
    open();
    wires.move(ArmPosition.DROPPED);
    drainFirst();
    FakePins.writes().clear();
    FakePins.setBroken(true);
    assertThat(inbox.next(DeviceHealth.class).well()).isFalse();
    // The board is given up after three failed checks, and only then opened anew.
    Eventually.until(() -> counts.snapshot().getOrDefault("gpio.failed", 0L) >= 3);

    FakePins.setBroken(false);

    assertThat(inbox.next(DeviceHealth.class).well()).isTrue();
    assertThat(FakePins.writes()).isNotEmpty().doesNotContain(DROP + "=0");
  }

  @Test
  void aBoardThatIsOpenedAnewIsReleasedByAnOrderAndNotByItsOpening() throws Exception {
    open();
    drainFirst();
    wires.move(ArmPosition.RELEASED_IN);
    FakePins.setBroken(true);
    assertThat(inbox.next(DeviceHealth.class).well()).isFalse();
    Eventually.until(() -> counts.snapshot().getOrDefault("gpio.failed", 0L) >= 3);
    FakePins.writes().clear();

    FakePins.setBroken(false);

    assertThat(inbox.next(DeviceHealth.class).well()).isTrue();
    assertThat(FakePins.writes())
        .endsWith("17=0", "27=0", "22=0", "23=0", "24=0", RELEASE_IN + "=1");
  }

  private void open() {
    open(ArmPosition.LOCKED);
  }

  private void open(ArmPosition arm) {
    wires = Wires.open(settings(FakePins.INPUT, FakePins.OUTPUT), inbox, counts, arm);
  }

  private void drainFirst() throws InterruptedException {
    inbox.next(ArmPushed.class);
  }

  private static void is(BeamChanged signal, Beam beam, boolean blocked) {
    assertThat(signal.beam()).isEqualTo(beam);
    assertThat(signal.blocked()).isEqualTo(blocked);
  }

  private static GpioSettings settings(String inputProvider, String outputProvider) {
    return TestWires.with(inputProvider, outputProvider);
  }
}
