package org.shanmen.sim.soak;

import static org.shanmen.sim.soak.PlantedFault.Module.CENTRE;

import java.util.List;

/** Faults that somebody could make in the centre's code. */
final class CentreFaults {
  static final List<PlantedFault> ALL =
      List.of(
          new PlantedFault(
              "events are stored and not counted",
              CENTRE,
              "gatelink/EventIngest.java",
              "    placed.forEach(ofGate -> count(tx, ofGate));",
              "",
              "kill-gate"),
          new PlantedFault(
              "a repeated event is counted again",
              CENTRE,
              "gatelink/EventIngest.java",
              "    placed.forEach(ofGate -> count(tx, ofGate));",
              "    arrived.forEach(of -> { var places = GatePlaces.of(tx, of.gate());"
                  + " count(tx, of.portion().events().stream()"
                  + ".map(e -> CheckedEvent.of(e, clock.instant()))"
                  + ".map(e -> new EventRows.Placed(places.at(e.at()), e)).toList()); });",
              "siege"),
          new PlantedFault(
              "events behind a gap are taken as if there were none",
              CENTRE,
              "gatelink/EventIngest.java",
              "if (first > held + 1 && !portion.afterLoss()) {",
              "if (first > held + 1 && held < 0) {",
              "siege"),
          new PlantedFault(
              "other gates are not told of uses",
              CENTRE,
              "gatelink/EventIngest.java",
              "    return changeLog.appendNew(tx, uses);",
              "    return ChangeLog.position(tx).version();",
              "link"),
          new PlantedFault(
              "nobody looks for duplicates",
              CENTRE,
              "gatelink/EventIngest.java",
              "    int found = Duplicates.note(tx, entries, zone, clock.instant());",
              "    int found = 0;",
              "link"),
          new PlantedFault(
              "gates are not told of a refund",
              CENTRE,
              "ticketing/RefundDesk.java",
              "    changeLog.append(tx, Rights.changes(tx, ids));",
              "",
              "link"),
          new PlantedFault(
              "a commit counts before it is on disk",
              CENTRE,
              "db/Database.java",
              "    return context.transactionResult(transaction -> work.apply(transaction.dsl()));",
              "    return context.transactionResult(transaction -> {"
                  + " transaction.dsl().execute(\"set local synchronous_commit = off\");"
                  + " return work.apply(transaction.dsl()); });",
              "kill-centre"),
          new PlantedFault(
              "commands are not sent to gates",
              CENTRE,
              "gatelink/LinkedGate.java",
              "      line.send(Envelope.newBuilder().setCommand(Commands.wire(command)));",
              "",
              "link"),
          new PlantedFault(
              "an enrolment code is good twice",
              CENTRE,
              "gatelink/Enrolments.java",
              "            .and(ENROLMENT.USED_AT.isNull())\n            .and(ENROLMENT.EXPIRES_AT",
              "            .and(ENROLMENT.EXPIRES_AT",
              "siege"),
          new PlantedFault(
              "a gate may take another's name",
              CENTRE,
              "gatelink/GateSession.java",
              "    if (!code.equals(hello.getGate())) {",
              "    if (code.isEmpty()) {",
              "siege"));

  private CentreFaults() {}
}
