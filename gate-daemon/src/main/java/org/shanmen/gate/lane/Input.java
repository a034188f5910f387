package org.shanmen.gate.lane;

import com.google.protobuf.ByteString;
import java.util.List;
import org.shanmen.gate.admission.Decision;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.gate.lane.port.Signal;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.LaneKind;

/** What can happen to a lane. */
public sealed interface Input {
  /**
   * A credential was shown, and this is what the rules say of it.
   *
   * @param staff the right of a staff card that may speak for a visitor who is held; 0: none
   * @param question what they were asked, a serialised {@code Question} for the journal; may be
   *     empty
   */
  record Presented(
      CredentialKind kind,
      long fingerprint,
      Spot spot,
      Decision decision,
      long staff,
      ByteString question)
      implements Input {
    Showing showing() {
      return new Showing(fingerprint, spot);
    }
  }

  /**
   * At the start: of those whom the last run admitted some may not have passed yet, and are taken
   * to have. Whoever stands in the lane now is one of them.
   */
  record AssumedBefore(Direction direction) implements Input {}

  /** A member of staff pressed the button at the lane. */
  record AttendantButton() implements Input {}

  record BeamChanged(Beam beam, boolean blocked) implements Input {}

  /** The beam above the arm. */
  record UpperBeam(boolean blocked) implements Input {}

  /** The board saw one person through. */
  record Counted(Direction direction) implements Input {}

  /**
   * @param known everybody whom the board counted was told
   */
  record CountKnown(boolean known) implements Input {}

  /** The board's counter does not tell who passed meanwhile. */
  record CountLost() implements Input {}

  /** A card that was answered still lies in the collector's slot. */
  record CardLies(Showing showing) implements Input {}

  /** The collector has the card in its bin. */
  record CardTaken() implements Input {}

  record BinFull(boolean full) implements Input {}

  /** The other lane of an interlocked pair. */
  record OtherLane(boolean open) implements Input {}

  /**
   * @param broken the loop is open: fire
   */
  record FireLoop(boolean broken) implements Input {}

  record ArmPushed(boolean pushed) implements Input {}

  /**
   * @param detail empty when well
   */
  record DeviceHealth(String device, boolean well, String detail) implements Input {}

  /**
   * @param centreMillis now by the centre's clock, by which commands expire
   */
  record Commanded(Command command, long centreMillis) implements Input {}

  /**
   * The list changed while people are awaited on a right, on their way in.
   *
   * @param decision what would be decided if they came now, and nobody were awaited
   */
  record JudgedMeanwhile(Decision decision) implements Input {}

  /** The centre told the gate what lane it is. */
  record Configured(LaneKind kind) implements Input {}

  /**
   * Whether what happens can be recorded. A lane that cannot admits nobody.
   *
   * @param why not; empty when it can
   * @param arm where it was last moved to: when a record fails, what should have followed it did
   *     not
   */
  record Recording(boolean works, String why, ArmPosition arm) implements Input {}

  /** A condition that the shell watches, such as a disk that fills up: it stands, or does not. */
  record Condition(String alarm, boolean stands) {}

  /** What the shell watches, as it found it at one look. */
  record Conditions(List<Condition> all) implements Input {}

  /**
   * The daemon did not get to look at anything for a while, beams among it: what they told
   * meanwhile is heard late, and what was over before it was heard is not heard at all.
   *
   * @param millis how long
   */
  record Unwatched(long millis) implements Input {}

  /** Time went by. */
  record Tick() implements Input {}

  /** The daemon is about to end; nothing comes after this. */
  record Stopping() implements Input {}

  /**
   * What a signal of a device means, but for a presentation, which has to be judged first.
   *
   * @throws IllegalArgumentException for a presentation
   */
  static Input of(Signal signal) {
    if (signal instanceof Signal.BeamChanged change) {
      return new BeamChanged(change.beam(), change.blocked());
    } else if (signal instanceof Signal.FireLoop loop) {
      return new FireLoop(loop.broken());
    } else if (signal instanceof Signal.ArmPushed push) {
      return new ArmPushed(push.pushed());
    } else if (signal instanceof Signal.DeviceHealth health) {
      return new DeviceHealth(health.device(), health.well(), health.detail());
    }
    return ofStaffOrPlace(signal);
  }

  private static Input ofStaffOrPlace(Signal signal) {
    if (signal instanceof Signal.UpperBeam upper) {
      return new UpperBeam(upper.blocked());
    } else if (signal instanceof Signal.Counted counted) {
      return new Counted(counted.direction());
    } else if (signal instanceof Signal.CountKnown count) {
      return new CountKnown(count.known());
    } else if (signal instanceof Signal.CountLost) {
      return new CountLost();
    } else if (signal instanceof Signal.AttendantButton) {
      return new AttendantButton();
    } else if (signal instanceof Signal.CardTaken) {
      return new CardTaken();
    } else if (signal instanceof Signal.BinFull bin) {
      return new BinFull(bin.full());
    } else if (signal instanceof Signal.OtherLane other) {
      return new OtherLane(other.open());
    }
    throw new IllegalArgumentException("a presentation has to be judged: " + signal);
  }
}
