package org.shanmen.gate.ops;

import java.net.InetSocketAddress;
import org.shanmen.protocol.conf.ConfigReader;

/** Reads where to listen from the configuration. */
final class Addresses {
  private Addresses() {}

  /**
   * @param otherwise the default, which also shows in the mistake what was expected
   */
  static InetSocketAddress read(ConfigReader from, String key, String otherwise) {
    String text = from.string(key, otherwise);
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon).replaceAll("^\\[|]$", "");
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (!host.isEmpty() && port >= 0 && port <= 65535) {
        return new InetSocketAddress(host, port);
      }
    } catch (NumberFormatException e) {
      // Told below, with everything else that is not an address.
    }
    from.mistake(key, "expected ADDRESS:PORT, such as " + otherwise);
    return InetSocketAddress.createUnresolved("localhost", 0);
  }
}
