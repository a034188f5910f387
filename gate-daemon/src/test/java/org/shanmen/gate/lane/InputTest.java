package org.shanmen.gate.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.gate.lane.port.Signal;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.Direction;

/** What devices tell, and what the lane makes of it. */
class InputTest {
  static Stream<Arguments> signals() {
    return Stream.of(
        arguments(
            new Signal.BeamChanged(Beam.INNER, true, 7), new Input.BeamChanged(Beam.INNER, true)),
        arguments(new Signal.UpperBeam(true), new Input.UpperBeam(true)),
        arguments(new Signal.Counted(Direction.OUT, 7), new Input.Counted(Direction.OUT)),
        arguments(new Signal.CountKnown(true), new Input.CountKnown(true)),
        arguments(new Signal.CountLost(), new Input.CountLost()),
        arguments(new Signal.AttendantButton(), new Input.AttendantButton()),
        arguments(new Signal.CardTaken(), new Input.CardTaken()),
        arguments(new Signal.BinFull(true), new Input.BinFull(true)),
        arguments(new Signal.OtherLane(true), new Input.OtherLane(true)),
        arguments(new Signal.FireLoop(true), new Input.FireLoop(true)),
        arguments(new Signal.ArmPushed(true), new Input.ArmPushed(true)),
        arguments(
            new Signal.DeviceHealth("panel", false, "gone"),
            new Input.DeviceHealth("panel", false, "gone")));
  }

  @ParameterizedTest
  @MethodSource("signals")
  void eachSignalMeansOneThing(Signal signal, Input input) {
    assertThat(Input.of(signal)).isEqualTo(input);
  }

  @Test
  void aPresentationMeansNothingBeforeItWasJudged() {
    var shown = new Signal.Presented(CredentialKind.QR, "A1", "scanner", Spot.OUTER, 7);
    assertThatThrownBy(() -> Input.of(shown))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("judged");
  }
}
