package org.shanmen.gate.ops;

import org.shanmen.gate.lane.LaneOptions;
import org.shanmen.protocol.conf.ConfigReader;

/** The block {@code lane} of the configuration, but for its language. */
final class LaneConfig {
  private final ConfigReader from;

  LaneConfig(ConfigReader from) {
    this.from = from;
  }

  LaneOptions read() {
    var otherwise = LaneOptions.DEFAULT;
    return new LaneOptions(
        millis("lane.pass-timeout-millis", 1_000, 60_000, otherwise.passTimeoutMillis()),
        millis("lane.same-code-millis", 0, 60_000, otherwise.sameCodeMillis()),
        millis("lane.check-timeout-millis", 1_000, 600_000, otherwise.checkTimeoutMillis()),
        from.flag("lane.card-collector", otherwise.collector()),
        from.choice("lane.interlock", LaneOptions.Part.class, otherwise.interlock()),
        from.choice("lane.sensing", LaneOptions.Sensing.class, otherwise.sensing()));
  }

  private long millis(String key, int min, int max, long otherwise) {
    return from.integer(key, min, max, (int) otherwise);
  }
}
