package org.shanmen.gate.lane.port;

import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.Direction;

/**
 * What a device noticed. Times are {@link System#nanoTime()} of the moment when the last byte or
 * edge arrived.
 */
public sealed interface Signal {
  /**
   * Somebody showed a credential.
   *
   * @param value as the device read it; the lane normalises it
   * @param reader the device's name in the configuration
   */
  record Presented(CredentialKind kind, String value, String reader, Spot spot, long atNanos)
      implements Signal {}

  /** A beam was broken or became free, after debouncing. */
  record BeamChanged(Beam beam, boolean blocked, long atNanos) implements Signal {}

  /** The beam above the arm: somebody climbs. After debouncing. */
  record UpperBeam(boolean blocked) implements Signal {}

  /** The board itself saw one person through (its count contact, or its protocol). */
  record Counted(Direction direction, long atNanos) implements Signal {}

  /** Whether everybody whom the board counted was told; false while its counter cannot be read. */
  record CountKnown(boolean known) implements Signal {}

  /** The board's counter was set or begun anew: nobody can tell who passed meanwhile. */
  record CountLost() implements Signal {}

  /** A member of staff pressed the button at the lane. */
  record AttendantButton() implements Signal {}

  /** The card collector has the card in its bin. */
  record CardTaken() implements Signal {}

  /** The card collector's bin is full, or was emptied. */
  record BinFull(boolean full) implements Signal {}

  /** The other lane of an interlocked pair is open, or closed again. */
  record OtherLane(boolean open) implements Signal {}

  /** The normally-closed fire loop opened or closed. */
  record FireLoop(boolean broken) implements Signal {}

  /** Somebody pushes against a locked arm, or stopped. */
  record ArmPushed(boolean pushed) implements Signal {}

  /**
   * A device stopped working or works again.
   *
   * @param device its name in the configuration
   * @param detail for the log and the alarm; empty when well
   */
  record DeviceHealth(String device, boolean well, String detail) implements Signal {}
}
