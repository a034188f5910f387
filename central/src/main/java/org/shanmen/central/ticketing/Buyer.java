package org.shanmen.central.ticketing;

import java.util.Optional;
import org.jooq.DSLContext;
import org.shanmen.central.catalogue.Channel;
import org.shanmen.central.money.Shifts;
import org.shanmen.central.money.Till;
import org.shanmen.central.web.Actor;
import org.shanmen.central.web.Call;

/**
 * Who orders, or does something with an order.
 *
 * @param till the hands of the person at the window
 * @param client the machine that orders over the interface, by its id
 */
record Buyer(Channel channel, Actor actor, Optional<Till> till, Optional<Integer> client) {
  /** A clerk. */
  static Buyer atWindow(Actor clerk, Till till) {
    return new Buyer(Channel.WINDOW, clerk, Optional.of(till), Optional.empty());
  }

  /** Whoever calls: a clerk or a machine. */
  static Buyer of(DSLContext tx, Call call) {
    var actor = call.actor();
    return call.machine()
        .map(
            machine ->
                new Buyer(
                    Channel.valueOf(machine.channel()),
                    actor,
                    Optional.empty(),
                    Optional.of(machine.id())))
        .orElseGet(() -> atWindow(actor, Shifts.tillOf(tx, actor)));
  }

  /** The person at the window, by its id. */
  Optional<Integer> person() {
    return till.map(Till::person);
  }

  /** A request's key as it is stored: machines cannot meet each other's or the windows'. */
  String scoped(String key) {
    return client.isPresent() ? actor.name() + '/' + key : key;
  }
}
