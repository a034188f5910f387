package org.shanmen.sim.scenario;

import java.util.Map;
import java.util.Optional;
import org.shanmen.gate.lane.LaneOptions;
import org.shanmen.protocol.wire.LaneKind;

/** Reads gates: {@code gate NAME KIND AREA: clause, clause, ...}. One use each. */
final class Gates {
  private static final Map<String, LaneKind> LANES =
      Map.of("entry", LaneKind.ENTRY, "exit", LaneKind.EXIT, "two-way", LaneKind.TWO_WAY);
  private static final String CLAUSES =
      "check-point, pass-time, same-code, check-time, collector, pair, contact, small-journal or"
          + " not-enrolled";

  private final Park park;
  private String checkPoint;
  private long passMillis = LaneOptions.DEFAULT.passTimeoutMillis();
  private long sameCodeMillis = LaneOptions.DEFAULT.sameCodeMillis();
  private long checkMillis = LaneOptions.DEFAULT.checkTimeoutMillis();
  private LaneOptions.Sensing sensing = LaneOptions.Sensing.BEAMS;
  private Optional<String> pair = Optional.empty();
  private boolean collector;
  private boolean enrolled = true;
  private boolean smallJournal;

  Gates(Park park) {
    this.park = park;
  }

  void read(Words words) {
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
    checkPoint = area;
    if (words.took(":")) {
      do {
        clause(words, words.take("a clause: " + CLAUSES));
      } while (words.took(","));
    }
    park.checkPoint(checkPoint);
    int number = park.gates.size() + 1;
    park.gates.put(
        name,
        new GateSpec(
            name, number, kind, area, checkPoint, options(), pair, enrolled, smallJournal));
  }

  private void clause(Words words, String clause) {
    switch (clause) {
      case "check-point" -> checkPoint = words.take("the check point's name");
      case "pass-time" -> passMillis = millis(words);
      case "same-code" -> sameCodeMillis = millis(words);
      case "check-time" -> checkMillis = millis(words);
      case "collector" -> collector = true;
      case "pair" -> pair = Optional.of(words.take("the pair's name"));
      case "contact" -> sensing = LaneOptions.Sensing.CONTACT;
      case "small-journal" -> smallJournal = true;
      case "not-enrolled" -> enrolled = false;
      default -> throw words.unexpected(clause, CLAUSES);
    }
  }

  private LaneOptions options() {
    return new LaneOptions(passMillis, sameCodeMillis, checkMillis, collector, part(), sensing);
  }

  /** The gate that is declared first opens first when both want to. */
  private LaneOptions.Part part() {
    if (pair.isEmpty()) {
      return LaneOptions.Part.NONE;
    }
    boolean second = park.gates.values().stream().anyMatch(gate -> gate.pair().equals(pair));
    return second ? LaneOptions.Part.SECOND : LaneOptions.Part.FIRST;
  }

  private static long millis(Words words) {
    return Quantities.span(words, "a time").toMillis();
  }
}
