package org.shanmen.sim.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a soak was asked to do.
 *
 * @param names of campaigns, none to list them
 * @param seconds no round begins later
 * @param rounds at most so many of each; empty: the whole campaign
 * @param seed of the first round
 * @param history whether all that happens is printed
 * @param planted whether the campaigns are tried on faults that are planted for them
 */
record SoakOptions(
    List<String> names,
    OptionalLong seconds,
    OptionalInt rounds,
    long seed,
    boolean history,
    boolean planted) {
  private static final String ALL = "all";

  /**
   * @throws IllegalArgumentException if it cannot be understood; the message says what was expected
   */
  static SoakOptions parse(String[] arguments, Set<String> campaigns) {
    var names = new ArrayList<String>();
    var seconds = OptionalLong.empty();
    var rounds = OptionalInt.empty();
    long seed = 1;
    boolean history = false;
    boolean planted = false;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--seconds" -> seconds = OptionalLong.of(number(arguments, ++i));
        case "--rounds" -> rounds = OptionalInt.of(Math.toIntExact(number(arguments, ++i)));
        case "--seed" -> seed = number(arguments, ++i);
        case "--history" -> history = true;
        case "--planted" -> planted = true;
        case ALL -> names.addAll(campaigns);
        default -> {
          if (!campaigns.contains(arguments[i])) {
            throw new IllegalArgumentException(
                arguments[i] + ": expected one of " + campaigns + ", all, or an option / 没有该项目或选项");
          }
          names.add(arguments[i]);
        }
      }
    }
    // Asked for a time, rounds go on until it is over.
    if (seconds.isPresent() && rounds.isEmpty()) {
      rounds = OptionalInt.of(Integer.MAX_VALUE);
    }
    return new SoakOptions(List.copyOf(names), seconds, rounds, seed, history, planted);
  }

  private static long number(String[] arguments, int at) {
    String option = arguments[at - 1];
    if (at == arguments.length || !arguments[at].matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException(option + ": expected a whole number behind it / 其后应为整数");
    }
    return Long.parseLong(arguments[at]);
  }

  boolean isOver(long elapsedNanos) {
    return seconds.isPresent() && elapsedNanos >= seconds.getAsLong() * 1_000_000_000L;
  }
}
