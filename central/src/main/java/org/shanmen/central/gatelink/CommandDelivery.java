package org.shanmen.central.gatelink;

import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings commands to the gates that are connected: those given just now, and those that waited.
 *
 * <p>Not thread-safe: belongs to the links' event loop.
 */
final class CommandDelivery {
  private static final Logger log = LoggerFactory.getLogger(CommandDelivery.class);

  private final Commands commands;
  private final ConnectedGates gates;

  /** When all gates come back at once, each asks for a look. */
  private final OneAtATime sweeps = new OneAtATime(this::sendPending);

  CommandDelivery(Commands commands, ConnectedGates gates) {
    this.commands = commands;
    this.gates = gates;
  }

  /** Looks for commands that wait for their gate's answer. */
  void sweep() {
    sweeps.ask();
  }

  /** A command was given, or came to an end. */
  void changed(CommandState state) {
    if (state.outcome().equals("PENDING")) {
      gates.linked(state.gateNumber()).ifPresent(gate -> gate.deliver(state));
    }
  }

  private Future<?> sendPending() {
    var linked = gates.linked();
    return commands
        .pending()
        .onSuccess(
            pending -> {
              pending.forEach(
                  state ->
                      gates.linked(state.gateNumber()).ifPresent(gate -> gate.deliverAgain(state)));
              linked.forEach(LinkedGate::caughtUpWithCommands);
            })
        .onFailure(e -> log.error("pending commands cannot be read", e));
  }
}
