package org.shanmen.sim.scenario;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.shanmen.gate.ops.Language;
import org.shanmen.protocol.wire.LaneKind;

/** Reads the lines that describe the park: zone, date, areas, gates, ticket types and tickets. */
final class Declarations {
  private static final int PASS_MILLIS = 8_000;
  private static final int SAME_CODE_MILLIS = 3_000;
  private static final Map<String, Language> LANGUAGES =
      Map.of("zh", Language.zh, "en", Language.en);
  private static final Map<String, LaneKind> LANES =
      Map.of("entry", LaneKind.ENTRY, "exit", LaneKind.EXIT, "two-way", LaneKind.TWO_WAY);

  private final Park park;

  Declarations(Park park) {
    this.park = park;
  }

  /** Reads a line if it is a declaration. Returns whether it was one. */
  boolean read(Words words) {
    switch (words.peek().orElseThrow()) {
      case "zone" -> zone(words);
      case "date" -> date(words);
      case "language" -> language(words);
      case "sync" -> sync(words);
      case "area" -> area(words);
      case "gate" -> gate(words);
      case "type" -> new TicketTypes(park).read(words);
      case "ticket" -> ticket(words);
      default -> {
        return false;
      }
    }
    words.end();
    return true;
  }

  private void zone(Words words) {
    words.need("zone");
    park.zone = words.take("a time zone such as Asia/Shanghai", ZoneId::of);
  }

  private void date(Words words) {
    words.need("date");
    park.date = Quantities.date(words);
  }

  private void language(Words words) {
    words.need("language");
    park.language = words.choose(LANGUAGES);
  }

  private void sync(Words words) {
    words.need("sync");
    words.need("by");
    words.need("hand");
    park.syncByHand = true;
  }

  private void area(Words words) {
    words.need("area");
    do {
      String name = words.take("the area's name");
      if (park.areas.putIfAbsent(name, park.areas.size() + 1) != null) {
        throw words.mistake("there is an area " + name + " already", "区域重名");
      }
    } while (words.took(","));
  }

  private void gate(Words words) {
    words.need("gate");
    String name = words.take("the gate's name, such as N1");
    if (park.gates.containsKey(name)) {
      throw words.mistake("there is a gate " + name + " already", "闸机重名");
    }
    var kind = words.choose(LANES);
    String area = words.take("the gate's area");
    if (!park.areas.containsKey(area)) {
      throw words.unexpected(area, "an area that is declared above: " + park.areas.keySet());
    }
    String checkPoint = area;
    int pass = PASS_MILLIS;
    int sameCode = SAME_CODE_MILLIS;
    boolean enrolled = true;
    boolean small = false;
    if (words.took(":")) {
      do {
        String what =
            words.take("check-point, pass-time, same-code, not-enrolled or small-journal");
        switch (what) {
          case "check-point" -> checkPoint = words.take("the check point's name");
          case "pass-time" -> pass = millis(Quantities.span(words, "a time"));
          case "same-code" -> sameCode = millis(Quantities.span(words, "a time"));
          case "not-enrolled" -> enrolled = false;
          case "small-journal" -> small = true;
          default ->
              throw words.unexpected(
                  what, "check-point, pass-time, same-code, not-enrolled or small-journal");
        }
      } while (words.took(","));
    }
    park.checkPoint(checkPoint);
    park.gates.put(
        name,
        new GateSpec(
            name, park.gates.size() + 1, kind, area, checkPoint, pass, sameCode, enrolled, small));
  }

  private void ticket(Words words) {
    words.need("ticket");
    var ticket = new Tickets(park).read(words, Optional.empty());
    park.soldBefore.put(ticket.name(), ticket);
  }

  private static int millis(Duration span) {
    return Math.toIntExact(span.toMillis());
  }
}
