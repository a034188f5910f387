package org.shanmen.gate;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.shanmen.gate.ops.Language;
import org.shanmen.gate.ops.Texts;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneSettings;

/** Whatever the centre says of a lane, its visitors are rehearsed. */
class RehearsalTest {
  @Test
  void canBePlayedInEveryKindOfLane() {
    for (LaneKind kind : List.of(LaneKind.ENTRY, LaneKind.EXIT, LaneKind.TWO_WAY)) {
      var settings = LaneSettings.newBuilder().setKind(kind).setZone("Asia/Shanghai").build();

      assertThatCode(() -> Rehearsal.visit(new Texts(Language.zh), settings))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void needsNoSettingThatMakesSense() {
    var settings = LaneSettings.newBuilder().setZone("Nowhere/Atoll").build();

    assertThatCode(() -> Rehearsal.visit(new Texts(Language.zh), settings))
        .doesNotThrowAnyException();
  }
}
