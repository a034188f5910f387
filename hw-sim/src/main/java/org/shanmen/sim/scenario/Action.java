package org.shanmen.sim.scenario;

import java.time.Duration;
import java.util.OptionalLong;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.Direction;

/** What a timed line does. */
sealed interface Action {
  /** Nothing but let the time go by. */
  record Wait() implements Action {}

  /** Tells how the gates are. */
  record See() implements Action {}

  // ---- People ----

  /**
   * @param value a ticket's name, or what the reader reads
   * @param age of a rotating code: how long ago it was made
   */
  record Present(CredentialKind kind, String value, Duration age, Spot spot) implements Action {}

  /** A code that looks like the park's but was not signed by it. */
  record PresentForged(Spot spot) implements Action {}

  /** People come to the arm and pass if it lets them. */
  record Walk(Direction direction, int people) implements Action {}

  /** Somebody goes into the lane and comes back. */
  record TurnBack(Direction direction) implements Action {}

  /** Somebody goes into the lane and stands between the beams. */
  record StepIn(Direction direction) implements Action {}

  /** Who stands in the lane goes on, or back. */
  record Leave(boolean onwards) implements Action {}

  /** Somebody stands in the lane for a while and then goes on. */
  record Stand(Direction direction, Duration span) implements Action {}

  /** Somebody gets through whatever the arm does. */
  record Force(Direction direction, boolean closeBehind) implements Action {}

  /** Somebody goes in, if the arm lets him, while another comes out against him. */
  record Cross() implements Action {}

  record Climb() implements Action {}

  record PushArm(Duration span) implements Action {}

  // ---- The lane ----

  record Mask(Beam beam, boolean masked) implements Action {}

  record MaskUpper(boolean masked) implements Action {}

  record Fire(boolean on) implements Action {}

  record Button() implements Action {}

  record Counted(Direction direction) implements Action {}

  record Device(String device, boolean well) implements Action {}

  record Bin(boolean full) implements Action {}

  /** A kill and a start at once, or an orderly stop and a start. */
  record Restart(boolean orderly) implements Action {}

  record Power(boolean on) implements Action {}

  record Link(boolean up) implements Action {}

  // ---- The centre ----

  /**
   * @param command without id and expiry
   * @param life how long it is good for
   * @param repeated the last one again, under its own id
   * @param meant the right of whom a confirmation means; empty: of whoever is held when it is given
   */
  record Order(Command command, Duration life, boolean repeated, OptionalLong meant)
      implements Action {}

  record Sync() implements Action {}

  /** How long the centre takes from now on to answer a gate that asks. */
  record Answers(Duration after) implements Action {}

  record Sell(TicketSpec ticket) implements Action {}

  /** A sold ticket as it is from now on. */
  record Change(TicketSpec ticket) implements Action {}

  record Remove(String ticket) implements Action {}

  record AreaFull(String area, boolean full) implements Action {}

  /**
   * @param gateOnly the gate's clock is set wrong by it; else so much time goes by
   */
  record Clock(Duration change, boolean back, boolean gateOnly) implements Action {}
}
