package org.shanmen.central.catalogue;

import io.vertx.core.json.JsonArray;
import java.util.Arrays;

/** Sets of channels: names in the interface, bits in the database. */
public final class Channels {
  /** The bits of every channel. */
  public static final int ALL = (1 << Channel.values().length) - 1;

  private Channels() {}

  /**
   * @param names as in openapi.yaml, at least one
   */
  public static int bits(JsonArray names) {
    return names.stream()
        .mapToInt(name -> 1 << Channel.valueOf((String) name).ordinal())
        .reduce(0, (a, b) -> a | b);
  }

  /** Whether the bits hold a channel. */
  public static boolean hold(int bits, Channel channel) {
    return (bits & 1 << channel.ordinal()) != 0;
  }

  /** The names of a set of channels. */
  public static JsonArray json(int bits) {
    return new JsonArray(
        Arrays.stream(Channel.values())
            .filter(channel -> hold(bits, channel))
            .map(Enum::name)
            .toList());
  }
}
