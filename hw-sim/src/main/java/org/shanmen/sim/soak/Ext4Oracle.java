package org.shanmen.sim.soak;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Holds what a gate's process finds against what the earlier ones said. One thread.
 *
 * <p>A promise is what was said before the power went. The kernel is told that the disk is gone
 * while programs go on, and an fsync that is under way then may come back without an error although
 * nothing of it is on the disk: of what the process says from then on, nothing is promised.
 */
final class Ext4Oracle {
  private final Played played;

  /** What was ever written under a number. */
  private final Map<String, String> written = new HashMap<>();

  private final Map<String, String> safe = new HashMap<>();
  private final Set<String> found = new HashSet<>();

  /** Hash of each version that was applied or was about to be. */
  private final Map<Long, String> lists = new HashMap<>(Map.of(0L, "0"));

  private long applied;
  private boolean foundAll;

  Ext4Oracle(Played played) {
    this.played = played;
  }

  /** A line of {@link Ext4Books}, said while there was power. */
  void hear(String line) {
    String[] words = line.split(" ");
    switch (words[0]) {
      case "WROTE" -> written.put(words[1], words[2]);
      case "MAY" -> lists.put(Long.parseLong(words[1]), words[2]);
      case "SAFE" -> {
        safe.put(words[1], words[2]);
        played.count("power-safe events", 1);
      }
      case "KEPT" -> {
        found.add(words[1]);
        String earlier = written.putIfAbsent(words[1], words[2]);
        played.require(
            earlier == null || earlier.equals(words[2]),
            "event " + words[1] + " was " + earlier + " and is " + words[2]);
      }
      case "APPLIED" -> applied = Long.parseLong(words[1]);
      case "LIST" -> list(Long.parseLong(words[1]), words[2]);
      case Ext4Books.FOUND_ALL -> requireAll();
      default -> played.violated("the gate's process said: " + line);
    }
  }

  /**
   * A line of a process whose disk may have been gone when it said that: what it was about to do
   * may be found, and nothing need be.
   */
  void hearOfTheDying(String line) {
    switch (line.split(" ")[0]) {
      case "MAY" -> hear(line);
      case "SAFE", "APPLIED" -> played.count("promises of the dying", 1);
      default -> {
        // An event that nobody said to be safe may be gone; and to break is all it can do now.
      }
    }
  }

  /** The process was gone before its disk was. */
  void endedByItself() {
    played.violated("the gate's process ended while there was power");
  }

  private void list(long version, String hash) {
    played.require(version >= applied, "list " + applied + " was applied, it is " + version);
    played.require(
        hash.equals(lists.get(version)),
        "list %d hashes to %s, was %s".formatted(version, hash, lists.get(version)));
    applied = version;
  }

  private void requireAll() {
    foundAll = true;
    safe.forEach(
        (number, what) ->
            played.require(
                found.contains(number), "power-safe event " + number + " " + what + " is lost"));
    played.note(found.size() + " events found, list " + applied);
  }

  /** What was written and not safe may be gone, and its number given to another event. */
  void powerIsGone() {
    played.require(foundAll, "the gate's process did not start");
    foundAll = false;
    found.clear();
    written.keySet().retainAll(safe.keySet());
  }
}
