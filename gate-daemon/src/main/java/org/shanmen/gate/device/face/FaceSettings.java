package org.shanmen.gate.device.face;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * The face terminals' side of this gate.
 *
 * @param listen where the terminals' events are taken, over plain HTTP: an address that only they
 *     can reach
 * @param maxAgeSeconds how far the terminal's time of an event may lie from ours; what is older is
 *     history
 * @param terminals who may post; if empty, whoever reaches the address, as one terminal on the
 *     street's side
 */
public record FaceSettings(
    InetSocketAddress listen, int maxAgeSeconds, List<TerminalSettings> terminals) {
  /** Terminals hold their clocks to 10 s a day; the rest is for the way here. */
  public static final int USUAL_MAX_AGE_SECONDS = 15;

  /** Anybody at this address is the one terminal on the street's side. */
  public static FaceSettings at(InetSocketAddress listen) {
    return new FaceSettings(listen, USUAL_MAX_AGE_SECONDS, List.of());
  }
}
