package org.shanmen.sim.demo;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many people went through each gate, counted three times: by a perfect observer in the lane,
 * by the gate's journal, by the centre.
 */
public record Books(SortedMap<String, Page> pages) {
  /**
   * One gate's page.
   *
   * @param sensed people whom the beams saw through, by the lane's own count
   * @param journaled passes that the gate wrote down
   * @param stored passes that the centre holds
   */
  public record Page(long sensed, long journaled, long stored) {
    Page plus(Page other) {
      return new Page(sensed + other.sensed, journaled + other.journaled, stored + other.stored);
    }

    boolean balances() {
      return sensed == journaled && journaled == stored;
    }
  }

  public Books {
    pages = new TreeMap<>(pages);
  }

  public Page total() {
    return pages.values().stream().reduce(new Page(0, 0, 0), Page::plus);
  }

  /** What does not balance, in words; nothing when all does. */
  public List<String> imbalances() {
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, Page> entry : pages.entrySet()) {
      Page page = entry.getValue();
      String gate = "gate " + entry.getKey() + ": ";
      if (page.journaled() < page.sensed()) {
        found.add(
            gate
                + "the beams saw "
                + page.sensed()
                + " people through, its journal has only "
                + page.journaled()
                + ": it missed passes");
      } else if (page.journaled() > page.sensed()) {
        found.add(
            gate
                + "its journal has "
                + page.journaled()
                + " passes, the beams saw only "
                + page.sensed()
                + " people through: it counted somebody twice");
      }
      if (page.stored() < page.journaled()) {
        found.add(
            gate
                + "its journal has "
                + page.journaled()
                + " passes, the centre holds only "
                + page.stored()
                + ": they did not arrive, or not yet");
      } else if (page.stored() > page.journaled()) {
        found.add(
            gate
                + "the centre holds "
                + page.stored()
                + " passes, the gate's journal only "
                + page.journaled()
                + ": something was stored twice, or is from an earlier journal");
      }
    }
    return found;
  }

  /** As in the report. */
  public JsonObject json() {
    var json = new JsonObject();
    pages.forEach(
        (gate, page) ->
            json.put(
                gate,
                new JsonObject()
                    .put("sensed", page.sensed())
                    .put("journaled", page.journaled())
                    .put("stored", page.stored())));
    return json;
  }
}
