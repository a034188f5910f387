package org.shanmen.sim.scenario;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.protocol.wire.CommandResult;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.LampColour;

/** Turns the gate's events and answers into outcomes. */
final class Told {
  private static final String ARM = "ARM";

  /** Names of tickets by their rights' ids. */
  private final Map<Long, String> tickets;

  private final ZoneId zone;

  Told(Map<Long, String> tickets, ZoneId zone) {
    this.tickets = tickets;
    this.zone = zone;
  }

  /** The outcome that an event is; null if other outcomes say it already. */
  Outcome of(Event event) {
    return switch (event.getKind()) {
      case ADMITTED -> Replay.tell(event, people("ADMIT", event), zone);
      case REFUSED ->
          Replay.tell(event, ticket(new Outcome("REFUSE", event.getReason().name()), event), zone);
      case PASSED -> people("PASS", event);
      case GIVEN_BACK -> why(people("GIVE-BACK", event), event.getDetail());
      case USE_ASSUMED -> people("ASSUME", event);
      case FREE_PASS -> people("FREE-PASS", event);
      case UNAUTHORISED_PASS -> people("FORCED-PASS", event);
      case ALARM_RAISED -> alarm("ALARM", event);
      case ALARM_CLEARED -> alarm("CLEARED", event);
      case MODE_CHANGED ->
          new Outcome("MODE", event.getDetail().toLowerCase(Locale.ROOT).replace('_', '-'));
      case CARD_COLLECTED -> ticket(new Outcome("COLLECTED"), event);
      case STARTED -> new Outcome("STARTED");
      case STOPPED -> new Outcome("STOPPED");
      // Answered to the centre in the same breath.
      case COMMAND_DONE -> null;
      default -> new Outcome(event.getKind().name());
    };
  }

  /** Somebody waits for a member of staff to look at him. */
  Outcome held(long right) {
    return new Outcome("HOLD").with("ticket", name(right));
  }

  private Outcome people(String name, Event event) {
    var outcome = ticket(new Outcome(name), event);
    if (event.getDirection() != Direction.DIRECTION_UNSPECIFIED) {
      outcome.with(way(event.getDirection()), event.getPeople());
    }
    return event.getFeeFen() == 0
        ? outcome
        : outcome.with("fee", Quantities.yuan(event.getFeeFen()));
  }

  private Outcome ticket(Outcome outcome, Event event) {
    return event.getRight() == 0 ? outcome : outcome.with("ticket", name(event.getRight()));
  }

  private String name(long right) {
    return tickets.getOrDefault(right, Long.toUnsignedString(right));
  }

  private static Outcome alarm(String name, Event event) {
    String[] parts = event.getDetail().split(": ", 2);
    var outcome = new Outcome(name, parts[0]);
    return parts.length == 1 ? outcome : why(outcome, parts[1]);
  }

  private static Outcome why(Outcome outcome, String detail) {
    return detail.isEmpty() ? outcome : outcome.with("why", detail);
  }

  private static String way(Direction direction) {
    return direction == Direction.IN ? "in" : "out";
  }

  static Outcome of(CommandResult result) {
    String name =
        switch (result.getOutcome()) {
          case DONE -> "DONE";
          case EXPIRED_COMMAND -> "TOO-LATE";
          case DUPLICATE -> "DUPLICATE";
          case NOT_NOW -> "NOT-NOW";
          default -> result.getOutcome().name();
        };
    var outcome = new Outcome(name);
    return why(outcome, result.getText());
  }

  static Outcome of(ArmPosition position) {
    return new Outcome(
        ARM,
        switch (position) {
          case LOCKED -> "locked";
          case RELEASED_IN -> "in";
          case RELEASED_OUT -> "out";
          case RELEASED_BOTH -> "both";
          case DROPPED -> "dropped";
        });
  }

  static Outcome of(LampColour colour) {
    return new Outcome(
        "LAMP",
        switch (colour) {
          case LAMP_RED -> "red";
          case LAMP_GREEN -> "green";
          default -> "off";
        });
  }
}
