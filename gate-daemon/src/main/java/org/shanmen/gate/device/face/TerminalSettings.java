package org.shanmen.gate.device.face;

import java.net.InetAddress;
import java.util.Optional;
import org.shanmen.gate.lane.port.Spot;

/**
 * One face terminal that this gate listens to.
 *
 * @param name in the configuration; its signals are those of {@code face.NAME}
 * @param address where its requests must come from
 * @param kind empty: any, by the path that it posts to
 * @param spot where at the lane it hangs
 * @param token what a request must bring along, if anything: the last part of the path ({@code
 *     /hikvision/TOKEN}, {@code /dahua/TOKEN}), or the serial number that a ZKTeco terminal tells
 * @param reverseCards whether its card numbers are to be read with the last byte first
 */
public record TerminalSettings(
    String name,
    InetAddress address,
    Optional<FaceKind> kind,
    Spot spot,
    Optional<String> token,
    boolean reverseCards) {

  /** What its signals are called. */
  String reader() {
    return "face." + name;
  }
}
