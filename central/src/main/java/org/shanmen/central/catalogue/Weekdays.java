package org.shanmen.central.catalogue;

import io.vertx.core.json.JsonArray;
import java.time.DayOfWeek;
import java.util.List;

/** Days of the week: names in the interface, bits in the database and on the wire. */
public final class Weekdays {
  /** Bit 0 is Monday. */
  private static final List<String> NAMES =
      List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");

  private Weekdays() {}

  /**
   * @param names as in openapi.yaml; none: every day
   * @return 0 for every day
   */
  public static int bits(JsonArray names) {
    int bits =
        names.stream()
            .mapToInt(name -> 1 << NAMES.indexOf((String) name))
            .reduce(0, (a, b) -> a | b);
    return bits == (1 << NAMES.size()) - 1 ? 0 : bits;
  }

  /** Whether the bits hold a day. */
  public static boolean hold(int bits, DayOfWeek day) {
    return bits == 0 || (bits & 1 << day.ordinal()) != 0;
  }

  /** The names of a set of weekdays. */
  public static JsonArray json(int bits) {
    return new JsonArray(
        NAMES.stream().filter(name -> (bits & 1 << NAMES.indexOf(name)) != 0).toList());
  }
}
