package org.shanmen.sim.soak;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one round did and what its oracle found. Filled while it is played; one thread.
 *
 * <p>The history of a round on virtual time is the same, byte by byte, whenever it is played with
 * its seed again.
 */
public final class Played {
  /** What the end of a history is cut to when it is shown to people. */
  static final int LINES_SHOWN = 40;

  private final List<String> history = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private final Map<String, Long> counts = new TreeMap<>();

  /** Notes what happened. */
  public void note(String what) {
    history.add(what);
  }

  /** Counts things, such as kills, cuts or events. */
  public void count(String things, long more) {
    counts.merge(things, more, Long::sum);
  }

  /** What must hold did not. */
  public void violated(String what) {
    history.add("VIOLATED: " + what);
    violations.add(what);
  }

  /** A program that breaks where it should not is a finding like any other. */
  void broke(Exception why) {
    String where =
        Arrays.stream(why.getStackTrace())
            .filter(frame -> frame.getClassName().startsWith(Played.class.getPackageName()))
            .findFirst()
            .map(frame -> " at " + frame)
            .orElse("");
    violated("it broke: " + why + where);
  }

  /** Notes a violation unless it holds. */
  public void require(boolean holds, String what) {
    if (!holds) {
      violated(what);
    }
  }

  public List<String> history() {
    return List.copyOf(history);
  }

  /** Whether all that must hold did so far. */
  public boolean isClean() {
    return violations.isEmpty();
  }

  public List<String> violations() {
    return List.copyOf(violations);
  }

  /**
   * SHA-256 over the history in UTF-8, each line with a line feed behind it. Of a round on virtual
   * time it is the same whenever its seed is played.
   */
  public String digest() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (String line : history) {
        digest.update(line.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  public Map<String, Long> counts() {
    return counts;
  }
}
