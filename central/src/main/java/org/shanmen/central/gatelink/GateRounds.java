package org.shanmen.central.gatelink;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.HashMap;
import org.shanmen.central.db.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is looked at now and then while gates are connected, because nobody tells this process of
 * it: whether their certificates still hold, whether they know the ticket keys and what their lanes
 * are, and which changes all of them have.
 *
 * <p>Not thread-safe: belongs to the links' event loop.
 */
final class GateRounds {
  private static final Logger log = LoggerFactory.getLogger(GateRounds.class);

  private final Database database;
  private final ConnectedGates gates;
  private final InstantSource clock;

  GateRounds(Database database, ConnectedGates gates, InstantSource clock) {
    this.database = database;
    this.gates = gates;
    this.clock = clock;
  }

  /**
   * Cuts off whoever is connected with a certificate that is not in force any more: it may have
   * been taken back while he was being greeted, or by another process of the centre.
   */
  void checkCertificates() {
    var shown = gates.serials();
    if (shown.isEmpty()) {
      return;
    }
    database
        .read(sql -> Enrolments.standings(sql, shown))
        .onSuccess(
            standings ->
                standings.forEach(
                    (gate, standing) ->
                        gates
                            .of(gate)
                            .filter(session -> session.serial().equals(shown.get(gate)))
                            .ifPresent(session -> session.standing(standing))))
        .onFailure(e -> log.error("the gates' certificates cannot be checked", e));
  }

  /**
   * Greets those anew who were told otherwise than they would be now: ticket keys were rotated,
   * maybe by another process of the centre, or one has ended, which an older gate cannot know; or
   * the gate was moved, or is called otherwise. Some at a time: a thousand handshakes at one
   * instant would hold up everybody else.
   */
  void checkWhatWasTold() {
    if (gates.count() == 0) {
      return;
    }
    database
        .read(sql -> new Word(TicketKeys.read(sql), LaneBook.read(sql)))
        .onSuccess(
            word ->
                gates.greeted().stream()
                    .filter(session -> !session.knows(word.keys(), word.lanes(), clock.instant()))
                    .limit(Limits.GREETED_ANEW)
                    .forEach(GateSession::greetAnew))
        .onFailure(e -> log.error("what gates are told cannot be read", e));
  }

  private record Word(TicketKeys keys, LaneBook lanes) {}

  /** Forgets changes that every gate has; how many. */
  Future<Integer> pruneLog() {
    var confirmed = new HashMap<Integer, Long>();
    gates.linked().forEach(gate -> confirmed.put(gate.number(), gate.confirmedVersion()));
    return database
        .inTransaction(tx -> LogPruning.prune(tx, confirmed))
        .onFailure(e -> log.error("the change log cannot be pruned", e));
  }
}
