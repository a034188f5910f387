package org.shanmen.gate.device.face;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalInt;

/**
 * The face terminals' side of this gate.
 *
 * @param listen where the terminals' events are taken, over plain HTTP: an address that only they
 *     can reach
 * @param maxAgeSeconds how far the terminal's time of an event may lie from ours; what is older is
 *     history
 * @param terminals who may post; if empty, whoever reaches the address, as one terminal on the
 *     street's side
 * @param missedAfterSeconds a terminal that said nothing for so long is missed, 2 or more; empty: a
 *     silent one cannot be told from one that nobody passes
 */
public record FaceSettings(
    InetSocketAddress listen,
    int maxAgeSeconds,
    List<TerminalSettings> terminals,
    OptionalInt missedAfterSeconds) {
  /** Terminals hold their clocks to 10 s a day; the rest is for the way here. */
  public static final int USUAL_MAX_AGE_SECONDS = 15;

  /** A terminal that is missed shall have been able to lose a word or two. */
  private static final int WORDS_MEANWHILE = 3;

  private static final int USUAL_WORD_SECONDS = 10;

  /** Anybody at this address is the one terminal on the street's side. */
  public static FaceSettings at(InetSocketAddress listen) {
    return new FaceSettings(listen, USUAL_MAX_AGE_SECONDS, List.of(), OptionalInt.empty());
  }

  /** How often a terminal shall look for commands, where the gate may choose. */
  int wordSeconds() {
    return Math.max(
        1,
        Math.min(
            USUAL_WORD_SECONDS, missedAfterSeconds.orElse(Integer.MAX_VALUE) / WORDS_MEANWHILE));
  }
}
