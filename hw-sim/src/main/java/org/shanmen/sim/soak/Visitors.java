package org.shanmen.sim.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.shanmen.sim.lane.ArmPosition;
import org.shanmen.sim.lane.Walk;
import org.shanmen.sim.park.GateHouse;

/**
 * People with day tickets who come to one gate one after the other, whatever becomes of it. They
 * know what a perfect observer knows: who got through. One thread.
 */
final class Visitors {
  private static final Duration LONG_PATIENCE = Duration.ofSeconds(30);

  private final GateHouse gate;

  /** For the arm to move. */
  private final Duration patience;

  /** Those to whom the gate opened. */
  private final Set<SoakPark.Ticket> letIn = new HashSet<>();

  /** People who came through, by the ticket that was shown before. */
  private final Map<SoakPark.Ticket, Integer> through = new LinkedHashMap<>();

  private Visitors(GateHouse gate, Duration patience) {
    this.gate = gate;
    this.patience = patience;
  }

  /** Of a gate that lives: they wait until it opens, however busy the machine is. */
  static Visitors of(GateHouse gate) {
    return new Visitors(gate, LONG_PATIENCE);
  }

  /** Of a gate that is killed among them: they do not wait long for a dead one. */
  static Visitors ofADyingGate(GateHouse gate) {
    return new Visitors(gate, Duration.ofSeconds(2));
  }

  /** Shows each ticket once, and walks where the arm opens; ends early when the gate is dead. */
  void come(List<SoakPark.Ticket> tickets) {
    for (SoakPark.Ticket ticket : tickets) {
      through.put(ticket, 0);
    }
    for (SoakPark.Ticket ticket : tickets) {
      if (!armIs(ArmPosition.LOCKED)) {
        return;
      }
      gate.lane().present(ticket.qr()).exceptionally(gone -> null).join();
      if (armIs(ArmPosition.RELEASED_IN)) {
        letIn.add(ticket);
        through.merge(ticket, gate.walk(Walk.in()).passed(), Integer::sum);
      } else if (!gate.program().isAlive()) {
        return;
      }
    }
  }

  private boolean armIs(ArmPosition position) {
    try {
      gate.lane().when(state -> state.connected() && state.arm() == position, patience).join();
      return true;
    } catch (CompletionException tooLong) {
      return false;
    }
  }

  /** Who got through shows his ticket again: the gate must not let it in. */
  void comeAgain(Played played) {
    for (SoakPark.Ticket ticket : used()) {
      gate.awaitArm(arm -> arm == ArmPosition.LOCKED, LONG_PATIENCE);
      var decision = gate.show(ticket.qr());
      played.count("consumed tickets shown again", 1);
      played.require(
          !decision.isAdmission(), "ticket " + ticket.number() + " was used up and let in again");
    }
  }

  private List<SoakPark.Ticket> used() {
    var used = new ArrayList<SoakPark.Ticket>();
    through.forEach(
        (ticket, people) -> {
          if (people > 0) {
            used.add(ticket);
          }
        });
    return used;
  }

  /** All of them came with good tickets. */
  void requireAllLetIn(Played played) {
    for (SoakPark.Ticket ticket : through.keySet()) {
      played.require(letIn.contains(ticket), "the holder of " + ticket.number() + " was kept out");
    }
  }

  /** What the centre has stored must account for everybody, and for nobody twice. */
  void requireAccounted(StoredEvents stored, Played played) {
    through.forEach(
        (ticket, people) -> {
          var uses = stored.of(ticket.number());
          played.count("people through", people);
          played.require(
              people <= uses.used,
              "%d went in on ticket %s, %d are accounted for"
                  .formatted(people, ticket.number(), uses.used));
          played.require(
              uses.used <= 1 && uses.admitted - uses.givenBack <= 1,
              "ticket %s for one: admitted %d, given back %d, used %d"
                  .formatted(ticket.number(), uses.admitted, uses.givenBack, uses.used));
        });
  }
}
