package org.shanmen.sim.scenario;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.RightState;

/** Reads what a timed line does. */
final class Actions {
  private static final String ACTIONS =
      "scan, card, face, id, walk, turn, step, go, stand, tailgate, force, cross, climb, push, mask,"
          + " unmask, count, button, fire, power, crash, restart, link, sync, device, bin, command,"
          + " confirm, reject, sell, change, refund, lose, block, activate, remove, area, centre, clock,"
          + " see or wait";
  private static final Map<String, Boolean> ON_OFF = Map.of("on", true, "off", false);
  private static final Map<String, Boolean> UP_DOWN = Map.of("up", true, "down", false);
  private static final Map<String, Boolean> WELL = Map.of("well", true, "broken", false);
  private static final Map<String, Boolean> FULL = Map.of("full", true, "free", false);
  private static final Map<String, Boolean> BIN = Map.of("full", true, "emptied", false);
  private static final Map<String, Beam> BEAMS = Map.of("outer", Beam.OUTER, "inner", Beam.INNER);
  private static final Map<String, Spot> SPOTS =
      Map.of("outside", Spot.OUTER, "inside", Spot.INNER, "collector", Spot.COLLECTOR);
  private static final Duration PUSH = Duration.ofSeconds(1);

  private final Park park;
  private final LocalDate today;
  private final boolean gateNamed;

  /**
   * @param today on which a ticket is valid that is sold now and says nothing else
   * @param gateNamed the line names a gate
   */
  Actions(Park park, LocalDate today, boolean gateNamed) {
    this.park = park;
    this.today = today;
    this.gateNamed = gateNamed;
  }

  /** Whether it happens in one lane, so that the line must say in which. */
  static boolean isOfOneLane(Action action) {
    return action instanceof Action.Present
        || action instanceof Action.PresentForged
        || action instanceof Action.Walk
        || action instanceof Action.TurnBack
        || action instanceof Action.StepIn
        || action instanceof Action.Leave
        || action instanceof Action.Stand
        || action instanceof Action.Force
        || action instanceof Action.Cross
        || action instanceof Action.Climb
        || action instanceof Action.PushArm
        || action instanceof Action.Mask
        || action instanceof Action.MaskUpper
        || action instanceof Action.Counted
        || action instanceof Action.Button
        || action instanceof Action.Bin
        || action instanceof Action.Device;
  }

  Action read(Words words) {
    String verb = words.take("what happens: " + ACTIONS);
    return switch (verb) {
      case "wait" -> new Action.Wait();
      case "see" -> new Action.See();
      case "scan" -> scan(words);
      case "card", "face", "id" -> present(words, Tickets.CREDENTIALS.get(verb));
      case "walk" -> new Action.Walk(way(words), people(words));
      case "turn" -> {
        words.need("back");
        yield new Action.TurnBack(wayIfSaid(words));
      }
      case "step" -> {
        words.need("in");
        yield new Action.StepIn(wayIfSaid(words));
      }
      case "go" -> new Action.Leave(words.choose(Map.of("on", true, "back", false)));
      case "stand" -> {
        var span = Quantities.span(words, "how long");
        yield new Action.Stand(wayIfSaid(words), span);
      }
      case "tailgate" -> new Action.Force(wayIfSaid(words), true);
      case "force" -> new Action.Force(way(words), false);
      case "cross" -> new Action.Cross();
      case "climb" -> new Action.Climb();
      case "push" -> {
        words.need("arm");
        yield new Action.PushArm(
            words.atEnd() || words.isNext("->") ? PUSH : Quantities.span(words, "how long"));
      }
      case "mask" -> mask(words, true);
      case "unmask" -> mask(words, false);
      case "count" -> new Action.Counted(way(words));
      case "button" -> new Action.Button();
      case "fire" -> new Action.Fire(words.choose(ON_OFF));
      case "power" -> new Action.Power(words.choose(ON_OFF));
      case "crash" -> new Action.Restart(false);
      case "restart" -> new Action.Restart(true);
      case "link" -> new Action.Link(words.choose(UP_DOWN));
      case "sync" -> new Action.Sync();
      case "device" -> new Action.Device(words.take("the device"), words.choose(WELL));
      case "bin" -> new Action.Bin(words.choose(BIN));
      case "command", "confirm", "reject", "release" -> new Orders(verb, park).read(words);
      case "area" -> area(words);
      case "centre" -> answers(words);
      case "clock" -> clock(words);
      default -> ofTheDesk(verb, words);
    };
  }

  /** What the ticket window does. */
  private Action ofTheDesk(String verb, Words words) {
    var tickets = new Tickets(park);
    return switch (verb) {
      case "sell" -> new Action.Sell(tickets.read(words, Optional.of(today)));
      case "change" -> new Action.Change(tickets.change(words));
      case "remove" -> new Action.Remove(tickets.known(words).name());
      case "refund" -> state(tickets, words, RightState.RIGHT_REVOKED);
      case "lose" -> state(tickets, words, RightState.RIGHT_LOST);
      case "block" -> state(tickets, words, RightState.RIGHT_BLOCKED);
      case "activate" -> state(tickets, words, RightState.ACTIVE);
      default -> throw words.unexpected(verb, ACTIONS);
    };
  }

  private Action state(Tickets tickets, Words words, RightState state) {
    var changed = tickets.known(words).in(state);
    park.tickets.put(changed.name(), changed);
    return new Action.Change(changed);
  }

  private Action scan(Words words) {
    if (words.took("forged")) {
      park.signedCodes = true;
      return new Action.PresentForged(spot(words));
    }
    return present(words, CredentialKind.QR);
  }

  private Action present(Words words, CredentialKind kind) {
    String value = words.take("a ticket's name, or the code or number");
    return new Action.Present(kind, value, age(words), spot(words));
  }

  private static Duration age(Words words) {
    if (!words.took("made")) {
      return Duration.ZERO;
    }
    var age = Quantities.span(words, "how long ago");
    words.need("ago");
    return age;
  }

  private static Spot spot(Words words) {
    return words.atEnd() || words.isNext("->") ? Spot.OUTER : words.choose(SPOTS);
  }

  private static Direction way(Words words) {
    return words.choose(TicketTypes.WAYS);
  }

  private static Direction wayIfSaid(Words words) {
    return words.atEnd() || words.isNext("->") ? Direction.IN : way(words);
  }

  private static int people(Words words) {
    return words.atEnd() || words.isNext("->") ? 1 : words.count("people", 1);
  }

  private static Action mask(Words words, boolean masked) {
    if (words.took("upper")) {
      words.need("beam");
      return new Action.MaskUpper(masked);
    }
    var beam = words.choose(BEAMS);
    words.need("beam");
    return new Action.Mask(beam, masked);
  }

  private Action area(Words words) {
    String area =
        words.take(
            "an area that is declared above: " + park.areas.keySet(),
            word -> park.areas.containsKey(word) ? word : null);
    return new Action.AreaFull(area, words.choose(FULL));
  }

  private static Action answers(Words words) {
    words.need("answers");
    words.need("in");
    return new Action.Answers(Quantities.span(words, "a time"));
  }

  private Action clock(Words words) {
    String sign = words.peek().orElse("");
    if (!sign.startsWith("+") && !(gateNamed && sign.startsWith("-"))) {
      throw words.mistake(
          "expected +2h; or, of one gate, how wrong its clock is set, such as -90s", "此处应为 +2h 之类");
    }
    return new Action.Clock(Steps.shift(words), sign.startsWith("-"), gateNamed);
  }
}
