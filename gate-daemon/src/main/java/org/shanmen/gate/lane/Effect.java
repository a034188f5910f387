package org.shanmen.gate.lane;

import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.protocol.wire.CommandResult;
import org.shanmen.protocol.wire.LampColour;

/** What the loop must do, in the order given. */
public sealed interface Effect {
  /** To the journal, before any later effect. */
  record Record(Entry entry) implements Effect {}

  /**
   * @param standing the position for everybody, without those who were admitted
   */
  record Move(ArmPosition position, ArmPosition standing) implements Effect {
    /** For those who were admitted only. */
    public Move(ArmPosition position) {
      this(position, position == ArmPosition.DROPPED ? position : ArmPosition.LOCKED);
    }
  }

  record Light(LampColour colour) implements Effect {}

  record Show(Prompt prompt) implements Effect {}

  record Say(Prompt prompt) implements Effect {}

  /** The card in the collector goes into its bin. */
  record SwallowCard() implements Effect {}

  /** The card in the collector goes back to its owner. */
  record HandBackCard() implements Effect {}

  /** To the other lane of an interlocked pair. */
  record ShowInterlock(boolean open) implements Effect {}

  /**
   * The lane is free for somebody who waited or was held ({@link LaneMachine#remembers}): his
   * credential is to be judged anew and presented again.
   */
  record JudgeAgain(Showing showing) implements Effect {}

  /** To disk, before any later effect. */
  record Remember(Memory memory) implements Effect {}

  /** To the centre: the command took effect, or will not. */
  record Answer(CommandResult result) implements Effect {}
}
