package org.shanmen.gate.device.gpio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.shanmen.gate.device.Eventually;
import org.shanmen.gate.device.RecordingInbox;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.gate.lane.port.Signal;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.LampColour;

/** Every level that a board sees, from the first moment to the last, for each kind of board. */
class BoardsAtTheWireTest {
  private static final int RELEASE_IN = 17;
  private static final int DROP = 22;
  private static final int FREE_IN = 25;
  private static final int FREE_OUT = 4;
  private static final int LOCK = 16;
  private static final int RAISE = 20;
  private static final int COUNT_IN = 12;
  private static final int OUTER = 5;
  private static final int INNER = 6;
  private static final int FIRE = 13;
  private static final Map<OutputPin, Wire> EVERYTHING =
      Map.of(
          OutputPin.FREE_IN, Wire.high(FREE_IN),
          OutputPin.FREE_OUT, Wire.high(FREE_OUT),
          OutputPin.LOCK, Wire.high(LOCK),
          OutputPin.RAISE, Wire.high(RAISE));
  private static final List<Integer> OPENING = List.of(RELEASE_IN, 27, DROP, FREE_IN, FREE_OUT);

  private final RecordingInbox inbox = new RecordingInbox();
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

  @ParameterizedTest
  @EnumSource(BoardProfile.class)
  void startAndEndReleaseNobody(BoardProfile profile) {
    open(settings(profile), ArmPosition.LOCKED);
    wires.move(ArmPosition.LOCKED);
    wires.show(LampColour.LAMP_RED);
    wires.move(ArmPosition.LOCKED);
    wires.close();
    for (int pin : OPENING) {
      assertThat(FakePins.writes()).doesNotContain(pin + "=1");
    }
  }

  @ParameterizedTest
  @EnumSource(BoardProfile.class)
  void aStartInAnEmergencyDropsAtOnceAndTheEndKeepsItDropped(BoardProfile profile) {
    open(settings(profile), ArmPosition.DROPPED);
    wires.move(ArmPosition.DROPPED);
    wires.close();
    assertThat(FakePins.writes()).contains(DROP + "=1").doesNotContain(DROP + "=0");
    assertThat(FakePins.writes())
        .doesNotContain(RELEASE_IN + "=1", FREE_IN + "=1", LOCK + "=1", RAISE + "=1");
  }

  @ParameterizedTest
  @EnumSource(BoardProfile.class)
  void theEndInTheMiddleOfAReleaseEndsIt(BoardProfile profile) {
    open(settings(profile), ArmPosition.LOCKED);
    wires.move(ArmPosition.RELEASED_IN);
    assertThat(FakePins.isHigh(RELEASE_IN)).isTrue();
    wires.close();
    assertThat(OPENING).noneMatch(FakePins::isHigh);
  }

  @ParameterizedTest
  @EnumSource(BoardProfile.class)
  void anActiveLowReleaseIsHighFromTheFirstMoment(BoardProfile profile) {
    FakePins.set(7, true); // as its resistor pulls it
    var inverted = new EnumMap<>(EVERYTHING);
    inverted.put(OutputPin.RELEASE_IN, new Wire(7, true));
    open(TestWires.with(arm(profile), inverted, Map.of()), ArmPosition.LOCKED);
    wires.move(ArmPosition.LOCKED);
    assertThat(FakePins.writes()).doesNotContain("7=0");

    wires.move(ArmPosition.RELEASED_IN);
    assertThat(FakePins.isHigh(7)).isFalse();
    wires.close();
    assertThat(FakePins.isHigh(7)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = BoardProfile.class,
      names = {"PULSE", "TISO", "ALVARADO", "PERCO_TTR"})
  void aReleaseIsAPulseWithinTheBoardsBounds(BoardProfile profile) {
    open(settings(profile), ArmPosition.LOCKED);
    wires.move(ArmPosition.LOCKED);
    FakePins.writes().clear();
    long began = System.nanoTime();
    wires.move(ArmPosition.RELEASED_IN);
    assertThat(FakePins.writes()).containsExactly(LOCK + "=0", RELEASE_IN + "=1");
    Eventually.until(() -> !FakePins.isHigh(RELEASE_IN));
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);

    assertThat(millis).isGreaterThanOrEqualTo(profile.shortestPulseMillis());
    assertThat(FakePins.writes())
        .containsExactly(LOCK + "=0", RELEASE_IN + "=1", RELEASE_IN + "=0");
  }

  @Test
  void theNextOfAGroupGetsAPulseOfHisOwn() {
    open(settings(BoardProfile.TISO), ArmPosition.LOCKED);
    wires.move(ArmPosition.RELEASED_IN);
    Eventually.until(() -> !FakePins.isHigh(RELEASE_IN));
    FakePins.writes().clear();

    wires.next(Direction.IN);

    Eventually.until(() -> FakePins.writes().contains(RELEASE_IN + "=0"));
    assertThat(FakePins.writes()).containsExactly(RELEASE_IN + "=1", RELEASE_IN + "=0");
  }

  @Test
  void aPulseEndsWhenTheBoardCountsAndTheLaneHearsOfIt() throws Exception {
    var slow = new ArmSettings(BoardProfile.PULSE, 60_000, 60_000, false);
    open(
        TestWires.with(slow, Map.of(), Map.of(InputPin.COUNT_IN, Wire.high(COUNT_IN))),
        ArmPosition.LOCKED);
    wires.move(ArmPosition.RELEASED_IN);
    FakePins.set(COUNT_IN, true);
    assertThat(inbox.next(Signal.Counted.class).direction()).isEqualTo(Direction.IN);
    assertThat(FakePins.isHigh(RELEASE_IN)).isFalse();
  }

  @Test
  void aPulseEndsWhenTheFarBeamBreaks() throws Exception {
    var slow = new ArmSettings(BoardProfile.PULSE, 60_000, 60_000, false);
    open(TestWires.with(slow, Map.of(), Map.of()), ArmPosition.LOCKED);
    inbox.next(Signal.ArmPushed.class);
    wires.move(ArmPosition.RELEASED_IN);
    FakePins.set(OUTER, true);
    inbox.next(Signal.BeamChanged.class);
    assertThat(FakePins.isHigh(RELEASE_IN)).isTrue();
    FakePins.set(INNER, true);
    inbox.next(Signal.BeamChanged.class);
    assertThat(FakePins.isHigh(RELEASE_IN)).isFalse();
  }

  @Test
  void aReleaseThatCannotBeEndedIsTriedAgainSoon() throws Exception {
    open(settings(BoardProfile.TISO), ArmPosition.LOCKED);
    wires.move(ArmPosition.RELEASED_IN);
    FakePins.breakPin(RELEASE_IN);
    assertThat(inbox.next(Signal.DeviceHealth.class).detail()).contains("release-in");
    FakePins.breakPin(-1);
    Eventually.until(() -> !FakePins.isHigh(RELEASE_IN));
  }

  @Test
  void alwaysOpenIsHeld() {
    open(settings(BoardProfile.ALVARADO), ArmPosition.LOCKED);
    wires.move(ArmPosition.LOCKED);
    FakePins.writes().clear();
    wires.move(ArmPosition.RELEASED_BOTH, ArmPosition.RELEASED_BOTH);
    wires.move(ArmPosition.LOCKED);
    assertThat(FakePins.writes())
        .containsExactly(
            LOCK + "=0",
            FREE_IN + "=1",
            FREE_OUT + "=1",
            FREE_IN + "=0",
            FREE_OUT + "=0",
            LOCK + "=1");
  }

  @Test
  void collectorInterlockAndTheOtherInputsHaveTheirWires() throws Exception {
    open(
        TestWires.with(
            ArmSettings.HELD,
            Map.of(
                OutputPin.COLLECTOR_SWALLOW, Wire.high(7),
                OutputPin.COLLECTOR_RETURN, Wire.high(8),
                OutputPin.INTERLOCK, Wire.high(9)),
            Map.of(
                InputPin.BEAM_UPPER, Wire.high(10),
                InputPin.BUTTON, new Wire(11, true),
                InputPin.CARD_TAKEN, Wire.high(14),
                InputPin.BIN_FULL, Wire.high(15),
                InputPin.OTHER_LANE, Wire.high(18))),
        ArmPosition.LOCKED);
    FakePins.writes().clear();
    wires.swallow();
    Eventually.until(() -> FakePins.writes().contains("7=0"));
    wires.handBack();
    Eventually.until(() -> FakePins.writes().contains("8=0"));
    wires.show(true);
    assertThat(FakePins.writes()).containsExactly("7=1", "7=0", "8=1", "8=0", "9=1");

    assertThat(inbox.next(Signal.UpperBeam.class).blocked()).isFalse();
    assertThat(inbox.next(Signal.BinFull.class).full()).isFalse();
    assertThat(inbox.next(Signal.OtherLane.class).open()).isFalse();
    assertThat(inbox.left()).as("a button that is held at the start was not pressed").isEmpty();
    FakePins.set(11, true);
    FakePins.set(10, true);
    assertThat(inbox.next()).isEqualTo(new Signal.UpperBeam(true));
    // The scheduler settles in order of time: the button's release is settled by now.
    FakePins.set(18, true);
    assertThat(inbox.next()).isEqualTo(new Signal.OtherLane(true));
    FakePins.set(11, false);
    assertThat(inbox.next()).isEqualTo(new Signal.AttendantButton());
    FakePins.set(14, true);
    assertThat(inbox.next()).isEqualTo(new Signal.CardTaken());
    FakePins.set(15, true);
    assertThat(inbox.next()).isEqualTo(new Signal.BinFull(true));
  }

  private void open(GpioSettings settings, ArmPosition arm) {
    wires = Wires.open(settings, inbox, new Counts(), arm);
  }

  private static GpioSettings settings(BoardProfile profile) {
    return TestWires.with(arm(profile), EVERYTHING, Map.of());
  }

  private static ArmSettings arm(BoardProfile profile) {
    return new ArmSettings(profile, profile.usualPulseMillis(), profile.usualHoldMillis(), false);
  }
}
