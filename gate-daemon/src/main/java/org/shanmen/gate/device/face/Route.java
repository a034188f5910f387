package org.shanmen.gate.device.face;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * What the address of a request says.
 *
 * @param token what a terminal may have to bring along; empty if there is none
 * @param action behind {@code /iclock/}, such as {@code cdata}; empty for other kinds
 * @param table of a ZKTeco upload; empty if there is none
 */
record Route(FaceKind kind, String token, String action, String table) {

  /** Empty if it is nobody's address. */
  static Optional<Route> of(String uri) {
    QueryStringDecoder query;
    List<String> serial;
    List<String> table;
    try {
      query = new QueryStringDecoder(uri);
      serial = query.parameters().getOrDefault("SN", List.of(""));
      table = query.parameters().getOrDefault("table", List.of(""));
    } catch (IllegalArgumentException e) {
      // A percent sign with no number behind it.
      return Optional.empty();
    }
    for (FaceKind kind : FaceKind.values()) {
      if (query.path().equals(kind.path()) || query.path().startsWith(kind.path() + "/")) {
        String rest =
            query.path().substring(Math.min(query.path().length(), kind.path().length() + 1));
        return Optional.of(
            kind == FaceKind.ZKTECO
                ? new Route(kind, serial.get(0), rest, table.get(0))
                : new Route(kind, rest, "", ""));
      }
    }
    return Optional.empty();
  }

  /**
   * Whether this terminal may have sent it. A terminal without token brings none, except for the
   * serial number that every ZKTeco terminal tells.
   */
  boolean fits(TerminalSettings terminal) {
    return terminal.kind().map(kind::equals).orElse(true)
        && terminal.token().map(this::isToken).orElse(kind == FaceKind.ZKTECO || token.isEmpty());
  }

  /** In a time that does not tell how much of it was right. */
  private boolean isToken(String expected) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }
}
