package org.shanmen.sim.scenario;

import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.shanmen.gate.ops.Language;

/** Reads the lines that describe the park: zone, date, areas, gates, ticket types and tickets. */
final class Declarations {
  private static final Map<String, Language> LANGUAGES =
      Map.of("zh", Language.zh, "en", Language.en);

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
      case "gate" -> new Gates(park).read(words);
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

  private void ticket(Words words) {
    words.need("ticket");
    var ticket = new Tickets(park).read(words, Optional.empty());
    park.soldBefore.put(ticket.name(), ticket);
  }
}
