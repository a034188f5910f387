package org.shanmen.gate.lane;

import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.protocol.wire.CommandResult;
import org.shanmen.protocol.wire.LampColour;

/** What the loop must do, in the order given. */
public sealed interface Effect {
  /** To the journal, before any later effect. */
  record Record(Entry entry) implements Effect {}

  record Move(ArmPosition position) implements Effect {}

  record Light(LampColour colour) implements Effect {}

  record Show(Prompt prompt) implements Effect {}

  record Say(Prompt prompt) implements Effect {}

  /** To disk, before any later effect. */
  record Remember(Memory memory) implements Effect {}

  /** To the centre: the command took effect, or will not. */
  record Answer(CommandResult result) implements Effect {}
}
