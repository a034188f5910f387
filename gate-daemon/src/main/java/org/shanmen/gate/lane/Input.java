package org.shanmen.gate.lane;

import org.shanmen.gate.admission.Decision;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.LaneKind;

/** What can happen to a lane. */
public sealed interface Input {
  /** A credential was shown, and this is what the rules say of it. */
  record Presented(CredentialKind kind, long fingerprint, Decision decision) implements Input {}

  record BeamChanged(Beam beam, boolean blocked) implements Input {}

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

  /** A condition that the shell watches began or ended, such as a disk that fills up. */
  record Condition(String alarm, boolean stands) implements Input {}

  /** Time went by. */
  record Tick() implements Input {}

  /** The daemon is about to end; nothing comes after this. */
  record Stopping() implements Input {}
}
