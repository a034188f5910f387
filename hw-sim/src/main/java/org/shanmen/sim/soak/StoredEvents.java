package org.shanmen.sim.soak;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.shanmen.gate.journal.JournalReader;
import org.shanmen.protocol.wire.Event;
import org.shanmen.sim.park.CentreClient;

/** All that the centre has stored of one gate, read on as it grows. One thread. */
final class StoredEvents {
  private static final int PAGE = 1000;

  /** The kinds that are people whom the beams saw, see getStats. */
  private static final Set<String> PASSES = Set.of("PASSED", "FREE_PASS", "UNAUTHORISED_PASS");

  /** What stands behind a number. */
  private record Row(String kind, long people) {}

  private final String gate;
  private final Map<Long, TreeMap<Long, Row>> byEpoch = new TreeMap<>();
  private final Map<String, Uses> byTicket = new HashMap<>();
  private long after;
  private long passedIn;
  private long forced;

  /** What became of one ticket, in people. */
  static final class Uses {
    long admitted;
    long givenBack;
    long used;

    /** Among those used: nothing told whether they passed. */
    long assumed;

    @Override
    public String toString() {
      return "%d admitted, %d given back, %d assumed".formatted(admitted, givenBack, assumed);
    }
  }

  StoredEvents(String gate) {
    this.gate = gate;
  }

  /** Reads what is new; whatever is stored twice is a violation. */
  void readOn(CentreClient viewer, Played played) {
    while (true) {
      JsonObject page = viewer.get("/events?gate=" + gate + "&limit=" + PAGE + "&after=" + after);
      var events = page.getJsonArray("events");
      events.stream().map(JsonObject.class::cast).forEach(event -> add(event, played));
      if (events.size() < PAGE) {
        return;
      }
    }
  }

  private void add(JsonObject event, Played played) {
    after = Math.max(after, event.getLong("id"));
    long epoch = event.getLong("epoch");
    long sequence = event.getLong("sequence");
    String kind = event.getString("kind");
    long people = event.getLong("people");
    var earlier =
        byEpoch.computeIfAbsent(epoch, e -> new TreeMap<>()).put(sequence, new Row(kind, people));
    played.require(earlier == null, "event " + epoch + "/" + sequence + " is stored twice");
    played.count("events stored", 1);
    if (PASSES.contains(kind) && "IN".equals(event.getString("direction"))) {
      passedIn += people;
      forced += kind.equals("UNAUTHORISED_PASS") ? people : 0;
    }
    if (event.getString("ticket") != null) {
      var uses = byTicket.computeIfAbsent(event.getString("ticket"), t -> new Uses());
      switch (kind) {
        case "ADMITTED" -> uses.admitted += people;
        case "GIVEN_BACK" -> uses.givenBack += people;
        case "PASSED" -> uses.used += people;
        case "USE_ASSUMED" -> {
          uses.used += people;
          uses.assumed += people;
        }
        default -> {
          // Neither takes an entry nor gives one back.
        }
      }
    }
  }

  Uses of(String ticket) {
    return byTicket.getOrDefault(ticket, new Uses());
  }

  /** People whom the beams saw come in on no right, each with an alarm. */
  long forced() {
    return forced;
  }

  /** The last event that is stored of an epoch; 0: none. */
  long last(long epoch) {
    var rows = byEpoch.get(epoch);
    return rows == null ? 0 : rows.lastKey();
  }

  /** Every epoch begins at 1 and has no gap: nothing that happened is missing. */
  void requireNoGap(Played played) {
    byEpoch.forEach(
        (epoch, rows) -> {
          played.require(
              rows.firstKey() == 1 && rows.lastKey() == rows.size(),
              "epoch %d: events %d to %d are stored, and only %d of them"
                  .formatted(epoch, rows.firstKey(), rows.lastKey(), rows.size()));
        });
  }

  /** Every event that the gate still has stands in the centre under its number. */
  void requireAllOf(Path journal, Played played) throws IOException {
    List<Event> retained = new ArrayList<>();
    JournalReader.newestFirst(journal, retained::add);
    for (Event event : retained) {
      var row = byEpoch.getOrDefault(event.getEpoch(), new TreeMap<>()).get(event.getSequence());
      played.require(
          row != null
              && row.kind().equals(event.getKind().name())
              && row.people() == event.getPeople(),
          "the gate has %s as %d/%d, the centre %s"
              .formatted(event.getKind(), event.getEpoch(), event.getSequence(), row));
    }
    played.count("events compared", retained.size());
  }

  /** Counters and events say the same. */
  void requireCounted(CentreClient viewer, Played played) {
    long counted =
        viewer.get("/stats").getJsonArray("gates").stream()
            .map(JsonObject.class::cast)
            .filter(row -> row.getString("code").equals(gate))
            .findFirst()
            .orElseThrow()
            .getLong("passed_in");
    played.require(
        counted == passedIn,
        "the centre counts " + counted + " people in, its events say " + passedIn);
  }
}
