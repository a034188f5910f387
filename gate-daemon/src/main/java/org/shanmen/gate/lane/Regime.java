package org.shanmen.gate.lane;

import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneMode;

/** What was commanded and what is the matter; from both follows the posture. Not thread-safe. */
final class Regime {
  /** Of an exit in the posture {@link Posture#CONTROLLED}. */
  private final Prompt.Leaving leaving;

  private LaneMode mode;
  private boolean fire;
  private boolean loopBroken;
  private boolean enrolled;
  private boolean recording = true;
  private boolean sensing = true;
  private LaneKind kind = LaneKind.LANE_KIND_UNSPECIFIED;

  Regime(Memory memory, LaneOptions options) {
    this.mode = memory.mode();
    this.fire = memory.fire();
    // Until the loop was read: a fire that was remembered may still burn.
    this.loopBroken = memory.fire();
    this.leaving = leaving(options);
  }

  private static Prompt.Leaving leaving(LaneOptions options) {
    if (options.collector()) {
      return Prompt.Leaving.BY_CARD;
    }
    boolean alone = options.interlock() == LaneOptions.Part.NONE;
    return alone ? Prompt.Leaving.FREE : Prompt.Leaving.BY_TICKET;
  }

  Posture posture() {
    return Posture.of(mode, fire, enrolled, recording, sensing);
  }

  /** Whether people may pass in a direction without a right. */
  boolean isFree(Direction direction) {
    var posture = posture();
    if (posture.isFree()) {
      return true;
    }
    if (direction != Direction.OUT) {
      return false;
    }
    return switch (posture) {
      // Nobody needs a right to leave, but at some exits he has something to give first.
      case CONTROLLED -> kind == LaneKind.EXIT && leaving == Prompt.Leaving.FREE;
      // A lane that cannot do its work must not keep people in.
      case NOT_RECORDING, NOT_SENSING -> kind == LaneKind.EXIT || kind == LaneKind.TWO_WAY;
      default -> false;
    };
  }

  /** What the lane asks of whoever comes. */
  Prompt.Idle idle() {
    boolean served = kind == LaneKind.EXIT && !isFree(Direction.OUT);
    return new Prompt.Idle(kind, served ? leaving : Prompt.Leaving.FREE);
  }

  /** Where the arm is while nobody is being served. */
  ArmPosition rest() {
    return posture().isFree() ? posture().rest : ArmPosition.released(false, isFree(Direction.OUT));
  }

  LaneMode mode() {
    return mode;
  }

  void mode(LaneMode commanded) {
    mode = commanded;
  }

  boolean fire() {
    return fire;
  }

  void fire(boolean burning) {
    fire = burning;
  }

  boolean loopBroken() {
    return loopBroken;
  }

  void loopBroken(boolean broken) {
    loopBroken = broken;
  }

  LaneKind kind() {
    return kind;
  }

  /** A centre told what lane this is. */
  void enrolled(LaneKind told) {
    enrolled = true;
    kind = told;
  }

  boolean recording() {
    return recording;
  }

  void recording(boolean works) {
    recording = works;
  }

  /** Whether the lane can tell who passes. */
  boolean sensing() {
    return sensing;
  }

  void sensing(boolean works) {
    sensing = works;
  }

  /** Where whoever shows something at a spot wants to go. */
  Direction directionOf(Spot spot) {
    return switch (kind()) {
      case ENTRY -> Direction.IN;
      case EXIT -> Direction.OUT;
      case TWO_WAY, LANE_KIND_UNSPECIFIED, UNRECOGNIZED -> spot.direction();
    };
  }
}
