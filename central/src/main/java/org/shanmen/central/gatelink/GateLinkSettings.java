package org.shanmen.central.gatelink;

import java.nio.file.Path;
import java.time.ZoneId;

/**
 * Where gates connect, and how patient the centre is.
 *
 * @param port 0: any
 * @param snapshots directory of snapshots on their way to gates; nothing in it outlives the centre
 * @param zone the park's, in which days and hours are counted
 * @param greetingMillis how long a fresh connection may take to say who it is
 * @param silenceMillis after how long without a message a gate counts as gone
 */
public record GateLinkSettings(
    String host, int port, Path snapshots, ZoneId zone, long greetingMillis, long silenceMillis) {
  /** With the time-outs that gates expect. */
  public static GateLinkSettings listening(String host, int port, Path snapshots, ZoneId zone) {
    return new GateLinkSettings(host, port, snapshots, zone, 5_000, 5_000);
  }
}
